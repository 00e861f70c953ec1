from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit.values import now
from policykit_api import create_app
from policykit_api.access import keys, opening
from policykit_api.access.keyring import Keyring
from policykit_api.access.limit import Allowance
from policykit_api.access.opening import NoKeys
from policykit_api.settings import Settings
from policykit_api.settings.access import Access
from policykit_api.settings.server import Server
from policykit_api.store import Unavailable
from tests import keyed


@pytest.mark.parametrize(
    ("settings", "keyless"),
    [
        (Settings(), True),
        (Settings(server=Server(host="::1")), True),
        (Settings(server=Server(host="localhost")), True),
        (Settings(server=Server(host="0.0.0.0")), False),
        (Settings(server=Server(host="shop.example")), False),
        (Settings(server=Server(socket="api.sock")), False),
        (Settings(access=Access(keys="required")), False),
    ],
    ids=["by itself", "IPv6", "by name", "every address", "a host", "a socket", "required"],
)
def test_keys_are_left_out_on_the_machine_s_own_addresses_alone(settings: Settings, keyless: bool):
    assert keyless == opening.is_keyless(settings)


def open_to_others(folder: Path) -> Settings:
    held = keyed.settings(folder)
    return Settings(server=Server(host="0.0.0.0"), store=held.store)


def test_an_application_that_others_reach_does_not_start_without_a_key(bundle: Bundle, tmp_path: Path):
    with pytest.raises(BaseExceptionGroup) as ended, TestClient(create_app(bundle, open_to_others(tmp_path))):
        raise AssertionError
    assert ended.group_contains(NoKeys, match="can reach 0.0.0.0, and there is no key .* `policykit keys make NAME`")


def test_a_key_that_has_ended_is_none(bundle: Bundle, tmp_path: Path):
    held = open_to_others(tmp_path)
    made, _ = keys.made("over", keyed.EVERYTHING, None, now())
    keyed.keep(held, keys.revoked(made, now()))
    with pytest.raises(BaseExceptionGroup), TestClient(create_app(bundle, held)):
        raise AssertionError


def test_with_a_key_it_starts_and_asks_for_it(bundle: Bundle, tmp_path: Path):
    held = open_to_others(tmp_path)
    bearer = keyed.key(held)
    with keyed.served(bundle, held) as client:
        assert [401, 200] == [client.get("/v1", headers=headers).status_code for headers in ({}, bearer)]


def test_each_worker_counts_its_share_of_what_a_key_may_send():
    settings = Settings(access=Access(keys="required", rate=10.0, burst=5), server=Server(workers=4))
    assert Allowance(2.5, 1) == opening.gate(settings).keyring._allowance


@pytest.mark.parametrize("failure", [Unavailable("OperationalError"), ValueError("a row nobody can read")], ids=repr)
def test_while_keys_cannot_be_read_those_read_last_count(failure: Exception, caplog: pytest.LogCaptureFixture):
    made, _ = keys.made("till", keyed.EVERYTHING, None, now())

    class Kept:
        async def every(self):
            return (made,)

    class Shaky:
        """Reached the first time, then twice not, then again."""

        def __init__(self) -> None:
            self.times = 0
            self.often_enough = asyncio.Event()

        async def keys(self):
            self.times += 1
            if self.times == 5:
                self.often_enough.set()
            if self.times in (2, 3):
                raise failure
            return Kept()

    async def story() -> int:
        store, ring = Shaky(), Keyring()
        task = asyncio.create_task(opening.read_for_ever(ring, store, 0.001))
        await store.often_enough.wait()
        task.cancel()
        await asyncio.wait([task])
        return len(ring)

    caplog.set_level(logging.WARNING)
    assert 1 == asyncio.run(story())
    assert [
        f"the keys cannot be read ({type(failure).__name__}): those read last go on to count",
        "the keys can be read again",
    ] == caplog.messages
