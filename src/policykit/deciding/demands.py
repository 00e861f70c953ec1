"""What rules with a better outcome demand, and which single fact may meet it: nothing else is worth trying."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import dropwhile

from policykit.deciding.evaluating import evaluator
from policykit.deciding.hints import Hint
from policykit.deciding.reasons import MOST_BETTER
from policykit.model import (
    And,
    Calendar,
    Expression,
    Facts,
    Policy,
    Rule,
)
from policykit.semantics import Engine, Govern, Setting
from policykit.walk import facts_read


@dataclass(frozen=True, slots=True)
class Demands:
    """What the rules with a better outcome demand: parts that must all hold, each with the facts that it reads.

    Facts that may be ``tried`` are bits; a part stands at its place among all ``parts``, which facts may hold or not.
    """

    tried: Mapping[str, int]
    parts: tuple[Holds, ...]
    rules: tuple[Demand, ...]

    def open(self, facts: Facts) -> Open:
        """The rules that one fact may make hold: none does while a part fails that does not read this fact."""
        every, parts, found = (1 << len(self.tried)) - 1, self.parts, []
        held: list[bool | None] = [None] * len(parts)
        for demand in self.rules:
            worth = every
            for place, reads in demand:
                if not worth & ~reads:
                    continue
                holds = held[place]
                if holds is None:  # several rules may have it in common
                    holds = held[place] = parts[place](facts)
                if not holds:
                    worth &= reads
                    if not worth:
                        break
            if worth:
                found.append((worth, demand))
        return found

    def worth_trying(self, opened: Open) -> frozenset[str]:
        """The facts of which a single one may make one of the rules hold."""
        some = 0
        for worth, _ in opened:
            some |= worth
        return frozenset([name for name, bit in self.tried.items() if some & bit])

    def may_be_met(self, opened: Open, name: str, facts: Facts) -> bool:
        """Whether one of these rules holds on facts of which that one alone has become otherwise."""
        bit, parts = self.tried[name], self.parts
        held: list[bool | None] = [None] * len(parts)
        for worth, demand in opened:
            if worth & bit:
                for place, reads in demand:
                    if reads & bit:
                        holds = held[place]
                        if holds is None:
                            holds = held[place] = parts[place](facts)
                        if not holds:
                            break
                else:
                    return True
        return False


Holds = Callable[[Facts], bool]
Demand = tuple[tuple[int, int], ...]
Open = list[tuple[int, Demand]]
"""Rules that one fact may make hold, each with the facts that may."""


def demands(
    policy: Policy,
    governing: Rule,
    better: frozenset[str],
    hints: tuple[Hint, ...],
    holding: Callable[[Expression], Holds],
) -> Demands | None:
    """The demands of the public rules with a better outcome; None where there are too many to look at each."""
    rules = [*policy.rules, policy.otherwise]
    asked = [one for one in rules if one.answer.outcome in better and one.public]
    if len(asked) > MOST_BETTER:
        return None
    tried = {name: 1 << place for place, name in enumerate(dict.fromkeys(hint.fact.name for hint in hints))}
    parts = list(dict.fromkeys(part for one in asked for part in _parts(one)))
    places = {part: (place, _bits(part, tried)) for place, part in enumerate(parts, start=1)}
    # A rule that stands behind the governing one demands that this one fails, which it does not as it is.
    behind = {id(one) for one in dropwhile(lambda one: one is not governing, rules)}
    fails, governs = (0, _bits(governing.when, tried)), holding(governing.when)
    return Demands(
        tried,
        (lambda facts: not governs(facts), *(holding(part) for part in parts)),
        tuple((*([fails] if id(one) in behind else []), *(places[part] for part in _parts(one))) for one in asked),
    )


def holding_by(calendar: Calendar, by: Govern) -> Callable[[Expression], Holds]:
    """What gives whether a condition surely holds on facts: by generated code, where nothing is unknown."""
    code = by.test if isinstance(by, Engine) else None

    def holding(condition: Expression) -> Holds:
        slowly, test = evaluator(condition), code(condition) if code else None

        def holds(facts: Facts) -> bool:
            if test is not None:
                try:
                    return bool(test(facts, {}, {}))
                except KeyError:
                    pass  # something is unknown
            return slowly(Setting(facts, calendar)) is True

        return holds

    return holding


def _parts(rule: Rule) -> tuple[Expression, ...]:
    return rule.when.parts if isinstance(rule.when, And) else (rule.when,)


def _bits(part: Expression, tried: Mapping[str, int]) -> int:
    """The facts that a part reads."""
    return sum(tried.get(name, 0) for name in set(facts_read(part)))
