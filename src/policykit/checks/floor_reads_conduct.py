"""`floor-reads-conduct`: a floor of law depends on somebody's conduct, or a ladder of conduct binds one.

A block may end what a business does of its own will; it never takes a right away. So neither whether a
floor applies nor what it gives may depend on points, on steps taken, or on what a conduct policy answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.deciding.behind import facts_behind
from policykit.diagnostics import Diagnostic
from policykit.model import Binding, Business, Expression, FactRef, Policy
from policykit.walk import aliases_read, facts_read

CONDUCT = "conduct"
HELP = "a right of law stands whatever anybody did; let the floor depend on the contract alone"


def check(business: Business) -> Iterator[Diagnostic]:
    marks = _marks(business)
    for versions in business.policies.values():
        for policy in versions:
            for binding in policy.floors:
                text = _fault(binding, policy, business, marks)
                if text is not None:
                    yield Diagnostic("floor-reads-conduct", text, binding.span, help=HELP)


def _fault(binding: Binding, policy: Policy, business: Business, marks: frozenset[str]) -> str | None:
    if policy.kind == CONDUCT:
        return f"`{binding.id}` is bound by a policy about conduct"
    formulas = tuple(_formulas(binding))
    asked = {ask.alias: ask.policy for ask in policy.asks}
    for alias in aliases_read(*formulas):
        if any(version.kind == CONDUCT for version in business.policies[asked[alias]]):
            return f"`{binding.id}` depends on the answer of `{asked[alias]}`, which is about conduct"
    read = [name for name in facts_behind(business, policy, *formulas) if name in marks]
    return f"`{binding.id}` depends on `{read[0]}`, which a ladder of conduct counts" if read else None


def _marks(business: Business) -> frozenset[str]:
    """The facts that steps of ladders are taken on."""
    ladders = (policy for versions in business.policies.values() for policy in versions if policy.kind == CONDUCT)
    return frozenset(name for policy in ladders for rule in policy.rules for name in facts_read(rule.when))


def _formulas(binding: Binding) -> Iterator[Expression]:
    """All that a binding reads: whether it applies, and what its answer is made of."""
    yield FactRef(binding.country)
    yield binding.when
    for floor in binding.versions:
        for rule in (*floor.policy.rules, floor.policy.otherwise):
            answer = rule.answer
            yield rule.when
            yield from (*answer.values.values(), *answer.deadlines.values(), *answer.named.values())
