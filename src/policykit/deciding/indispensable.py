"""Facts that no answer can do without, whatever the others turn out to be: how many are still needed at least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policykit.deciding.floors import AppliedFloor
from policykit.deciding.judge import Judged
from policykit.deciding.needs import formulas
from policykit.model import (
    Aggregate,
    And,
    Arithmetic,
    Asked,
    Comparison,
    Expression,
    Fact,
    FactRef,
    FieldRef,
    If,
    LetRef,
    Moment,
    Not,
    Or,
    Quantifier,
    Test,
    Window,
)
from policykit.semantics import UNKNOWN, Setting, Verdict, evaluate
from policykit.walk import every, facts_read, parts

NONE: frozenset[str] = frozenset()


def needed_at_least(judged: Judged) -> int:
    """How many facts an answer still needs at least; 0 where there is one. Never more than turn out to be needed."""
    if judged.settled:
        return 0
    found = NONE if judged.verdict is None else _of(judged, judged.verdict, judged.setting)
    if isinstance(judged.floor, AppliedFloor):
        found |= _of(judged, judged.floor.verdict, judged.floor.setting)
    return max(1, len(found))


def _of(judged: Judged, verdict: Verdict, setting: Setting) -> frozenset[str]:
    """Without them the verdict is open: the first rule that is undecided must be decided, in any case."""
    search = Search(judged.business.facts, setting)
    if verdict.undecided:
        return search.into(verdict.undecided[0].when)
    return frozenset().union(*(search.into(formula) for formula in formulas(verdict.governing)))


@dataclass(frozen=True, slots=True)
class Search:
    """The search for the facts without which an expression stays undecided."""

    declared: Mapping[str, Fact]
    setting: Setting

    def into(self, expression: Expression) -> frozenset[str]:
        if evaluate(expression, self.setting) is not UNKNOWN:
            return NONE
        match expression:
            case FactRef(name=name):
                return frozenset({name})
            case LetRef(expression=inner) | Not(part=inner) | Test(condition=inner):
                return self.into(inner)
            case If(condition=condition, then=then, otherwise=otherwise):
                held = evaluate(condition, self.setting)
                return self.into(condition if held is UNKNOWN else then if held else otherwise)
            case And(parts=inner) | Or(parts=inner):
                return self.any_of(inner)
            case Quantifier() | Aggregate() | Asked() | FieldRef():
                return NONE
            case Comparison() | Arithmetic() | Moment() | Window(opens=None) if self.is_never_absent(expression):
                return frozenset().union(*(self.into(part) for part in inside(expression)))
            case _:
                return self.any_of(inside(expression))

    def any_of(self, expressions: Iterable[Expression]) -> frozenset[str]:
        """Any of them may decide the whole, so what all of them need is needed."""
        found = [self.into(one) for one in expressions if evaluate(one, self.setting) is UNKNOWN]
        return found[0].intersection(*found[1:]) if found else NONE

    def is_never_absent(self, expression: Expression) -> bool:
        """Whether all in it surely has a value once it is known; a test on what is absent needs nothing else."""
        of_lists = any(isinstance(one, Quantifier | Aggregate | Asked | FieldRef) for one in every(expression))
        return not of_lists and not any(self.declared[name].may_be_absent for name in facts_read(expression))


def inside(expression: Expression) -> tuple[Expression, ...]:
    """What the expression is worked out from; a period is no value of its own."""
    match expression:
        case Window(act=act, event=event, opens=opens):
            return (act, event) if opens is None else (act, event, opens)
        case Moment(event=event):
            return (event,)
        case _:
            return parts(expression)
