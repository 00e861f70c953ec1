"""Keeping decisions: which of them, and what a request is told where they cannot be kept. Knows nothing of HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from policykit.decision import Decision
from policykit.model import Business
from policykit.values import now
from policykit_api.access.caller import Caller
from policykit_api.metrics.counts import STORE_FAILURE, Outcome, outcome_of
from policykit_api.observation.tracing import span
from policykit_api.problem_kinds import NOT_FOR_AUDITORS, STORE_UNAVAILABLE, WRONG_REQUEST
from policykit_api.problems import Fault, Refused
from policykit_api.service import Service
from policykit_api.store import TooNew, Unavailable
from policykit_api.store.masking import masked
from policykit_api.store.records import Record, record
from policykit_api.wire.request import Question

RETRY = {"Retry-After": "5"}


@dataclass(slots=True)
class Recorder:
    """What one request wants to be kept, until it is.

    ``outcome`` is that of the decision that was told last. Of a ``repeatable`` request the answer is kept as it
    was sent, so that answer tells nothing of private facts.
    """

    service: Service
    caller: Caller
    repeatable: bool = False
    outcome: Outcome = ("", "", "", "")
    records: list[Record] = field(default_factory=list)

    def wants(self, asked: Question) -> bool:
        """Whether the decision on a question is to be kept; raises ``Refused`` where it is asked for in vain."""
        kept = self.service.settings.store.decisions
        if asked.store and kept == "never":
            fault = Fault(
                pointer="/store", detail="this server keeps no decisions", help="send the question without it"
            )
            raise Refused(WRONG_REQUEST, "the decision cannot be kept", (fault,))
        if self.repeatable and asked.audience == "auditor":
            raise Refused(NOT_FOR_AUDITORS, "an answer to an auditor is never kept: send it without Idempotency-Key")
        return asked.store or kept == "always"

    def told(self, decision: Decision, business: Business) -> Decision:
        """The decision as the answer is made of it."""
        self.outcome = outcome_of(decision)
        return masked(decision, business) if self.repeatable else decision

    def add(self, name: str, decision: Decision, business: Business) -> None:
        """Have the decision kept under the id that the answer names it by."""
        self.records.append(record(name, decision, business, now(), self.caller.key))

    async def keep(self) -> None:
        """Write what is to be kept, all of it or nothing; raises ``Refused`` (503). Nothing touches no database."""
        if self.records:
            with reachable(self.service), span("keep decisions"):
                await (await self.service.store.decisions()).add(self.records)
            self.records.clear()


@contextmanager
def reachable(service: Service) -> Iterator[None]:
    """Raises ``Refused`` (503) where the database cannot be used now, and has that counted."""
    try:
        yield
    except (Unavailable, TooNew):
        service.counts.event(STORE_FAILURE)
        raise Refused(STORE_UNAVAILABLE, "what this request needs cannot be kept or read now", headers=RETRY) from None
