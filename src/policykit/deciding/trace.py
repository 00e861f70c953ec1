"""All that was judged, rule by rule: of the policy itself, of the law that applied, and of the policies asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice

from policykit.deciding.floors import AppliedFloor
from policykit.deciding.judge import Judged, PerItemJudged
from policykit.deciding.reasons import condition_of
from policykit.deciding.tests_of import tests_of
from policykit.decision import Standing, Trace, Traced
from policykit.model import Business, Policy, Rule
from policykit.semantics import Setting, Unknown, Verdict, evaluate

MOST_RULES = 200
"""Rules of one policy that are told one by one: a table may have a hundred thousand."""
MOST_ITEMS = 20
"""Elements of a list of which each is told."""


def traces(judged: Judged, as_of: datetime) -> tuple[Trace, ...]:
    """The policy's own trace first; none of a policy whose version is not known yet."""
    return tuple(_traces(judged, judged.policy.id, as_of))


def _traces(judged: Judged, about: str, as_of: datetime) -> Iterator[Trace]:
    business, floor = judged.business, judged.floor
    if judged.verdict is not None:
        yield _trace(business, judged.policy, judged.verdict, judged.setting, about, as_of)
    if isinstance(floor, AppliedFloor):
        yield _trace(business, floor.policy, floor.verdict, floor.setting, floor.binding.id, as_of)
    for found in judged.asked.values():
        if isinstance(found, Judged):
            yield from _traces(found, found.policy.id, as_of)
        elif isinstance(found, PerItemJudged):
            for number, item in enumerate(found.items[:MOST_ITEMS], start=1):
                yield from _traces(item, f"{item.policy.id}, {found.per_item.variable} {number}", as_of)


def _trace(
    business: Business, policy: Policy, verdict: Verdict, setting: Setting, about: str, as_of: datetime
) -> Trace:
    """The first rules, and in any case the one that governs."""
    told = {rule.id: rule for rule in islice(policy.rules, MOST_RULES)}
    told |= {rule.id: rule for rule in (verdict.governing, policy.otherwise)}
    rules = [
        Traced(
            rule.id,
            _standing(rule, verdict, reached=reached, setting=setting),
            rule.public,
            tuple(condition_of(test, setting, as_of) for test in tests_of(business, policy, rule)),
        )
        for rule, reached in _reached(policy, verdict)
        if rule.id in told
    ]
    return Trace(about, policy.version, tuple(rules), len(policy.rules) + 1 - len(rules))


def _reached(policy: Policy, verdict: Verdict) -> Iterator[tuple[Rule, bool]]:
    """Each rule, and whether it was read: all rows where a table collects, else those up to the first that holds."""
    reading = True
    for rule in chain(policy.rules, (policy.otherwise,)):
        yield rule, reading
        if rule is verdict.governing and not policy.collects:
            reading = False


def _standing(rule: Rule, verdict: Verdict, *, reached: bool, setting: Setting) -> Standing:
    if not reached:
        return Standing.NOT_REACHED
    held = evaluate(rule.when, setting)
    if isinstance(held, Unknown):
        return Standing.OPEN
    if not held:
        return Standing.FAILED
    governs = rule is verdict.governing or any(hit.rule is rule for hit in verdict.hits)
    if not governs:  # `otherwise` holds where a row of a collecting table does
        return Standing.NOT_REACHED
    return Standing.HOLDS if verdict.undecided else Standing.GOVERNS
