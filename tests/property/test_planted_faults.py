"""The test of the test: faults planted in the backend are found by comparing it with the oracle.

Each fault changes what the generator of code itself does; nothing that comes out is mocked.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from policykit import semantics
from policykit.backends.python import expressions, functions
from policykit.model import ABSENT, Business, Comparator, Expression, Presence, Quantifier, Quantity, Window
from tests.property.agreement import SETS, SHALLOW, agree, built
from tests.strategies import Questions, questions

Plant = Callable[[pytest.MonkeyPatch], None]


class Replace(ast.NodeTransformer):
    """Puts one comparison sign in place of another."""

    def __init__(self, wrong: dict[type[ast.cmpop], type[ast.cmpop]]) -> None:
        self.wrong = wrong

    def visit_Compare(self, node: ast.Compare) -> ast.AST:  # the name that ast calls
        node.ops = [self.wrong.get(type(sign), type(sign))() for sign in node.ops]
        return self.generic_visit(node)


def a_comparison_flipped(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(expressions.COMPARATORS, Comparator.LESS, ast.Gt())


def a_limit_included(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(expressions.COMPARATORS, Comparator.LESS, ast.LtE())


def two_rules_swapped(patch: pytest.MonkeyPatch) -> None:
    class Swapped(functions.Generated):
        """The first two rules in the other order."""

    right = functions.generate

    def wrong(policy, business, calendar):
        generated = right(policy, business, calendar)
        govern = generated.module.body[-1]
        assert isinstance(govern, ast.FunctionDef)
        if len(policy.rules) > 1 and not policy.collects:
            govern.body[0], govern.body[1] = govern.body[1], govern.body[0]
        return Swapped(generated.module, generated.constants)

    patch.setattr(functions, "generate", wrong)


def an_absent_fact_taken_as_unknown(patch: pytest.MonkeyPatch) -> None:
    right = functions.compile_policy

    def known(facts):
        return {name: value for name, value in facts.items() if value is not ABSENT}

    def wrong(policy, business, calendar):
        function = right(policy, business, calendar)
        return lambda facts, asked, memo: function(known(facts), asked, memo)

    def blind(policy, setting):
        return semantics.govern(policy, semantics.Setting(known(setting.facts), setting.calendar, setting.asked))

    patch.setattr(functions, "compile_policy", wrong)
    patch.setattr(functions, "govern", blind)


def an_absent_fact_taken_as_present(patch: pytest.MonkeyPatch) -> None:
    class Wrong(expressions.Translator):
        def evaluate(self, expression: Expression) -> ast.expr:
            return (
                ast.Constant(expression.present) if isinstance(expression, Presence) else super().evaluate(expression)
            )

    patch.setattr(functions, "Translator", Wrong)


def a_windows_end_included(patch: pytest.MonkeyPatch) -> None:
    class Wrong(expressions.Translator):
        def window(self, node: Window) -> ast.expr:
            right = super().window(node)
            return Replace({ast.Lt: ast.LtE}).visit(right) if node.within else right

    patch.setattr(functions, "Translator", Wrong)


def a_windows_start_left_out(patch: pytest.MonkeyPatch) -> None:
    class Wrong(expressions.Translator):
        def window(self, node: Window) -> ast.expr:
            return Replace({ast.LtE: ast.Lt}).visit(super().window(node))

    patch.setattr(functions, "Translator", Wrong)


def an_unknown_fact_taken_as_a_no(patch: pytest.MonkeyPatch) -> None:
    """Not strong Kleene: a rule that is undecided is passed over."""

    def guess(policy, setting):
        verdict = semantics.govern(policy, setting)
        return semantics.Verdict((), verdict.governing, *semantics.results(verdict.governing, setting))

    patch.setattr(functions, "govern", guess)


def all_and_any_exchanged_in_lists(patch: pytest.MonkeyPatch) -> None:
    class Wrong(expressions.Translator):
        def quantify(self, node: Quantifier) -> ast.expr:
            other = Quantity.SOME if node.quantity is Quantity.EVERY else Quantity.EVERY
            return super().quantify(Quantifier(other, node.variable, node.list, node.where))

    patch.setattr(functions, "Translator", Wrong)


def an_absent_value_not_replaced(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(expressions.RUNTIME, "or_else", lambda *arguments: arguments[1])


def an_amount_rounded_early(patch: pytest.MonkeyPatch) -> None:
    for name in ("multiply", "divide"):
        right = expressions.RUNTIME[name]
        patch.setitem(expressions.RUNTIME, name, lambda a, b, right=right: right(a, b).to_integral_value())


FAULTS: tuple[Plant, ...] = (
    a_comparison_flipped,
    a_limit_included,
    two_rules_swapped,
    an_absent_fact_taken_as_unknown,
    an_absent_fact_taken_as_present,
    a_windows_end_included,
    a_windows_start_left_out,
    an_unknown_fact_taken_as_a_no,
    all_and_any_exchanged_in_lists,
    an_absent_value_not_replaced,
    an_amount_rounded_early,
)


Corpus = list[tuple[Business, Questions]]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Corpus:
    """As many businesses, with their questions, as the comparison itself is given; the same in every run."""
    folder, found = tmp_path_factory.mktemp("generated"), []

    @settings(
        max_examples=SHALLOW,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(questions(sets=SETS))
    def gather(asked):
        business = built(asked.written, folder)
        found.append((business, asked))

    gather()
    return found


def shows_fault(business: Business, asked: Questions) -> bool:
    """Whether the two disagree, or the generated code falls over."""
    try:
        return not agree(business, asked)
    except (TypeError, ArithmeticError, AttributeError):
        return True


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant, corpus, monkeypatch):
    plant(monkeypatch)
    found = next((pair for pair in corpus if shows_fault(*pair)), None)
    assert found is not None, f"no difference in {len(corpus) * SETS} examples"
    monkeypatch.undo()
    assert not shows_fault(*found), "the difference stays when the fault is gone"
