"""From a question to its decision, and from a decision to the answer that one reader gets. Knows nothing of HTTP."""

from __future__ import annotations

from policykit import pipeline
from policykit.decision import Decision, FactFault, NoVersion, WrongFacts
from policykit.explain import Audience, Explanation, negotiate, tell
from policykit.pipeline import Ready
from policykit.values import now
from policykit_api import problem_kinds, snapshot
from policykit_api.access.caller import Caller
from policykit_api.access.gate import require_audience
from policykit_api.answering.recording import Recorder
from policykit_api.observation.tracing import span
from policykit_api.problems import Fault, Refused
from policykit_api.wire import shape as wire
from policykit_api.wire.decision import Decided, Reader, to_decided
from policykit_api.wire.minimal import MinimalDecided, to_minimal
from policykit_api.wire.request import Question
from policykit_api.wire.shape import Include, explains


def decision_on(asked: Question, ready: Ready, policy: str, *, whole: bool = False) -> Decision:
    """The decision; raises ``Refused`` with every fault of the whole question.

    A ``whole`` one has all parts, whether or not this reader wants them: others may read it later.

    The server's clock is read here, where `as_of` is not sent, and nowhere below.
    """
    wrong: tuple[FactFault, ...] = ()
    try:
        as_of = asked.as_of or now()
        facts = pipeline.facts_from_json(ready.business, asked.facts)
        if not asked.faults:
            with span("decide"):
                return pipeline.decide(ready, policy, facts, as_of, WHOLE if whole else parts(asked.include))
    except WrongFacts as error:
        wrong = error.faults
    except NoVersion as error:
        raise Refused(problem_kinds.NO_VERSION, str(error)) from None
    raise refused(asked.faults, wrong)


WHOLE = frozenset({"reasons", "would_change"})


def parts(include: frozenset[Include]) -> frozenset[str]:
    """What to work out: an explanation speaks of the reasons and of what would change the answer."""
    return WHOLE if explains(include) else include


def refused(faults: tuple[Fault, ...], wrong: tuple[FactFault, ...]) -> Refused:
    """The refusal that names all that cannot be taken, the request's own members first."""
    facts = tuple(Fault(pointer=f"/facts{one.pointer}", detail=one.message, help=one.help) for one in wrong)
    count = len(faults) + len(facts)
    what = "1 place" if count == 1 else f"{count} places"
    detail = f"the request cannot be taken: see errors for what is wrong, in {what}"
    return Refused(problem_kinds.WRONG_REQUEST if faults else problem_kinds.WRONG_FACTS, detail, (*faults, *facts))


def reader_of(asked: Question, caller: Caller, accepted: str | None, ready: Ready) -> Reader:
    """Who reads the answer; ``accepted`` are the locales that count where the question names none.

    Raises ``Refused`` where the caller may not see what that reader sees.
    """
    require_audience(caller, asked.audience)
    return Reader(negotiate(asked.locale or accepted, ready.business.locales), asked.audience, asked.include)


def answer_to(reader: Reader, decision: Decision, ready: Ready) -> Decided:
    """The decision as this reader gets it, with the parts that the reader wants."""
    with span("explain"):
        return to_decided(decision, ready.business, reader, explained(decision, ready, reader))


def minimal_to(audience: wire.Audience, decision: Decision, ready: Ready) -> MinimalDecided:
    """The decision as bare as one audience gets it."""
    return to_minimal(decision, snapshot.version(ready, decision.policy, decision.version), audience)


def explained(decision: Decision, ready: Ready, reader: Reader) -> Explanation | None:
    if not explains(reader.include):
        return None
    book = ready.phrasebook(decision.policy, decision.version, reader.locale)
    return tell(book, decision, Audience(reader.audience), markdown="markdown" in reader.include)


def kept_answer(
    asked: Question, ready: Ready, policy: str, reader: Reader, recorder: Recorder, *, minimal: bool
) -> Decided | MinimalDecided:
    """The answer to a question, the bare one where parts are not asked for; raises ``Refused``.

    Where that is wanted the decision is handed to the recorder, under the answer's id.
    """
    kept = recorder.wants(asked)
    decision = decision_on(asked, ready, policy, whole=kept)
    told = recorder.told(decision, ready.business)
    bare = minimal and not asked.include
    answer = minimal_to(reader.audience, told, ready) if bare else answer_to(reader, told, ready)
    if kept:
        recorder.add(answer.id, decision, ready.business)
    return answer
