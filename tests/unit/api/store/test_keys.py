from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from policykit_api.access.caller import Scope
from policykit_api.access.keys import Key
from policykit_api.store import Store
from tests.databases import using

MADE = datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
KEY = Key(
    "first", "the till", bytes(range(32)), frozenset({Scope.DECIDE, Scope.READ}), "fruit-shop", MADE,
    MADE + timedelta(days=90), MADE + timedelta(days=2), b"before", MADE + timedelta(days=1),
)  # fmt: skip
OTHER = Key("second", "", b"", frozenset(), None, MADE + timedelta(hours=1))


def test_a_key_comes_back_as_it_was_put_in(url: str):
    async def story(store: Store):
        keys = await store.keys()
        await keys.add(OTHER)
        await keys.add(KEY)
        return await keys.find("first"), await keys.find("second"), await keys.find("third"), await keys.every()

    assert (KEY, OTHER, None, (KEY, OTHER)) == using(url, story)


def test_a_time_of_another_zone_is_the_same_instant(url: str):
    there = replace(OTHER, created_at=MADE.astimezone(timezone(timedelta(hours=8))))

    async def story(store: Store):
        keys = await store.keys()
        await keys.add(there)
        return await keys.find("second")

    assert there == using(url, story)


def test_a_changed_key_is_in_place_of_the_one_before(url: str):
    changed = replace(OTHER, name="the other", digest=b"new", previous=b"", previous_until=MADE)

    async def story(store: Store):
        keys = await store.keys()
        await keys.add(KEY)
        await keys.add(OTHER)
        await keys.change(changed)
        return await keys.every()

    assert (KEY, changed) == using(url, story)


def test_a_revoked_key_stays_so_whoever_changes_it(url: str):
    async def story(store: Store):
        keys = await store.keys()
        await keys.add(OTHER)
        await keys.change(replace(OTHER, revoked_at=MADE))
        await keys.change(replace(OTHER, digest=b"rotated"))
        return await keys.find("second")

    assert replace(OTHER, digest=b"rotated", revoked_at=MADE) == using(url, story)
