"""Streams of questions against a real server: of any length, in bounded memory, beside other requests."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.server import Server

ADDRESS = "/v1/fruit-shop/policies/damage-claim/decide-batch"
HEAD = (
    f"POST {ADDRESS} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-ndjson\r\n"
    "prefer: return=minimal\r\ntransfer-encoding: chunked\r\n\r\n"
).encode()
QUESTION = {
    "as_of": "2026-03-03T12:00:00+08:00",
    "facts": {
        "order": {"placed_at": "2026-03-01T08:00:00+08:00", "delivered_at": "2026-03-02T10:00:00+08:00"},
        "claim": {"made_at": "2026-03-03T11:00:00+08:00", "photo_at": None},
    },
}
LINE = json.dumps(QUESTION).encode() + b"\n"


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def answers(connection: socket.socket) -> Iterator[dict]:
    """The lines of a chunked answer, as they come."""
    response = http.client.HTTPResponse(connection, method="POST")
    response.begin()
    assert (200, "application/x-ndjson") == (response.status, response.headers["content-type"])
    while line := response.readline():
        yield json.loads(line)


def memory(server: Server) -> int:
    """What the server has in memory, in bytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024


def send_all(connection: socket.socket, block: bytes, times: int) -> None:
    for _ in range(times):
        connection.sendall(block)


def send(connection: socket.socket, pieces: Iterator[bytes]) -> threading.Thread:
    """Send in the background, whatever is read meanwhile."""

    def run() -> None:
        for piece in pieces:
            connection.sendall(chunk(piece))
        connection.sendall(chunk(b""))

    sender = threading.Thread(target=run, daemon=True)
    sender.start()
    return sender


@pytest.mark.parametrize("lines", [20_000, pytest.param(200_000, marks=pytest.mark.deep)])
def test_a_long_stream_is_answered_whole_and_takes_no_more_memory_as_it_goes_on(
    server: Server, lines: int, record_property
):
    with server.connect() as connection:
        connection.sendall(HEAD)
        started = time.perf_counter()
        sender = send(connection, (LINE * 100 for _ in range(lines // 100)))
        count, before = 0, 0
        for count, entry in enumerate(answers(connection), 1):
            assert (count, "refuse") == (entry["line"], entry["answer"]["outcome"])
            if count == lines // 10:
                before = memory(server)
        sender.join()
    assert lines == count
    grown = (memory(server) - before) / 1024**2
    assert grown < 8
    rate = lines / (time.perf_counter() - started)
    record_property(
        "measured", f"a stream of {lines:,} lines: {rate:,.0f} a second, {grown:+.1f} MiB after its first tenth"
    )


def test_lines_are_whole_wherever_the_pieces_of_the_stream_end(server: Server):
    sent = "".join(json.dumps({"ref": f"雜糧 {n} 🍎", "facts": {}}, ensure_ascii=False) + "\n\n" for n in range(20))
    data = sent.encode()
    with server.connect() as connection:
        connection.sendall(HEAD)
        send(connection, (data[at : at + 7] for at in range(0, len(data), 7)))
        found = list(answers(connection))
    assert [(2 * n + 1, f"雜糧 {n} 🍎") for n in range(20)] == [(one["line"], one["ref"]) for one in found]


def test_answers_come_while_questions_are_still_to_be_asked(server: Server):
    with server.connect() as connection:
        connection.sendall(HEAD)
        got = answers(connection)
        for number in range(1, 4):
            connection.sendall(chunk(LINE))
            assert number == next(got)["line"]
        connection.sendall(chunk(b""))
        assert [] == list(got)


def test_a_client_that_reads_slowly_is_read_from_slowly_and_holds_up_nobody(server: Server):
    before = memory(server)
    with server.connect() as connection:
        connection.sendall(HEAD)
        connection.settimeout(1)
        with pytest.raises(TimeoutError):  # nobody reads the answers, so nobody takes the questions
            send_all(connection, chunk(LINE * 1000), times=1000)
        assert httpx.get(f"{server.url}/health/live").status_code == 200
        assert memory(server) - before < 16 * 1024**2


def test_work_ends_when_the_client_leaves(server: Server):
    with server.connect() as connection:
        connection.sendall(HEAD + chunk(LINE * 50))
        next(answers(connection))
    assert httpx.get(f"{server.url}/health/live").status_code == 200
    assert "rror" not in server.log()


def test_others_are_answered_while_a_batch_is_worked_on(server: Server, record_property):
    whole = {"include": ["explanation", "reasons", "would_change"], "items": [QUESTION] * 1000}
    batch = threading.Thread(target=lambda: httpx.post(f"{server.url}{ADDRESS}", json=whole, timeout=120), daemon=True)
    waits = []
    with httpx.Client() as client:
        client.get(f"{server.url}/health/live")
        batch.start()
        while batch.is_alive():
            started = time.perf_counter()
            client.get(f"{server.url}/health/live")
            waits.append(time.perf_counter() - started)
    waits.sort()
    assert len(waits) > 20
    record_property(
        "measured",
        f"beside 1,000 explained answers in one batch: p50 {waits[len(waits) // 2] * 1000:.1f} ms, "
        f"p99 {waits[len(waits) * 99 // 100] * 1000:.1f} ms over {len(waits)} requests",
    )
