"""Many questions to one policy: each gets its own answer or its own problem. Knows nothing of HTTP."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import UNSET, UnsetType

from policykit.pipeline import Ready
from policykit_api import problems
from policykit_api.access.caller import Caller
from policykit_api.answering import answer_to, decision_on, reader_of
from policykit_api.problems import INTERNAL_ERROR, Refused
from policykit_api.wire import body
from policykit_api.wire.batch import BatchItem, Entry
from policykit_api.wire.request import DEFAULTS, Question, question


@dataclass(frozen=True, slots=True)
class Batch:
    """What is the same for all questions; ``accepted`` are the locales that count where none is named."""

    ready: Ready
    policy: str
    caller: Caller
    accepted: str | None = None
    default: Question = DEFAULTS

    def entry(self, sent: bytes) -> Entry:
        """What one question gets. Never raises: a fault of ours is this question's alone."""
        asked = DEFAULTS
        try:
            asked = question(body.decode(sent), BatchItem, self.default)
            reader = reader_of(asked, self.caller, self.accepted, self.ready)
            decision = decision_on(asked, self.ready, self.policy)
            return Entry(ref=name(asked), answer=answer_to(reader, decision, self.ready))
        except Refused as refused:
            return Entry(ref=name(asked), problem=problems.problem(refused.kind, refused.detail, refused.faults))
        except Exception as exception:  # noqa: BLE001  # the other questions are answered all the same
            return Entry(ref=name(asked), problem=problems.problem(INTERNAL_ERROR, problems.failed(exception)))


def name(asked: Question) -> str | UnsetType:
    return UNSET if asked.ref is None else asked.ref
