"""The compiled formula gives what the oracle gives, and a fault planted in a function is found by asking both.

    compiled(expression)(facts) == evaluate(expression, facts)

for all facts that are known; where one is not, the compiled function leaves the decision to the oracle.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from policykit import calculation
from policykit.backends.python import expressions, functions
from policykit.model import (
    ABSENT,
    Answer,
    Business,
    Calendar,
    Expression,
    FactRef,
    Function,
    Outcome,
    PeriodLiteral,
    Policy,
    Rule,
    Side,
    Unit,
    Value,
    Window,
)
from policykit.semantics import Setting, evaluate
from tests.conftest import DEEP
from tests.expressions import ALWAYS, FACTS, Asked, corpus, questions

NOWHERE = Calendar("UTC")
SHOP = Business("shop", {}, ("en",), "TW", "TWD", Decimal(1), NOWHERE, FACTS)
generating = settings(max_examples=10_000 if DEEP else 500, suppress_health_check=[HealthCheck.too_slow])


def compiled(expression: Expression) -> Callable[[dict[str, Value]], Value]:
    answer = Rule("otherwise", ALWAYS, Answer("given", {"value": expression}))
    policy = Policy("formula", "decision", {}, (Outcome("given"),), (), answer)
    function = functions.compile_policy(policy, SHOP, NOWHERE)
    return lambda facts: function(facts, {}, {})[0][1][0]


def differ(asked: Asked) -> list[tuple[Value, Value]]:
    """What each gives, wherever they do not give the same, down to the digits."""
    expression, sets = asked
    function = compiled(expression)
    pairs = [(evaluate(expression, Setting(facts, NOWHERE)), function(facts)) for facts in sets]
    return [pair for pair in pairs if repr(pair[0]) != repr(pair[1])]


@generating
@given(asked=questions())
def test_the_compiled_formula_gives_what_the_oracle_gives(asked):
    assert [] == differ(asked)


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("within", [True, False])
def test_a_period_of_hours_counts_from_its_event_and_opens_where_its_clock_says(side, within):
    at = FactRef("item.at_sure")
    window = Window(at, within, PeriodLiteral(60, Unit.MINUTES), side, at, FactRef("item.at"))
    moments = [datetime(2026, 3, 28, hour, tzinfo=UTC) for hour in (11, 12, 13)]
    assert [] == differ((window, [{"item.at_sure": moments[1], "item.at": opens} for opens in moments]))


# --- the test of the test ---------------------------------------------------------------------

Plant = Callable[[pytest.MonkeyPatch], None]


def half_rounded_to_even(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(
        expressions.RUNTIME, "round", lambda number, digits: calculation.rounded(number, int(digits), ROUND_HALF_EVEN)
    )


def up_and_down_exchanged(patch: pytest.MonkeyPatch) -> None:
    up, down = (expressions.RUNTIME[name] for name in ("round_up", "round_down"))
    patch.setitem(expressions.RUNTIME, "round_up", down)
    patch.setitem(expressions.RUNTIME, "round_down", up)


def a_remainder_with_the_sign_of_the_number(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(expressions.RUNTIME, "modulo", calculation.EXACT.remainder)


def the_last_of_all_not_waited_for(patch: pytest.MonkeyPatch) -> None:
    def wrong(each):
        return max((time for time in each if time is not ABSENT), default=ABSENT)

    patch.setitem(expressions.RUNTIME, "latest", wrong)


def the_first_waited_for(patch: pytest.MonkeyPatch) -> None:
    right = expressions.RUNTIME["earliest"]

    def wrong(each):
        times = tuple(each)
        return ABSENT if ABSENT in times else right(times)

    patch.setitem(expressions.RUNTIME, "earliest", wrong)


def a_mean_of_none_taken_as_zero(patch: pytest.MonkeyPatch) -> None:
    right = expressions.RUNTIME["mean"]
    patch.setitem(expressions.RUNTIME, "mean", lambda each: Decimal(0) if (found := right(each)) is ABSENT else found)


def capitals_and_small_letters_taken_as_the_same(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(expressions.RUNTIME, "starts_with", lambda text, part: text.lower().startswith(part.lower()))


def a_text_asked_for_in_its_part(patch: pytest.MonkeyPatch) -> None:
    class Wrong(expressions.Translator):
        def calls(self, function: Function, arguments: list[ast.expr]) -> ast.expr:
            return super().calls(function, arguments[::-1] if function is Function.CONTAINS else arguments)

    patch.setattr(functions, "Translator", Wrong)


def bytes_counted_for_characters(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(expressions.RUNTIME, "length", lambda text: Decimal(len(text.encode())))


def a_negative_duration_kept(patch: pytest.MonkeyPatch) -> None:
    right = expressions.RUNTIME["absolute"]
    patch.setitem(expressions.RUNTIME, "absolute", lambda value: right(value) if isinstance(value, Decimal) else value)


FAULTS: tuple[Plant, ...] = (
    half_rounded_to_even,
    up_and_down_exchanged,
    a_remainder_with_the_sign_of_the_number,
    the_last_of_all_not_waited_for,
    the_first_waited_for,
    a_mean_of_none_taken_as_zero,
    capitals_and_small_letters_taken_as_the_same,
    a_text_asked_for_in_its_part,
    bytes_counted_for_characters,
    a_negative_duration_kept,
)


@pytest.fixture(scope="module")
def tried() -> list[Asked]:
    return corpus(2_500)


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant, tried, monkeypatch):
    plant(monkeypatch)
    found = next((asked for asked in tried if differ(asked)), None)
    assert found is not None, f"no difference in {len(tried)} expressions"
    monkeypatch.undo()
    assert [] == differ(found), "the difference stays when the fault is gone"
