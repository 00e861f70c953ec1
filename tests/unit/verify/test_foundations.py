"""What policies stand on, and what of it reaches back into those that are published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest

from policykit.model import (
    ABSENT,
    AS_OF,
    Business,
    ChoiceType,
    DateTimeType,
    Fact,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    TextType,
)
from policykit.verify.foundations import narrowed, shifts
from tests.unit.checks.shop import FACTS, policy, shop


def fact(kind, **said) -> Fact:
    return Fact("f", kind, **said)


def number(least: int | None = None, most: int | None = None, step: int | None = None) -> Fact:
    limits = (Decimal(limit) if limit is not None else None for limit in (least, most, step))
    return fact(NumberType(None, *limits))


def listed(longest: int = 9, **fields: Fact) -> Fact:
    return fact(ListType(fields, longest))


CHOICE, FLAG, TIME = ChoiceType(("a", "b")), FlagType(), DateTimeType()

LESS = {
    "a choice": (fact(CHOICE), fact(ChoiceType(("a",))), "`f` can no longer be `b`"),
    "a least": (number(), number(0), "`f` can no longer be less than `0`"),
    "a higher least": (number(0), number(1), "`f` can no longer be less than `1`"),
    "a lower most": (number(most=9), number(most=8), "`f` can no longer be more than `8`"),
    "a step": (number(), number(step=1), "`f` can only go up by `1`"),
    "another step": (number(step=3), number(step=2), "`f` can only go up by `2`"),
    "characters": (fact(TextType(9)), fact(TextType(8)), "`f` could have 9 characters, and can have 8"),
    "another type": (fact(FLAG), fact(CHOICE), "`f` was yes or no, is a choice"),
    "another currency": (
        fact(MoneyType("TWD")),
        fact(MoneyType("CNY")),
        "`f` was an amount in `TWD`, is an amount in `CNY`",
    ),
    "another unit": (
        fact(NumberType("km")),
        fact(NumberType("kg")),
        "`f` was a number of `km`, is a number of `kg`",
    ),
    "a default": (
        fact(FLAG, when_not_sent=False),
        fact(FLAG, when_not_sent=True),
        "`f`, when it is not sent, was `no`, is `yes`",
    ),
    "no default": (
        fact(TIME, when_not_sent=AS_OF),
        fact(TIME),
        "`f`, when it is not sent, was `the time of the request`, is `unknown`",
    ),
    "presence": (fact(FLAG, optional=True), fact(FLAG), "`f` can no longer be absent"),
    "the past alone": (fact(TIME), fact(TIME, happened=True), "`f` can no longer lie after the request"),
    "elements": (listed(9), listed(8), "`f` could have 9 elements, and can have 8"),
    "a field": (listed(x=fact(FLAG)), listed(), "`x` of `f` is gone"),
    "a field's choice": (
        listed(x=fact(CHOICE)),
        listed(x=fact(ChoiceType(("a",)))),
        "`f` can no longer be `b` (in `f`)",
    ),
}  # fmt: skip
MORE = {
    "a choice": (fact(CHOICE), fact(ChoiceType(("c", "b", "a")))),
    "wider limits": (number(0, 9), number(-1, 10)),
    "no limits": (number(0, 9, 1), number()),
    "a finer step": (number(step=2), number(step=1)),
    "characters": (fact(TextType(9)), fact(TextType(10))),
    "absence": (fact(FLAG), fact(FLAG, optional=True)),
    "a default where none was": (fact(FLAG), fact(FLAG, when_not_sent=ABSENT)),
    "the future too": (fact(TIME, happened=True), fact(TIME)),
    "a field": (listed(), listed(x=fact(FLAG))),
    "words": (fact(FLAG), fact(FLAG, meaning={"en": "whether"}, private=True, hint=False)),
}


@pytest.mark.parametrize(("was", "now", "told"), LESS.values(), ids=LESS)
def test_a_fact_that_takes_less_or_stands_for_something_else(was, now, told):
    assert [told] == list(narrowed(was, now))


@pytest.mark.parametrize(("was", "now"), MORE.values(), ids=MORE)
def test_a_fact_that_takes_more_leaves_every_decision_as_it_was(was, now):
    assert [] == list(narrowed(was, now))


# --- in a business ----------------------------------------------------------------------------

READS = """\
rules:
  - id: a
    when: {kind: a, made_at: within 2 calendar days after found_at}
    then: {outcome: pay, amount: price}"""


def business(place, facts: str = FACTS, rules: str = READS) -> Business:
    place.mkdir()
    return shop({"main.yaml": policy(rules), "facts.yaml": facts}, place)


def words(old: Business, new: Business) -> list[str]:
    return [one.words for one in shifts(old, new)]


FEWER = FACTS.replace(
    "[a, b, c], labels: {a: {en: a}, b: {en: b}, c: {en: c}}", "[a, b], labels: {a: {en: a}, b: {en: b}}"
)


def test_a_fact_matters_to_those_who_read_it(tmp_path):
    old, new = business(tmp_path / "old"), business(tmp_path / "new", FEWER)
    (found,) = shifts(old, new)
    assert ("`kind` can no longer be `c`", "shop/facts.yaml") == (found.words, found.span.file)
    assert ["main"] == [policy.id for policy in found.touches]


def test_a_fact_that_nothing_published_reads_may_change(tmp_path):
    unread = "rules: [{id: a, when: {flag: yes}, then: {outcome: yield}}]"
    assert [] == words(business(tmp_path / "old", rules=unread), business(tmp_path / "new", FEWER, unread))


ALWAYS = "always:\n  - {kind: not(c)}\n"
REFUSED = "facts that were taken are now wrong input, by `always:`"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", ALWAYS, [REFUSED]),
        (ALWAYS, "", []),
        (ALWAYS, "always:\n  - kind: a, b\n", [REFUSED]),
        ("", "always:\n  - {flag: yes}\n", []),
        ("", "always:\n  - {kind: not(c), newer: yes}\n", []),
        ("", "always:\n  - {kind: not(c), newest: yes}\n", [REFUSED]),
    ],
    ids=["new", "gone", "another", "of what nothing reads", "with a new fact", "with a new fact that has a default"],
)
def test_a_constraint_refuses_what_could_be_sent(before, after, told, tmp_path):
    newer = (
        "  newer: {type: flag, meaning: {en: n}, question: {en: n}}\n"
        "  newest: {type: flag, not_sent: no, meaning: {en: n}}\n"
    )
    old, new = business(tmp_path / "old", FACTS + before), business(tmp_path / "new", FACTS + newer + after)
    assert told == words(old, new)


@pytest.mark.parametrize(("unit", "touched"), [("calendar days", 1), ("days", 0)])
def test_a_calendar_matters_to_those_who_count_by_it(unit, touched, tmp_path):
    old = business(tmp_path / "old", rules=READS.replace("calendar days", unit))
    new = replace(old, calendar=replace(old.calendar, working_week=(0, 1), closes=time(17)))
    told = [
        "the calendar's `working_week` was `mon, tue, wed, thu, fri`, is `mon, tue`",
        "the calendar's `closes` was `18:00`, is `17:00`",
    ]
    assert (told if touched else []) == words(old, new)


@pytest.mark.parametrize("test", ["during working hours", "on working days", "on sat", "from 09:00 to 12:00"])
def test_a_calendar_matters_to_those_who_ask_for_hours_and_days(test, tmp_path):
    old = business(tmp_path / "old", rules=READS.replace("within 2 calendar days after found_at", test))
    new = replace(old, calendar=replace(old.calendar, closed_on=(date(2026, 2, 23), date(2026, 2, 24))))
    assert ["the calendar's `closed_on` was `nothing`, is `2026-02-23, 2026-02-24`"] == words(old, new)


def test_the_smallest_unit_matters_to_those_who_pay(tmp_path):
    old = business(tmp_path / "old")
    new = replace(old, smallest_unit=Decimal("0.1"))
    assert [f"`smallest_unit` was `{old.smallest_unit}`, is `0.1`"] == words(old, new)
