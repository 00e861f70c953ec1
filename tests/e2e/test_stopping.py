"""TERM under load: every request that was fully sent before its connection was closed gets its answer."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx
import pytest

from tests.e2e.server import Server, serving

DECIDE = "/v1/fruit-shop/policies/damage-claim/decide"
BODY = json.dumps(
    {
        "facts": {
            "order": {"placed_at": "2026-03-01T08:00:00+08:00", "delivered_at": "2026-03-02T10:00:00+08:00"},
            "claim": {"made_at": "2026-03-03T11:00:00+08:00", "photo_at": None},
        },
        "as_of": "2026-03-03T12:00:00+08:00",
        "include": ["explanation", "reasons"],
    }
).encode()
REQUEST = b"POST %s HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: %d\r\n%s\r\n%s"
MANY = 500
"""Answers until all clients are at work."""
LAST = b"connection: close\r\n"

Client = Callable[[int, "Tally"], Awaitable[None]]


@dataclass(slots=True)
class Tally:
    """Requests that were sent to their last byte, answers, and answers that were no decision."""

    sent: int = 0
    answered: int = 0
    wrong: list[bytes] = field(default_factory=list)
    busy: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False


def request(*, last: bool = False) -> bytes:
    return REQUEST % (DECIDE.encode(), len(BODY), LAST if last else b"", BODY)


async def answer(reader: asyncio.StreamReader, tally: Tally) -> bool:
    """Read one answer; whether the connection goes on behind it. Raises where there is none."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:"))
    await reader.readexactly(length)
    tally.answered += 1
    if tally.answered == MANY:
        tally.busy.set()
    if not head.startswith(b"HTTP/1.1 200"):
        tally.wrong.append(head[:20])
    return LAST.strip() not in head


async def one_after_the_other(port: int, tally: Tally) -> None:
    """A client that keeps its connection and asks again as soon as it is answered, until it is told to go."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    goes_on = True
    while goes_on:
        writer.write(request())
        await writer.drain()
        tally.sent += 1
        goes_on = await answer(reader, tally)
    writer.close()


async def pipelined(port: int, tally: Tally) -> None:
    """A client that sends eight requests at once, reads their answers, and begins again."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    goes_on = True
    while goes_on:
        writer.write(request() * 8)
        await writer.drain()
        tally.sent += 8
        for _ in range(8):
            goes_on = await answer(reader, tally)
    writer.close()


async def with_pauses(port: int, tally: Tally) -> None:
    """A client that thinks between its requests, so that its connection is idle when the server stops."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    goes_on = True
    while goes_on:
        await asyncio.sleep(0.1)
        writer.write(request())
        await writer.drain()
        tally.sent += 1
        goes_on = await answer(reader, tally)
    writer.close()


async def anew(port: int, tally: Tally) -> None:
    """A client that makes a connection for each request, until none is to be had."""
    while not tally.over:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return
        writer.write(request(last=True))
        await writer.drain()
        tally.sent += 1
        await answer(reader, tally)
        writer.close()


async def slow_body(port: int, tally: Tally) -> None:
    """A client whose question takes longer to come than any other's, and who asks again a little later."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    goes_on = True
    while goes_on:
        asked = request()
        writer.write(asked[:-100])
        await asyncio.sleep(0.6)
        writer.write(asked[-100:])
        await writer.drain()
        tally.sent += 1
        if goes_on := await answer(reader, tally):
            await asyncio.sleep(0.03)
    writer.close()


CLIENTS = [one_after_the_other] * 16 + [with_pauses] * 8 + [slow_body] * 4 + [anew] * 4
PIPELINED = [pipelined] * 4
"""granian answers what it has begun on such a connection, and no more, as HTTP lets it."""


Tell = Callable[[Server], None]


def told(server: Server) -> None:
    server.terminate()


def told_to_all(server: Server) -> None:
    """Every process is told: as supervisors do, and systemd where nothing else is said."""
    os.killpg(server.process.pid, signal.SIGTERM)


async def under_load(server: Server, clients: list[Client], tell: Tell) -> tuple[Tally, list[BaseException]]:
    tally = Tally()
    tasks = [asyncio.create_task(client(server.port, tally)) for client in clients]
    await asyncio.wait_for(tally.busy.wait(), 60)
    tell(server)
    await asyncio.to_thread(server.process.wait, 30)
    tally.over = True
    _, open_ = await asyncio.wait(tasks, timeout=10)
    for task in open_:
        task.cancel()
    return tally, [error for error in await asyncio.gather(*tasks, return_exceptions=True) if error]


@pytest.mark.parametrize(("workers", "tell"), [(1, told), (2, told), (2, told_to_all)])
@pytest.mark.parametrize(
    ("engine", "clients"), [("uvicorn", CLIENTS + PIPELINED), ("granian", CLIENTS)], ids=["uvicorn", "granian"]
)
@pytest.mark.parametrize("counted", ["yes", "no"])
def test_no_request_is_lost_when_the_server_is_told_to_stop(
    engine: str, clients: list[Client], workers: int, tell: Tell, counted: str
):
    options, metrics = ["--engine", engine, "--workers", str(workers)], {"POLICYKIT_METRICS_ENABLED": counted}
    with serving(options=options, environment=metrics) as server:
        tally, errors = asyncio.run(under_load(server, clients, tell))
        assert (tally.sent, [], []) == (tally.answered, tally.wrong, errors)
        assert 0 == server.process.returncode, server.log()
        assert "Traceback" not in server.log()


@pytest.mark.parametrize("engine", ["uvicorn", "granian"])
def test_it_says_that_it_is_not_ready_before_it_stops(engine: str):
    patient = {"POLICYKIT_SERVER_DRAIN": "2", "POLICYKIT_SERVER_ENGINE": engine}
    with serving(environment=patient) as server, httpx.Client(base_url=server.url) as client:
        assert 200 == client.get("/health/ready").status_code
        server.terminate()
        while (answer := client.get("/health/ready")).status_code == 200:
            pass
        assert (503, "/problems/not-ready") == (answer.status_code, answer.json()["type"])
        assert 200 == client.get("/health/live").status_code
        assert 200 == client.post(DECIDE, content=BODY, headers={"content-type": "application/json"}).status_code
        assert 0 == server.process.wait(20)


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("engine", ["uvicorn", "granian"])
def test_who_insists_waits_for_nobody(engine: str, workers: str):
    patient = {"POLICYKIT_SERVER_GRACE": "60", "POLICYKIT_LIMITS_BODY_SECONDS": "60"}
    options = ["--engine", engine, "--workers", workers]
    with serving(options=options, environment=patient) as server, server.connect() as line:
        line.sendall(request()[:-1])
        time.sleep(0.5)
        for _ in range(2):
            server.process.send_signal(signal.SIGINT)
            time.sleep(0.5)
        server.process.wait(10)
        assert "Traceback" not in server.log()


@pytest.mark.parametrize("engine", ["uvicorn", "granian"])
def test_what_takes_longer_than_the_time_of_grace_is_told_that_the_server_stops(engine: str):
    hasty = {"POLICYKIT_SERVER_GRACE": "1", "POLICYKIT_SERVER_ENGINE": engine}
    with serving(environment=hasty) as server, server.connect() as line:
        line.sendall(request()[:-1])
        time.sleep(0.5)
        server.terminate()
        said = line.makefile("rb").read()
        assert said.startswith(b"HTTP/1.1 503"), said
        assert b"the server has stopped before the answer was there" in said
        server.process.wait(5)
        log = server.log()
        assert "not waited for" in log
        assert '"level": "error"' not in log
        assert "Killing" not in log
