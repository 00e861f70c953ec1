"""Several policies on the same facts, which are taken in once. Knows nothing of HTTP."""

from __future__ import annotations

from collections.abc import Iterable

from policykit import pipeline
from policykit.decision import Decision, FactFault, NoVersion, WrongFacts
from policykit.pipeline import Ready
from policykit.values import now
from policykit_api import problems
from policykit_api.answering.recording import Recorder
from policykit_api.answering.single import WHOLE, answer_to, parts, refused
from policykit_api.problem_kinds import NO_VERSION
from policykit_api.problems import Refused
from policykit_api.wire.decision import Reader
from policykit_api.wire.request import Question
from policykit_api.wire.several import PolicyAnswer


def decisions_on(
    asked: Question, ready: Ready, policies: Iterable[str], *, whole: bool = False
) -> dict[str, Decision | Refused]:
    """Each policy's decision, or why it has none. ``whole`` ones have all parts.

    Raises ``Refused`` with every fault of the question that is not of one policy alone.
    """
    wrong: tuple[FactFault, ...] = ()
    wanted = WHOLE if whole else parts(asked.include)
    try:
        facts = pipeline.facts_from_json(ready.business, asked.facts)
        if not asked.faults:
            found = pipeline.decide_each(ready, policies, facts, asked.as_of or now(), wanted)
            return {policy: one if isinstance(one, Decision) else refusal(one) for policy, one in found.items()}
    except WrongFacts as error:
        wrong = error.faults
    raise refused(asked.faults, wrong)


def refusal(error: WrongFacts | NoVersion) -> Refused:
    return refused((), error.faults) if isinstance(error, WrongFacts) else Refused(NO_VERSION, str(error))


def entry(found: Decision | Refused, reader: Reader, ready: Ready, recorder: Recorder, *, kept: bool) -> PolicyAnswer:
    """What one policy says; its decision is kept where that is wanted."""
    if isinstance(found, Refused):
        return PolicyAnswer(problem=problems.problem(found.kind, found.detail, found.faults))
    answer = answer_to(reader, recorder.told(found, ready.business), ready)
    if kept:
        recorder.add(answer.id, found, ready.business)
    return PolicyAnswer(answer=answer)
