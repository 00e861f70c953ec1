"""The counts of one process: plain numbers by their labels, for a fraction of a microsecond each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

if TYPE_CHECKING:
    from policykit.decision import Decision

Key = TypeVar("Key")

BOUNDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Upper bounds of the buckets of times, in seconds; a last bucket takes the rest."""

Request = tuple[str, str, int]
"""Route, method, status."""
Policy = tuple[str, str]
Outcome = tuple[str, str, str, str]
"""Business, policy, status, outcome (empty where facts are missing). All exist: nothing here comes from a caller."""
Event = tuple[str, str]
"""What happened, and of which kind: (`reload`, `refused`)."""

RELOAD, STORE_FAILURE, REFUSED_CONNECTION = "reload", "store_failure", "refused_connection"


class Counts(Struct):
    """All counts.

    ``seconds`` holds the buckets of the times in which single questions were answered, by what was decided, and behind
    them their sum: each is a decision too. ``decisions`` are those of batches and of several policies.
    """

    requests: dict[Request, int] = field(default_factory=dict)
    seconds: dict[Outcome, list[float]] = field(default_factory=dict)
    decisions: dict[Outcome, int] = field(default_factory=dict)
    events: dict[Event, int] = field(default_factory=dict)
    under_way: int = 0
    loaded_at: float = 0.0
    """When the policies in use were taken over (seconds of Unix time)."""

    def request(self, route: str, method: str, status: int) -> None:
        key = (route, method, status)
        self.requests[key] = self.requests.get(key, 0) + 1

    def answered(self, outcome: Outcome, seconds: float) -> None:
        """A request for one decision was answered in so long."""
        found = self.seconds.get(outcome)
        if found is None:
            found = self.seconds[outcome] = [0] * (len(BOUNDS) + 2)
        found[bisect_left(BOUNDS, seconds)] += 1
        found[-1] += seconds

    def decided(self, outcome: Outcome, number: int = 1) -> None:
        self.decisions[outcome] = self.decisions.get(outcome, 0) + number

    def event(self, what: str, kind: str = "") -> None:
        self.events[what, kind] = self.events.get((what, kind), 0) + 1


def outcome_of(decision: Decision) -> Outcome:
    answer = decision.answer
    return decision.business, decision.policy, decision.status.value, "" if answer is None else answer.outcome


def together(several: Iterable[Counts]) -> Counts:
    """The sums over several processes; policies are as old as in the process that took them over first."""
    total = Counts()
    for one in several:
        _add(total.requests, one.requests)
        _add(total.decisions, one.decisions)
        _add(total.events, one.events)
        for outcome, buckets in one.seconds.items():
            _add_buckets(total.seconds, outcome, buckets)
        total.under_way += one.under_way
        total.loaded_at = min(filter(None, (total.loaded_at, one.loaded_at)), default=0.0)
    return total


def decisions_of(counts: Counts) -> dict[Outcome, int]:
    """Every decision, however it was asked for."""
    found = dict(counts.decisions)
    _add(found, {outcome: int(sum(buckets[:-1])) for outcome, buckets in counts.seconds.items()})
    return found


def times_of(counts: Counts) -> dict[Policy, list[float]]:
    """The times by policy."""
    found: dict[Policy, list[float]] = {}
    for (business, policy, _, _), buckets in counts.seconds.items():
        _add_buckets(found, (business, policy), buckets)
    return found


def _add_buckets(into: dict[Key, list[float]], key: Key, buckets: list[float]) -> None:
    before = into.get(key, [0.0] * len(buckets))
    into[key] = [a + b for a, b in zip(before, buckets, strict=True)]


def _add(into: dict[Key, int], from_: dict[Key, int]) -> None:
    for key, count in from_.items():
        into[key] = into.get(key, 0) + count
