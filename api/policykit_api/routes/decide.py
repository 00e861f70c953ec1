"""The question put to a policy, and its decision."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from policykit import pipeline
from policykit.decision import Decision, FactFault, NoVersion, WrongFacts
from policykit.explain import Audience, Explanation, explain, negotiate
from policykit.pipeline import Ready
from policykit.values import now
from policykit_api import call, problems, snapshot
from policykit_api.access.caller import Scope
from policykit_api.operation import ACCEPT_LANGUAGE, Operation, serves
from policykit_api.problems import Fault, Refused
from policykit_api.wire import body
from policykit_api.wire.decision import Decided, Reader, to_decided
from policykit_api.wire.request import DecideRequest, Question, question
from policykit_api.wire.shape import Include, encode

DECIDE = Operation(
    method="post",
    path="/v1/{business}/policies/{policy}/decide",
    id="decide",
    summary="Decide a question by a policy",
    description="The same facts, `as_of` and bundle give the same answer. Where facts are missing that could "
    "still change it, the status is `needs_info` and `needs` says what to ask.",
    answer=Decided,
    body=DecideRequest,
    tag="decisions",
    scope=Scope.DECIDE,
    headers=(ACCEPT_LANGUAGE,),
    refusals=(
        problems.NOT_JSON,
        problems.UNKNOWN_BUSINESS,
        problems.UNKNOWN_POLICY,
        problems.TOO_LARGE,
        problems.WRONG_MEDIA_TYPE,
        problems.WRONG_FACTS,
        problems.WRONG_REQUEST,
        problems.NO_VERSION,
    ),
)


@serves(DECIDE)
async def decide(request: Request[Any, Any, Any], business: FromPath[str], policy: FromPath[str]) -> Response[bytes]:
    """One decision. The server's clock is read here, where `as_of` is not sent, and nowhere below."""
    ready = call.of(request).snapshot.ready(business)
    snapshot.versions(ready, policy)
    asked = question(await body.read(request))
    decision = decided(ready, policy, asked)
    locale = negotiate(asked.locale or request.headers.get("accept-language"), ready.business.locales)
    reader = Reader(locale, asked.audience, asked.include)
    answer = to_decided(decision, ready.business, reader, explained(decision, ready, reader))
    headers = {"content-language": locale, "cache-control": "no-store"}
    return Response(encode(answer), media_type="application/json", headers=headers)


def decided(ready: Ready, policy: str, asked: Question) -> Decision:
    """The decision; raises ``Refused`` with every fault of the whole body."""
    wrong: tuple[FactFault, ...] = ()
    try:
        as_of = asked.as_of or now()
        facts = pipeline.facts_from_json(ready.business, asked.facts)
        if not asked.faults:
            return pipeline.decide(ready, policy, facts, as_of, parts(asked.include))
    except WrongFacts as error:
        wrong = error.faults
    except NoVersion as error:
        raise Refused(problems.NO_VERSION, str(error)) from None
    raise refused(asked.faults, wrong)


def parts(include: frozenset[Include]) -> frozenset[str]:
    """What to work out: an explanation speaks of the reasons and of what would change the answer."""
    return frozenset({"reasons", "would_change"} if "explanation" in include else include)


def refused(faults: tuple[Fault, ...], wrong: tuple[FactFault, ...]) -> Refused:
    """The refusal that names all that cannot be taken, the request's own members first."""
    facts = tuple(Fault(pointer=f"/facts{one.pointer}", detail=one.message, help=one.help) for one in wrong)
    count = len(faults) + len(facts)
    what = "1 place" if count == 1 else f"{count} places"
    detail = f"the request cannot be taken: see errors for what is wrong, in {what}"
    return Refused(problems.WRONG_REQUEST if faults else problems.WRONG_FACTS, detail, (*faults, *facts))


def explained(decision: Decision, ready: Ready, reader: Reader) -> Explanation | None:
    if "explanation" not in reader.include:
        return None
    policy = snapshot.version(ready, decision.policy, decision.version)
    return explain(ready.business, policy, decision, reader.locale, Audience(reader.audience))


HANDLERS = (decide,)
