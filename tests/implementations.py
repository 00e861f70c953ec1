"""All that answers a policy's question, behind one call each, so that one test can compare them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from policykit import semantics
from policykit.backends.python import compiled
from policykit.deciding.decide import decide
from policykit.deciding.facts import facts_from_json
from policykit.decision import Decision, FactFault, NoVersion, WrongFacts
from policykit.model import Business, Facts
from policykit.semantics import Govern

PARTS = frozenset({"reasons", "would_change"})


@dataclass(frozen=True, slots=True)
class Refused:
    """What came instead of a decision: the faults of the facts, or that no version was in force."""

    faults: tuple[FactFault, ...] = ()
    no_version: str | None = None


Result = Decision | Refused


@dataclass(frozen=True, slots=True)
class Implementation:
    """A way to answer. ``engine`` makes what finds the governing rule in a business's policies."""

    name: str
    engine: Callable[[Business], Govern]


ORACLE = Implementation("oracle", lambda _: semantics.govern)
COMPILED = Implementation("compiled", compiled)
IMPLEMENTATIONS = (ORACLE, COMPILED)


def answer(
    business: Business,
    policy_id: str,
    facts: Facts,
    as_of: datetime,
    by: Govern = semantics.govern,
    parts: frozenset[str] = frozenset(),
) -> Result:
    """The decision on decoded facts, or why there is none."""
    try:
        return decide(business, policy_id, facts, as_of, parts, by=by)
    except WrongFacts as wrong:
        return Refused(wrong.faults)
    except NoVersion as wrong:
        return Refused(no_version=str(wrong))


def answer_json(
    business: Business,
    policy_id: str,
    data: object,
    as_of: datetime,
    by: Govern = semantics.govern,
    parts: frozenset[str] = frozenset(),
) -> Result:
    """As ``answer``, on facts as they come over the wire."""
    try:
        facts = facts_from_json(business, data)
    except WrongFacts as wrong:
        return Refused(wrong.faults)
    return answer(business, policy_id, facts, as_of, by, parts)


def told(result: Result) -> object:
    """All that a result says, down to the digits of its numbers: two are the same exactly when these are equal."""
    return repr(result)
