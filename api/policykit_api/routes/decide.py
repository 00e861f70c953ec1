"""The question put to a policy, and its decision."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from policykit_api import call, problems, snapshot
from policykit_api.access.caller import Scope
from policykit_api.answering import answer_to, decision_on, minimal_to, reader_of
from policykit_api.metrics.counts import outcome_of
from policykit_api.operation import ACCEPT_LANGUAGE, Operation, serves
from policykit_api.wire import body
from policykit_api.wire.decision import Decided
from policykit_api.wire.minimal import APPLIED, PREFER, MinimalDecided, is_preferred
from policykit_api.wire.request import DecideRequest, question
from policykit_api.wire.shape import encode

DECIDE = Operation(
    method="post",
    path="/v1/{business}/policies/{policy}/decide",
    id="decide",
    summary="Decide a question by a policy",
    description="The same facts, `as_of` and bundle give the same answer. Where facts are missing that could "
    "still change it, the status is `needs_info` and `needs` says what to ask. With `Prefer: return=minimal` comes "
    "the bare answer, and the header Preference-Applied; `include` asks for more and wins.",
    answer=Decided,
    minimal=MinimalDecided,
    body=DecideRequest,
    tag="decisions",
    scope=Scope.DECIDE,
    headers=(ACCEPT_LANGUAGE, PREFER),
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
    """One decision."""
    sent, accepted = call.of(request), request.headers
    ready = sent.snapshot.ready(business)
    snapshot.versions(ready, policy)
    asked = question(await body.read(request))
    reader = reader_of(asked, sent.caller, accepted.get("accept-language"), ready)
    decision = decision_on(asked, ready, policy)
    sent.outcome = outcome_of(decision)
    if is_preferred(accepted.get("prefer")) and not asked.include:
        bare = minimal_to(asked.audience, decision, ready)
        return Response(encode(bare), media_type="application/json", headers=APPLIED)
    headers = {"content-language": reader.locale, "cache-control": "no-store", "vary": "Accept-Language, Prefer"}
    return Response(encode(answer_to(reader, decision, ready)), media_type="application/json", headers=headers)


HANDLERS = (decide,)
