"""Which facts to ask for: those that keep an earlier rule undecided, else those that the answer itself needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from policykit.deciding.facts import declared, pointer
from policykit.deciding.floors import AppliedFloor, OpenFloor
from policykit.deciding.judge import Judged, PerItemJudged
from policykit.decision import Need
from policykit.model import (
    NOTHING,
    Aggregate,
    Ask,
    Asked,
    Expression,
    FactRef,
    FieldRef,
    If,
    LetRef,
    ListType,
    Moment,
    PerItem,
    Quantifier,
    Rule,
    Window,
)
from policykit.semantics import UNKNOWN, Setting, Verdict, elements, evaluate
from policykit.walk import parts


def needs(judged: Judged) -> tuple[Need, ...]:
    """The facts to ask for, the next one first; none where the answer is settled."""
    names = dict.fromkeys(_unknown(judged))
    return tuple(Need(name, declared(judged.business, name).origin, pointer(name)) for name in names)


def possible(judged: Judged) -> tuple[str, ...]:
    """The outcomes still open, best first."""
    verdict = judged.verdict
    if verdict is None:
        return tuple(dict.fromkeys(outcome.name for version in judged.versions for outcome in version.outcomes))
    open_rules = (*verdict.undecided, verdict.governing, *_open_floor_rules(judged))
    outcomes = {rule.answer.outcome for rule in open_rules} - {NOTHING}
    return tuple(sorted(outcomes, key=judged.policy.rank))


def _open_floor_rules(judged: Judged) -> tuple[Rule, ...]:
    """The rules of floors that may still give the answer."""
    match judged.floor:
        case None:
            return ()
        case AppliedFloor(verdict=verdict):
            return (*verdict.undecided, verdict.governing)
        case OpenFloor(binding=first):
            floors = judged.policy.floors
            later = floors[next(i for i, one in enumerate(floors) if one is first) :]
            policies = [version.policy for binding in later for version in binding.versions]
            return tuple(rule for policy in policies for rule in (*policy.rules, policy.otherwise))
        case _:
            assert_never(judged.floor)


def _unknown(judged: Judged) -> Iterator[str]:
    verdict = judged.verdict
    if verdict is None:
        pinned_to = judged.policy.pinned_to
        assert pinned_to is not None
        yield pinned_to
        return
    looking = Looking(judged.setting, judged.asked)
    yield from _missing(verdict, looking)
    match judged.floor:
        case OpenFloor(binding=binding):
            yield from looking.into(FactRef(binding.country))
            yield from looking.into(binding.when)
        case AppliedFloor(setting=setting, verdict=floor):
            yield from _missing(floor, Looking(setting, judged.asked))
        case None:
            pass
        case _:
            assert_never(judged.floor)


def _missing(verdict: Verdict, looking: Looking) -> Iterator[str]:
    """What keeps a verdict from being settled."""
    for rule in verdict.undecided:
        yield from looking.into(rule.when)
    if not verdict.undecided:
        for formula in formulas(verdict.governing):
            yield from looking.into(formula)


def formulas(rule: Rule) -> Iterable[Expression]:
    """What a rule's answer evaluates: values, deadlines and the other names of its wording."""
    answer = rule.answer
    return (*answer.values.values(), *answer.deadlines.values(), *answer.named.values())


def _in_element(name: str, item: Judged, per_item: PerItem, index: int) -> str:
    """The name to ask for: a field of the element by its place in the list, where the element has that field."""
    kind = item.business.facts[per_item.list].type
    variable, _, field = name.partition(".")
    known = isinstance(kind, ListType) and variable == per_item.variable and field in kind.fields
    return f"{per_item.list}.{index}.{field}" if known else name


@dataclass(frozen=True, slots=True)
class Looking:
    """The search for what keeps an expression undecided. ``places`` name the list elements in hand."""

    setting: Setting
    asked: Mapping[str, Judged | PerItemJudged | Ask]
    places: Mapping[str, str] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def into(self, expression: Expression) -> Iterator[str]:
        """The names of the unknown facts that matter to the expression; none where it is decided."""
        if evaluate(expression, self.setting) is not UNKNOWN:
            return
        match expression:
            case FactRef(name=name):
                yield name
            case FieldRef(variable=variable, name=name):
                yield f"{self.places[variable]}.{name}"
            case Asked(alias=alias):
                yield from self._asked(alias)
            case LetRef(name=name, expression=inner):
                if name not in self.named:
                    self.named.add(name)
                    yield from self.into(inner)
            case Quantifier() | Aggregate():
                yield from self._elements(expression)
            case If(condition=condition, then=then, otherwise=otherwise):
                held = evaluate(condition, self.setting)
                yield from self.into(condition if held is UNKNOWN else then if held else otherwise)
            case Window(act=act, event=event, opens=opens):
                for part in (act, event, *([opens] if opens else [])):
                    yield from self.into(part)
            case Moment(event=event):
                yield from self.into(event)
            case _:
                for part in parts(expression):
                    yield from self.into(part)

    def _asked(self, alias: str) -> Iterator[str]:
        found = self.asked[alias]
        match found:
            case Judged() as judged:
                yield from _unknown(judged)
            case PerItemJudged(per_item=per_item, items=items):
                for index, item in enumerate(items):
                    for name in _unknown(item):
                        yield _in_element(name, item, per_item, index)
            case Ask(as_of=as_of, per_item=per_item):
                yield from self._to_ask_at_all(as_of, per_item)
            case _:
                assert_never(found)

    def _to_ask_at_all(self, as_of: str | None, per_item: PerItem | None) -> Iterator[str]:
        for name in (as_of, per_item.list if per_item else None):
            if name is not None and name not in self.setting.facts:
                yield name

    def _elements(self, expression: Quantifier | Aggregate) -> Iterator[str]:
        found = elements(expression.list, self.setting)
        if not isinstance(found, tuple):
            yield expression.list
            return
        for index, element in enumerate(found):
            inner = replace(
                self,
                setting=self.setting.holding(expression.variable, element),
                places={**self.places, expression.variable: f"{expression.list}.{index}"},
            )
            yield from inner.into(expression.where)
            of = expression.of if isinstance(expression, Aggregate) else None
            if of is not None and evaluate(expression.where, inner.setting) is True:
                yield from inner.into(of)
