"""What is on record, entry by entry, where a restriction rests on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policykit.decision import Condition, Decision, Reason
from policykit.explain import Audience, explain
from policykit.explain.entries import MOST_ENTRIES
from policykit.model import ABSENT, ChoiceType, DateTimeType, Fact, FlagType, ListType, TextType
from tests.unit.explain.example import BLOCK, CLAIM, MADE_AT, SHOP, both

FIELDS = {
    "at": Fact("at", DateTimeType(), meaning=both("the time it happened", "發生的時間")),
    "what": Fact(
        "what",
        ChoiceType(("insult",), {"insult": both("insults to a colleague", "辱罵同事")}),
        meaning=both("what was done", "發生的事"),
    ),
    "confirmed": Fact("confirmed", FlagType(), meaning=both("a colleague has confirmed it", "同事核實過")),
    "note": Fact("note", TextType(), private=True, meaning=both("a note", "備註")),
}
INCIDENTS = Fact("conduct.incidents", ListType(FIELDS), meaning=both("what is on record", "紀錄"))
CONDUCT = replace(CLAIM, kind="conduct")
BUSINESS = replace(SHOP, facts={**SHOP.facts, INCIDENTS.name: INCIDENTS})
SEEN = {"at": MADE_AT, "what": "insult", "confirmed": True, "note": "by Ann"}
DOUBTED = {"at": MADE_AT, "what": ABSENT, "confirmed": False}


def blocked(*incidents: dict[str, object]) -> Decision:
    condition = Condition(INCIDENTS.name, "points at least 4", incidents, held=True)
    reason = Reason("block", held=True, public=True, conditions=(condition,))
    return replace(BLOCK, facts={INCIDENTS.name: incidents}, reasons=(reason,))


def told(decision: Decision, locale: str = "en", audience: Audience = Audience.CUSTOMER, policy=CONDUCT) -> str:
    return explain(replace(BUSINESS, policies={policy.id: (policy,)}), policy, decision, locale, audience).text


def test_each_entry_is_told_by_what_its_reader_may_know_of_it():
    text = told(blocked(SEEN, DOUBTED))
    assert (
        "\u2022 What is on record: 2 entries\n"
        "\u2022 The time it happened: 3 March 2026, 11:00; what was done: insults to a colleague; "
        "a colleague has confirmed it\n"
        "\u2022 The time it happened: 3 March 2026, 11:00; a colleague has confirmed it: no\n"
    ) in text
    assert "Ann" not in text


def test_entries_are_told_in_the_readers_language():
    assert "發生的事\uff1a辱罵同事\uff1b同事核實過" in told(blocked(SEEN), "zh-Hant")


def test_of_many_entries_the_first_are_told():
    assert MOST_ENTRIES == told(blocked(*[SEEN] * (MOST_ENTRIES + 1))).count("insults to a colleague")


@pytest.mark.parametrize("entry", [{}, {"note": "by Ann"}])
def test_of_an_entry_that_nothing_may_be_said_of_there_is_no_line(entry):
    assert told(blocked(entry)).count("\u2022") == told(blocked()).count("\u2022")


def test_where_nobody_is_restricted_the_number_of_entries_will_do():
    text = told(blocked(SEEN), policy=CLAIM)
    assert "What is on record: 1 entry" in text
    assert "insults" not in text
