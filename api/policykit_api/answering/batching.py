"""Many questions to one policy: each gets its own answer or its own problem. Knows nothing of HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import UNSET, UnsetType

from policykit.pipeline import Ready
from policykit_api import problems
from policykit_api.answering.lane import Lane, lane_of
from policykit_api.answering.recording import Recorder
from policykit_api.answering.single import kept_answer, reader_of
from policykit_api.metrics.counts import Outcome
from policykit_api.problem_kinds import INTERNAL_ERROR, TOO_LARGE
from policykit_api.problems import Refused
from policykit_api.wire import body
from policykit_api.wire.batch import BatchItem, Entry
from policykit_api.wire.request import DEFAULTS, Question, question
from policykit_api.wire.shape import encode


def nobody(_: Outcome, __: int) -> None:
    """Decisions that are not counted."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is the same for all questions.

    ``accepted`` are the locales that count where none is named. ``minimal`` says that the bare answer is preferred
    where no more is asked for. ``count`` gets what is decided, and how often.
    """

    ready: Ready
    policy: str
    recorder: Recorder
    accepted: str | None = None
    default: Question = DEFAULTS
    minimal: bool = False
    count: Callable[[Outcome, int], None] = nobody

    @property
    def lane(self) -> Lane | None:
        """The lane, where it gives what all those get who say no more than the facts."""
        bare = self.minimal and self.default.audience == "customer" and not self.default.include
        bare = bare and not self.recorder.wants(self.default)
        return lane_of(self.ready, self.policy) if bare else None

    @property
    def longest(self) -> int:
        """The bytes that a question may have."""
        return self.recorder.service.settings.limits.body_bytes

    def entry(self, sent: bytes, lane: Lane | None) -> bytes:
        """What one question gets, encoded."""
        bare = lane.entry(sent, self.default.as_of) if lane and len(sent) <= self.longest else None
        if bare is None:
            return encode(self.considered(sent))
        self.count((self.ready.business.id, self.policy, "decided", bare.outcome), 1)
        return bare.answer

    def considered(self, sent: bytes) -> Entry:
        """What one question gets, the long way. Never raises: a fault of ours is this question's alone."""
        asked = DEFAULTS
        try:
            self.require_short(sent)
            asked = question(body.decode(sent), BatchItem, self.default)
            reader = reader_of(asked, self.recorder.caller, self.accepted, self.ready)
            answer = kept_answer(asked, self.ready, self.policy, reader, self.recorder, minimal=self.minimal)
            self.count(self.recorder.outcome, 1)
            return Entry(ref=name(asked), answer=answer)
        except Refused as refused:
            return Entry(ref=name(asked), problem=problems.problem(refused.kind, refused.detail, refused.faults))
        except Exception as exception:  # noqa: BLE001  # the other questions are answered all the same
            return Entry(ref=name(asked), problem=problems.problem(INTERNAL_ERROR, problems.failed(exception)))

    def require_short(self, sent: bytes) -> None:
        """Raise ``Refused`` (413) where one question is longer than it might be alone."""
        if len(sent) > self.longest:
            raise Refused(TOO_LARGE, f"the question is longer than {self.longest:,} bytes")


def name(asked: Question) -> str | UnsetType:
    return UNSET if asked.ref is None else asked.ref
