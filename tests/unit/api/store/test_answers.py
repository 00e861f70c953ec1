from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from policykit_api.store import Store
from policykit_api.store.answers import LEASE, Answers
from policykit_api.store.replies import Claim, Reply, Reused, Slot, UnderWay
from tests.databases import using
from tests.unit.api.store.test_decisions import RECORD

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
KEPT = timedelta(hours=24)
SLOT = Slot("fruit-shop", "till", b"key", b"request")
REPLY = Reply((("content-type", "application/json"), ("content-language", "zh-Hant")), b'{"a": "\xe6\x9e\x9c"}')


async def answers(store: Store) -> Answers:
    return Answers(await store.open(), KEPT)


async def outcome(answers: Answers, slot: Slot = SLOT, at: datetime = AT) -> Any:
    """What a claim comes to: ``Claim``, the answer, or what is raised."""
    try:
        found = await answers.claim(slot, at)
    except (UnderWay, Reused) as raised:
        return type(raised)
    return Claim if isinstance(found, Claim) else found


async def claimed(answers: Answers, at: datetime = AT) -> Claim:
    found = await answers.claim(SLOT, at)
    assert isinstance(found, Claim)
    return found


def test_a_key_is_claimed_once_and_then_has_its_answer(url: str):
    async def story(store: Store):
        kept = await answers(store)
        claim = await claimed(kept)
        before = await outcome(kept)
        await kept.keep(claim, REPLY, ())
        return before, await outcome(kept), await outcome(kept, at=AT + KEPT)

    assert (UnderWay, REPLY, REPLY) == using(url, story)


def test_one_of_many_at_once_gets_the_claim(url: str):
    async def story(store: Store):
        kept = await answers(store)
        return await asyncio.gather(*(outcome(kept) for _ in range(20)))

    found = using(url, story)
    assert (1, 19) == (found.count(Claim), found.count(UnderWay))


@pytest.mark.parametrize("done", [False, True], ids=["under way", "answered"])
def test_a_key_that_comes_with_another_request_is_reused(url: str, done: bool):
    async def story(store: Store):
        kept = await answers(store)
        claim = await claimed(kept)
        if done:
            await kept.keep(claim, REPLY, ())
        return await outcome(kept, replace(SLOT, request=b"another"))

    assert using(url, story) is Reused


@pytest.mark.parametrize("member", ["business", "caller", "key"])
def test_the_same_key_of_somebody_else_is_another_one(url: str, member: str):
    other = replace(SLOT, **{member: b"other" if member == "key" else "other"})

    async def story(store: Store):
        kept = await answers(store)
        await claimed(kept)
        return await outcome(kept, other)

    assert using(url, story) is Claim


def test_an_answer_that_is_no_longer_kept_makes_room(url: str):
    async def story(store: Store):
        kept = await answers(store)
        await kept.keep(await claimed(kept), REPLY, ())
        late = AT + KEPT + timedelta.resolution
        return await outcome(kept, replace(SLOT, request=b"another"), late), await outcome(kept, at=late)

    assert (Claim, Reused) == using(url, story)


def test_a_claim_that_was_cut_short_goes_to_the_next_and_its_answer_counts_no_more(url: str):
    async def story(store: Store):
        kept = await answers(store)
        slow = await claimed(kept)
        assert await outcome(kept, at=AT + LEASE) is UnderWay
        next_one = await claimed(kept, AT + LEASE + timedelta.resolution)
        with pytest.raises(UnderWay):
            await kept.keep(slow, replace(REPLY, body=b"late"), (RECORD,))
        await kept.keep(next_one, REPLY, ())
        decisions = await store.decisions()
        return await outcome(kept), await decisions.find("fruit-shop", RECORD.id)

    assert (REPLY, None) == using(url, story)


def test_a_claim_that_is_given_back_can_be_taken_again(url: str):
    async def story(store: Store):
        kept = await answers(store)
        await kept.give_back(await claimed(kept))
        return await outcome(kept, replace(SLOT, request=b"mended"))

    assert using(url, story) is Claim


def test_an_answer_that_is_there_is_not_given_back(url: str):
    async def story(store: Store):
        kept = await answers(store)
        claim = await claimed(kept)
        await kept.keep(claim, REPLY, ())
        await kept.give_back(claim)
        return await outcome(kept)

    assert REPLY == using(url, story)


def test_the_answer_and_its_decisions_are_written_together(url: str):
    async def story(store: Store):
        kept, decisions = await answers(store), await store.decisions()
        await decisions.add((RECORD,))
        claim = await claimed(kept)
        with pytest.raises(Exception, match=r"(?i)unique"):
            await kept.keep(claim, REPLY, (replace(RECORD, id=f"{RECORD.id[:-1]}0"), RECORD))
        return await outcome(kept), await decisions.find("fruit-shop", f"{RECORD.id[:-1]}0")

    assert (UnderWay, None) == using(url, story)


def test_what_is_no_longer_kept_is_purged(url: str):
    async def story(store: Store):
        kept = await answers(store)
        for number in range(3):
            await kept.claim(replace(SLOT, key=bytes([number])), AT + number * KEPT)
        at = AT + 2 * KEPT + timedelta.resolution
        return await kept.purge(at), await kept.purge(at)

    assert (2, 0) == using(url, story)
