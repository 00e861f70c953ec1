"""An interpreter of FEEL that others wrote says the same of every expression that FEEL can say.

    feelin(feel(expression), facts) == evaluate(expression, facts)

for all facts that are known, absent ones among them. Where FEEL would say otherwise of the same words,
`feel` writes out what is meant; the guide shows all that it writes out.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policykit.backends.feel import Difference, context, differences, feel
from policykit.model import Calendar, Call, FactRef, Function, NumberLiteral
from policykit.semantics import Setting, evaluate
from tests.conftest import DEEP
from tests.expressions import FACTS, Asked, corpus, questions
from tests.feelin import Interpreter, same

NOWHERE = Calendar("UTC")
BY_CHANCE = 20_000 if DEEP else 600
generating = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


def compare(interpreter: Interpreter, asked: Asked) -> None:
    expression, sets = asked
    text = feel(expression, FACTS)
    for facts in sets:
        expected = evaluate(expression, Setting(facts, NOWHERE))
        told = interpreter.ask(text, context(facts))
        assert same(expected, told), f"{text}\nin {context(facts)}\ngives {expected!r}, and in FEEL {told!r}"


@generating
@given(asked=questions())
def test_both_say_the_same(feelin, asked):
    compare(feelin, asked)


def test_both_say_the_same_of_expressions_made_by_chance(feelin, record_property):
    """Many more, without a way to a smaller one; every difference that is written out is met."""
    met: Counter[Difference] = Counter()
    for asked in corpus(BY_CHANCE):
        compare(feelin, asked)
        met.update(differences(asked[0], FACTS))
    assert set(Difference) == set(met)
    record_property("measured", f"FEEL: {BY_CHANCE} expressions by chance and what they give agree with feelin")


eighths = st.integers(-80_000, 80_000).map(lambda count: Decimal(count) / 8)
ways = st.sampled_from((Function.ROUND, Function.ROUND_UP, Function.ROUND_DOWN))


@generating
@given(number=eighths, digits=st.integers(0, 4), way=ways)
def test_both_round_to_the_same_digits(feelin, number, digits, way):
    rounded = Call(way, (FactRef("item.weight_sure"), NumberLiteral(Decimal(digits))))
    compare(feelin, (rounded, ({"item.weight_sure": number},)))
