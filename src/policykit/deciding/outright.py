"""Questions that the rules of one version answer outright: nothing is missing, no other policy asked, no law applies.

What the facts do not change of such an answer is looked up once for each rule that may govern it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal
from typing import NamedTuple

from policykit import clocks
from policykit.deciding.decide import POWERS_OF_TEN, changes_of, rounded_to_unit, unit_of
from policykit.deciding.judge import Judged
from policykit.deciding.reasons import Observed, better_before, observed
from policykit.deciding.tests_of import RuleTest, tests_of
from policykit.deciding.windows import may_be_provisional, provisional
from policykit.decision import Change, Deadline
from policykit.model import Business, Expression, Facts, MoneyType, OutcomeValue, Policy, Rule, Value
from policykit.semantics import Code, Engine, Govern, Setting, Verdict


@dataclass(frozen=True, slots=True)
class Governing:
    """A rule that governs, with its values as they are declared, and what rounds them and dates its deadlines."""

    rule: Rule
    declared: Mapping[str, OutcomeValue]
    rounds: tuple[tuple[str, Callable[[Value], Value]], ...]
    dates: tuple[tuple[str, Date], ...]
    tests: tuple[RuleTest, ...]
    """The tests of all rules that its reasons name."""
    reads: tuple[str, ...]
    """The facts behind the tests."""


class Outright(NamedTuple):
    """What was found: the rule that governs, and the answer's values, deadlines and named results by their names."""

    version: Version
    governing: Governing
    setting: Setting
    values: dict[str, Value]
    deadlines: dict[str, Deadline]
    named: dict[str, Value]

    def observed(self, as_of: datetime) -> list[Observed]:
        """What each test of the reasons' rules came to."""
        return [observed(test, self.setting, as_of) for test in self.governing.tests]

    def changes(self, as_of: datetime, by: Govern) -> tuple[Change, ...]:
        """What would have changed the answer."""
        business, policy = self.version.business, self.version.policy
        verdict = Verdict((), self.governing.rule)
        return changes_of(Judged(business, business.policies[policy.id], policy, self.setting, verdict), as_of, by)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a policy that answers so, by its generated ``code``."""

    business: Business
    policy: Policy
    code: Code
    starts: datetime | None
    ends: datetime | None
    known: dict[int, Governing] = field(default_factory=dict)

    def in_force(self, pin: datetime) -> bool:
        return (self.starts is None or self.starts <= pin) and (self.ends is None or pin < self.ends)

    def answer(self, facts: Facts) -> Outright | None:
        """The answer on completed facts that contradict nothing; None where something is missing."""
        try:
            place, values, deadlines, named = self.code(facts, {}, {})[0]
        except KeyError:
            return None
        governing = self.known.get(place) or self._governing(place)
        setting = Setting(facts, self.business.calendar, {}, {}, {})
        return Outright(
            self,
            governing,
            setting,
            {name: rounded(value) for (name, rounded), value in zip(governing.rounds, values, strict=True)},
            {
                name: dated(at, setting)
                for (name, dated), at in zip(governing.dates, deadlines, strict=True)
                if isinstance(at, datetime)
            },
            dict(zip(governing.rule.answer.named, named, strict=True)),
        )

    def _governing(self, place: int) -> Governing:
        policy = self.policy
        rule = policy.rules[place] if place < len(policy.rules) else policy.otherwise
        outcome, rules = policy.outcome(rule.answer.outcome), (rule, *better_before(policy, rule))
        tests = tuple(test for one in rules for test in tests_of(self.business, policy, one))
        declared = {value.name: value for value in outcome.values}
        found = self.known[place] = Governing(
            rule,
            declared,
            tuple((name, _rounding(self.business, declared[name])) for name in rule.answer.values),
            tuple((name, _dating(name, formula)) for name, formula in rule.answer.deadlines.items()),
            tests,
            tuple(dict.fromkeys(name for test in tests for name in test.reads)),
        )
        return found


Date = Callable[[datetime, Setting], Deadline]
MOST_DAYS = 1024
"""So many ends of one deadline are kept."""


def _rounding(business: Business, declared: OutcomeValue) -> Callable[[Value], Value]:
    """What rounds a value that is declared so."""
    unit = unit_of(business, declared.type) if isinstance(declared.type, MoneyType) else None
    if unit is None or unit not in POWERS_OF_TEN:
        return lambda value: rounded_to_unit(business, declared, value)

    def rounded(value: Value) -> Value:
        if isinstance(value, Decimal) and value.same_quantum(unit):
            return value  # as nearly every amount is
        return rounded_to_unit(business, declared, value)

    return rounded


def _dating(name: str, formula: Expression) -> Date:
    """What makes the deadline of the end that the formula has given. Those that end with a day are kept."""
    if may_be_provisional(formula):
        return lambda at, setting: Deadline(name, *clocks.end(at, setting.calendar), provisional(formula, setting))
    kept: dict[datetime, Deadline] = {}

    def dated(at: datetime, setting: Setting) -> Deadline:
        known = kept.get(at) if isinstance(at.tzinfo, timezone) else None  # times of a zone are no keys
        if known is None:
            known = Deadline(name, *clocks.end(at, setting.calendar))
            if known.whole_day:
                if len(kept) >= MOST_DAYS:
                    kept.clear()
                kept[known.at] = known
        return known

    return dated


def versions_of(business: Business, policy: str, engine: Engine) -> tuple[Version, ...]:
    """The versions, newest first, as most questions are about that; none where any of them does not answer so.

    None does that asks others, is bound by law, collects rows, or is a table that an index answers for.
    """
    versions = business.policies[policy]
    if any(one.asks or one.floors or one.collects for one in versions):
        return ()
    found = [_version(business, one, code) for one in reversed(versions) if (code := engine.code(one)) is not None]
    return tuple(found) if len(found) == len(versions) else ()


def _version(business: Business, policy: Policy, code: Code) -> Version:
    # With a fixed offset, which most orders share, the limits are compared several times as fast.
    starts, ends = (at and clocks.in_zone(at, business.calendar) for at in (policy.starts, policy.ends))
    return Version(business, policy, code, starts, ends)
