from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from policykit.values import now
from policykit_api.settings.store import Store as StoreSettings
from policykit_api.store import Store, TooNew, upkeep
from policykit_api.store.decisions import Decisions
from policykit_api.store.records import Wanted
from policykit_api.store.replies import Claim, Slot
from policykit_api.store.schema import VERSION_TABLE
from tests.databases import using
from tests.unit.api.store.test_decisions import RECORD

SLOT = Slot("fruit-shop", "till", b"key", b"request")


def test_what_is_old_is_cleared(url: str):
    settings = StoreSettings(keep_days=30, answer_hours=2)

    async def story(store: Store):
        decisions, answers = await store.decisions(), await store.answers(timedelta(hours=2))
        ages = {"1": 1, "2": 29, "3": 31, "4": 400}
        await decisions.add(
            [replace(RECORD, id=f"dec_{key}", made_at=now() - timedelta(days=age)) for key, age in ages.items()]
        )
        await answers.claim(SLOT, now() - timedelta(hours=3))
        cleared = await upkeep.clear(store, settings)
        left = [entry.id for entry in await decisions.list("fruit-shop", Wanted(limit=9))]
        return cleared, left, type(await answers.claim(SLOT, now()))

    assert (3, ["dec_2", "dec_1"], Claim) == using(url, story)


async def gone(decisions: Decisions) -> None:
    while await decisions.list("fruit-shop", Wanted(limit=1)):  # noqa: ASYNC110  # a database sends no events
        await asyncio.sleep(0.01)


def test_it_is_looked_for_again_and_again_once_the_store_is_open(url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(upkeep, "EVERY", 0.01)

    async def story(store: Store):
        clearing = asyncio.create_task(upkeep.clear_for_ever(store, StoreSettings(keep_days=1)))
        await asyncio.sleep(0.05)
        assert not store.is_open
        decisions = await store.decisions()
        for _ in range(2):
            await decisions.add((RECORD,))
            async with asyncio.timeout(10):
                await gone(decisions)
        clearing.cancel()
        await asyncio.wait([clearing])  # it may still be using the store, which is closed next

    using(url, story)


@pytest.mark.parametrize(
    ("settings", "certain"),
    [({}, False), ({"decisions": "never"}, False), ({"decisions": "always"}, True), ({"url": "sqlite:///x.db"}, True)],
)
def test_a_store_is_opened_before_it_is_needed_where_that_is_certain(settings: dict[str, str], certain: bool):
    assert certain == upkeep.is_certain(StoreSettings(**settings))


def test_a_database_that_is_out_of_reach_does_not_keep_a_server_from_starting(tmp_path: Path, caplog):
    url = f"postgresql:///policies?host={tmp_path}"

    async def story(store: Store):
        with caplog.at_level(logging.WARNING):
            await upkeep.open_in_time(store, StoreSettings(url=url))
        return await store.state()

    assert "unavailable" == using(url, story)
    assert "cannot be used yet" in caplog.text


def test_a_database_of_a_newer_program_does(url: str):
    async def renumber(store: Store):
        assert "unused" == await store.state()
        async with (await store.open()).writing() as connection:
            await connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
        assert "available" == await store.state()

    async def again(store: Store):
        with pytest.raises(TooNew):
            await upkeep.open_in_time(store, StoreSettings(url=url))

    using(url, renumber)
    using(url, again)
