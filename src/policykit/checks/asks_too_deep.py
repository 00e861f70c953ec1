"""`asks-too-deep`: one decision goes through more policies, or asks one of them more often, than there is time for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policykit.diagnostics import Diagnostic
from policykit.model import Ask, Business, ListType

DEEPEST = 50
"""How many policies may ask each other in a row."""
MOST = 10_000
"""How often a policy may be asked for one decision, about each element of each list: a second's work."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many policies are asked in a row for one answer, and how often the one that is asked most."""

    deep: int = 0
    often: int = 1


def check(business: Business) -> Iterator[Diagnostic]:
    known: dict[str, Reach] = {}
    for policy_id in business.policies:
        for ask in _asks(business, policy_id):
            behind = _reach(business, ask.policy, known, frozenset((policy_id,)))
            here = _asking(business, ask, behind)
            # Of a chain that goes on, the first that is too long is told.
            if behind.deep <= DEEPEST < here.deep:
                text, help = (
                    f"more than {DEEPEST} policies ask each other in a row",
                    "let one of them decide from facts",
                )
                yield Diagnostic("asks-too-deep", text, ask.span, help=help)
            if behind.often <= MOST < here.often:
                text = f"for one decision, a policy behind `{ask.alias}` could be asked {here.often} times"
                help = "say in facts.yaml how long the lists can be: `longest: 50`"
                yield Diagnostic("asks-too-deep", text, ask.span, help=help)


def _reach(business: Business, policy_id: str, known: dict[str, Reach], passed: frozenset[str]) -> Reach:
    """What one answer of a policy asks for. A circle is told elsewhere; far beyond the limit nobody looks."""
    if policy_id in passed or len(passed) > DEEPEST + 1:
        return Reach()
    if policy_id not in known:
        asks, inner = _asks(business, policy_id), passed | {policy_id}
        found = [_asking(business, ask, _reach(business, ask.policy, known, inner)) for ask in asks]
        deep = max((one.deep for one in found), default=0)
        often = max((one.often for one in found), default=1)
        known[policy_id] = Reach(deep, often)
    return known[policy_id]


def _asking(business: Business, ask: Ask, behind: Reach) -> Reach:
    """What an ask comes to, with all that the policy it asks will ask."""
    kind = business.facts[ask.per_item.list].type if ask.per_item else None
    length = kind.longest if isinstance(kind, ListType) else 1
    return Reach(behind.deep + 1, length * behind.often)


def _asks(business: Business, policy_id: str) -> list[Ask]:
    return [ask for version in business.policies.get(policy_id, ()) for ask in version.asks]
