"""A key that is revoked opens nothing more, in any process, and ends what it has begun."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import httpx

from policykit.values import now
from policykit_api.access import keys
from policykit_api.store import Store
from tests import keyed
from tests.databases import using
from tests.e2e.server import PATIENCE, serving

REFRESH = 0.2


def test_a_revoked_key_opens_nothing_in_any_process_and_ends_what_it_began(tmp_path: Path):
    held = keyed.settings(tmp_path)
    made, token = keys.made("a test", keyed.EVERYTHING, None, now())
    keyed.keep(held, made)
    environment = {
        "POLICYKIT_ACCESS_KEYS": "required",
        "POLICYKIT_ACCESS_REFRESH": str(REFRESH),
        "POLICYKIT_STORE_URL": str(held.store.url),
    }
    bearer = keyed.bearing(token.text)
    with serving(options=("--workers", "2"), environment=environment) as server:
        assert {200} == seen(server.url, bearer)

        async def story() -> list[str]:
            return await asyncio.wait_for(streamed(server.url, bearer, revoke), PATIENCE)

        async def revoke() -> None:
            async def change(store: Store) -> None:
                await (await store.keys()).change(replace(made, revoked_at=now()))

            await asyncio.to_thread(using, held.store.url, change)

        lines = asyncio.run(story())
        assert '"answer"' in lines[0]
        assert "/problems/wrong-key" in lines[-1]
        end = time.monotonic() + PATIENCE
        while seen(server.url, bearer) != {401}:
            assert time.monotonic() < end
            time.sleep(REFRESH)
        assert token.text not in server.log()


def seen(url: str, bearer: dict[str, str]) -> set[int]:
    """The statuses that new connections get, which reach every process."""
    return {httpx.get(f"{url}/v1", headers=bearer, timeout=PATIENCE).status_code for _ in range(20)}


async def streamed(url: str, bearer: dict[str, str], revoke) -> list[str]:
    """The answers to a stream whose key is revoked after the first; it goes on until it is ended."""
    ended = asyncio.Event()

    async def lines():
        yield b'{"facts": {}}\n'
        await revoke()
        while not ended.is_set():
            yield b'{"facts": {}}\n'
            await asyncio.sleep(REFRESH)

    address = f"{url}/v1/fruit-shop/policies/damage-claim/decide-batch"
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    headers = {"host": host, **bearer, "content-type": "application/x-ndjson", "transfer-encoding": "chunked"}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"POST {address.removeprefix(url)} HTTP/1.1\r\n{head}\r\n".encode())
    got: list[str] = []

    async def read() -> None:
        while b"problem" not in (line := await reader.readline()) and line:
            got.append(line.decode())
        got.append(line.decode())
        ended.set()

    reading = asyncio.create_task(read())
    async for line in lines():
        writer.write(b"%x\r\n%b\r\n" % (len(line), line))
        await writer.drain()
    await reading
    writer.close()
    return [line for line in got if line.startswith("{")]
