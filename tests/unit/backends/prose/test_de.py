"""German: what a fact is called stands in the first case wherever a phrase puts it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from decimal import Decimal

import pytest

from policykit.backends.prose.clauses import clause, in_line
from policykit.backends.prose.de import DE
from policykit.backends.prose.formulas import limit, phrase
from policykit.backends.prose.reading import Reading, reading
from policykit.model import (
    Aggregate,
    Aggregation,
    And,
    Business,
    Call,
    Comparator,
    Comparison,
    Expression,
    FactRef,
    FlagLiteral,
    Function,
    Membership,
    Moment,
    Not,
    NumberLiteral,
    PeriodLiteral,
    Side,
    TextLiteral,
    Unit,
    Window,
)
from tests.unit.backends.prose.orchard import CLAIM, FACTS, ORCHARD, within

GOVERNS = re.compile(
    r"\b(ab|an|auf|aus|bei|bis|für|gegen|in|mit|nach|ohne|seit|über|um|unter|von|vor|wegen|zu) "
    r"\{(act|event|subject|list|items|of|whole|left|right|value|moment)\}"
)
"""A preposition right before a name, which would then stand in another case; in quotation marks it is a title."""
CALLED = {
    "claim.made_at": "der Zeitpunkt Ihrer Meldung",
    "order.delivered_at": "der Zeitpunkt der Zustellung",
    "contact.calls": "Ihre früheren Anrufe",
}
GERMAN: Business = replace(
    ORCHARD, facts={**FACTS, **{name: replace(FACTS[name], meaning={"de": said}) for name, said in CALLED.items()}}
)
TOLD, ARRIVED = FactRef("claim.made_at"), FactRef("order.delivered_at")
TWO_DAYS, A_WEEK = PeriodLiteral(2, Unit.DAYS), PeriodLiteral(7, Unit.DAYS)
CALLS = Aggregate(Aggregation.COUNT, "call", "contact.calls", FlagLiteral(value=True), None)


def reader() -> Reading:
    return reading(GERMAN, CLAIM, "de")


def phrases(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for one in told.values():
            yield from phrases(one)


def test_no_name_stands_bare_behind_a_preposition():
    assert [] == [said for field in fields(DE) for said in phrases(getattr(DE, field.name)) if GOVERNS.search(said)]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        pytest.param(
            within(TOLD, TWO_DAYS, ARRIVED),
            "der Zeitpunkt Ihrer Meldung liegt höchstens 2 Tage später als der Zeitpunkt der Zustellung",
            id="within",
        ),
        pytest.param(
            Window(TOLD, False, TWO_DAYS, Side.BEFORE, ARRIVED),
            "der Zeitpunkt Ihrer Meldung liegt mehr als 2 Tage früher als der Zeitpunkt der Zustellung",
            id="long before",
        ),
        pytest.param(
            Not(Window(TOLD, True, TWO_DAYS, Side.AFTER, ARRIVED)),
            "der Zeitpunkt Ihrer Meldung liegt nicht in der Frist (2 Tage, gerechnet ab: der Zeitpunkt der Zustellung)",
            id="not within",
        ),
        pytest.param(
            And((within(TOLD, TWO_DAYS, ARRIVED, inside=False).condition, within(TOLD, A_WEEK, ARRIVED).condition)),
            "der Zeitpunkt Ihrer Meldung liegt mehr als 2 Tage, aber höchstens 7 Tage später als"
            " der Zeitpunkt der Zustellung",
            id="a tier",
        ),
        pytest.param(
            Comparison(Comparator.LESS, TOLD, Moment(TWO_DAYS, Side.AFTER, ARRIVED)),
            "der Zeitpunkt Ihrer Meldung liegt weniger als 2 Tage später als der Zeitpunkt der Zustellung",
            id="so long since",
        ),
        pytest.param(
            Comparison(Comparator.EQUAL, CALLS, NumberLiteral(Decimal(0))),
            "die Zahl der Einträge unter „Ihre früheren Anrufe“ ist 0",
            id="a count",
        ),
        pytest.param(
            Not(Membership(CALLS, (NumberLiteral(Decimal(1)), NumberLiteral(Decimal(2))))),
            "die Zahl der Einträge unter „Ihre früheren Anrufe“ ist nichts davon: 1 oder 2",
            id="none of several",
        ),
    ],
)
def test_conditions(condition: Expression, said: str):
    assert said == in_line(clause(condition, reader()), reader().words)


def test_a_limit_is_so_much_later_or_earlier():
    later, earlier = (Moment(TWO_DAYS, side, TOLD) for side in (Side.AFTER, Side.BEFORE))
    assert "höchstens 2 Tage später als der Zeitpunkt Ihrer Meldung" == limit(later, reader())
    assert "mindestens 2 Tage früher als der Zeitpunkt Ihrer Meldung" == limit(earlier, reader())
    assert "bis: der Zeitpunkt Ihrer Meldung" == limit(TOLD, reader())


def test_what_is_made_of_a_time_or_a_text_names_it_in_brackets():
    assert "der Tag (der Zeitpunkt Ihrer Meldung)" == phrase(Call(Function.DATE, (TOLD,)), reader())
    assert "die Zahl der Zeichen („ja“)" == phrase(Call(Function.LENGTH, (TextLiteral("ja"),)), reader())
