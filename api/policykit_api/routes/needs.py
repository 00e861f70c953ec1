"""What is missing for a decision: the questions of a form or of a conversation, one after the other."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from policykit_api import call, problem_kinds, snapshot
from policykit_api.access.caller import Scope
from policykit_api.answering.single import decision_on, reader_of
from policykit_api.operation import ACCEPT_LANGUAGE, BUSINESS, Link, Operation, serves
from policykit_api.wire import body
from policykit_api.wire.needs import Needs, NeedsRequest, to_needs
from policykit_api.wire.request import question
from policykit_api.wire.shape import encode

NEEDS = Operation(
    method="post",
    path="/v1/{business}/policies/{policy}/needs",
    id="readNeeds",
    summary="What is missing for a decision",
    description="The facts to ask for, the next one first, each with its question, its choices and its place in the "
    "request. Send what is known, ask for `next`, put the answer at its `pointer`, and send again, until the "
    "status is `decided`.",
    answer=Needs,
    body=NeedsRequest,
    example=lambda question, _: {name: value for name, value in question.items() if name != "include"},
    tag="decisions",
    scope=Scope.DECIDE,
    headers=(ACCEPT_LANGUAGE,),
    refusals=(
        problem_kinds.NOT_JSON,
        problem_kinds.UNKNOWN_BUSINESS,
        problem_kinds.UNKNOWN_POLICY,
        problem_kinds.TOO_LARGE,
        problem_kinds.WRONG_MEDIA_TYPE,
        problem_kinds.WRONG_FACTS,
        problem_kinds.WRONG_REQUEST,
        problem_kinds.NO_VERSION,
    ),
    links=(Link("decide", {**BUSINESS, "policy": "$request.path.policy"}, "$request.body"),),
)


@serves(NEEDS)
async def needs(request: Request[Any, Any, Any], business: FromPath[str], policy: FromPath[str]) -> Response[bytes]:
    sent = call.of(request)
    ready = sent.snapshot.ready(business)
    snapshot.versions(ready, policy)
    asked = question(await body.read(request), NeedsRequest)
    reader = reader_of(asked, sent.caller, request.headers.get("accept-language"), ready)
    decision = decision_on(asked, ready, policy)
    headers = {"content-language": reader.locale, "cache-control": "no-store"}
    answer = to_needs(decision, ready.business, reader)
    return Response(encode(answer), media_type="application/json", headers=headers)


HANDLERS = (needs,)
