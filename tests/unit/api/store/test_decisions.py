from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from policykit.decision import Answer, Decision, Status
from policykit_api.store import Store
from policykit_api.store import decisions as kept_decisions
from policykit_api.store.records import Record, Wanted
from tests.databases import using

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
DECISION = Decision(
    "fruit-shop", "damage-claim", "2026-01-01", AT, Status.DECIDED, Answer("refund", "fresh", {"amount": Decimal(600)}),
    final=True, decided_by="policy", possible=("refund",), facts={"item.price": Decimal("600.0")},
)  # fmt: skip
RECORD = Record(id=f"dec_{1:026}", made_at=AT, digest="sha256:0", key="till", masked=("a.b", "c"), decision=DECISION)


def nth(number: int, **decision: object) -> Record:
    """A record that was made so many hours later."""
    changed = replace(DECISION, **decision)
    return replace(RECORD, id=f"dec_{number:026}", made_at=AT + timedelta(hours=number), decision=changed)


def listed(url: str, wanted: Wanted, *records: Record) -> list[int]:
    """The numbers of the decisions in a list, all of which were kept in one transaction."""

    async def story(store: Store):
        decisions = await store.decisions()
        await decisions.add(records)
        return await decisions.list("fruit-shop", wanted)

    return [int(entry.id.removeprefix("dec_")) for entry in using(url, story)]


def test_a_decision_comes_back_with_all_that_is_known_of_it(url: str):
    async def story(store: Store):
        decisions = await store.decisions()
        await decisions.add((RECORD, nth(2, answer=None, status=Status.NEEDS_INFO)))
        return await decisions.find("fruit-shop", RECORD.id), await decisions.list("fruit-shop", Wanted(limit=5))

    found, entries = using(url, story)
    assert RECORD == found
    assert DECISION.facts == found.decision.facts
    assert [("needs_info", None, None), ("decided", "refund", "fresh")] == [
        (one.status, one.outcome, one.rule) for one in entries
    ]
    assert ("damage-claim", "2026-01-01", "sha256:0", AT) == (
        entries[1].policy, entries[1].version, entries[1].digest, entries[1].made_at
    )  # fmt: skip


def test_another_business_has_no_such_decision(url: str):
    async def story(store: Store):
        decisions = await store.decisions()
        await decisions.add((RECORD,))
        return await decisions.find("car-dealer", RECORD.id), await decisions.list("car-dealer", Wanted(limit=5))

    assert (None, ()) == using(url, story)


def test_a_list_is_newest_first_and_goes_on_where_it_stopped(url: str):
    records = [nth(number) for number in (3, 1, 5, 2, 4)]
    assert [5, 4] == listed(url, Wanted(limit=2), *records)


def test_a_list_goes_on_behind_a_decision(url: str):
    records = [nth(number) for number in (3, 1, 5, 2, 4)]
    assert [3, 2] == listed(url, Wanted(limit=2, before=nth(4).id), *records)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(limit=9, policy="returns"), [4]),
        (Wanted(limit=9, outcome="refuse"), [3]),
        (Wanted(limit=9, since=AT + timedelta(hours=2), until=AT + timedelta(hours=4)), [3, 2]),
        (Wanted(limit=9, policy="damage-claim", outcome="refund", until=AT + timedelta(hours=2)), [1]),
    ],
    ids=["policy", "outcome", "time", "all"],
)
def test_a_list_is_narrowed(url: str, wanted: Wanted, expected: list[int]):
    records = [nth(1), nth(2), nth(3, answer=Answer("refuse", "late")), nth(4, policy="returns")]
    assert expected == listed(url, wanted, *records)


def test_old_decisions_are_purged_a_part_at_a_time(url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept_decisions, "AT_ONCE", 2)

    async def story(store: Store):
        decisions = await store.decisions()
        await decisions.add([nth(number) for number in (5, 4, 3, 2, 1)])
        purged = [await decisions.purge(AT + timedelta(hours=4)) for _ in range(3)]
        return purged, [entry.id for entry in await decisions.list("fruit-shop", Wanted(limit=9))]

    assert ([2, 1, 0], [nth(5).id, nth(4).id]) == using(url, story)


def test_nothing_to_keep_is_kept(url: str):
    assert [] == listed(url, Wanted(limit=1))
