"""The question put to a policy, and its decision."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from policykit_api import call, problem_kinds, service, snapshot
from policykit_api.access.caller import Scope
from policykit_api.answering.idempotency import IDEMPOTENCY_KEY, REPEATABLE, answered, told
from policykit_api.answering.recording import Recorder
from policykit_api.answering.single import kept_answer, reader_of
from policykit_api.operation import ACCEPT_LANGUAGE, BUSINESS, Link, Operation, serves
from policykit_api.store.replies import Reply
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
    headers=(ACCEPT_LANGUAGE, PREFER, IDEMPOTENCY_KEY),
    refusals=(
        problem_kinds.NOT_JSON,
        problem_kinds.UNKNOWN_BUSINESS,
        problem_kinds.UNKNOWN_POLICY,
        problem_kinds.TOO_LARGE,
        problem_kinds.WRONG_MEDIA_TYPE,
        problem_kinds.WRONG_FACTS,
        problem_kinds.WRONG_REQUEST,
        problem_kinds.NO_VERSION,
        *REPEATABLE,
    ),
    links=(Link("readDecision", {**BUSINESS, "decision": "$response.body#/id"}),),
)

VARY = {"vary": "Accept-Language, Prefer"}
"""What a whole answer depends on."""


@serves(DECIDE)
async def decide(request: Request[Any, Any, Any], business: FromPath[str], policy: FromPath[str]) -> Response[bytes]:
    """One decision."""
    here, sent = call.of(request), request.headers
    ready = here.snapshot.ready(business)
    snapshot.versions(ready, policy)
    content = await body.content(request)
    prefers_minimal = is_preferred(sent.get("prefer"))

    async def answer(recorder: Recorder) -> Reply:
        asked = question(body.decode(content))
        reader = reader_of(asked, here.caller, sent.get("accept-language"), ready)
        minimal = prefers_minimal and not asked.include
        answer = kept_answer(asked, ready, policy, reader, recorder, minimal=minimal)
        here.outcome = recorder.outcome
        headers = APPLIED if minimal else {"content-language": reader.locale, **VARY}
        if recorder.records:
            headers = headers | {"content-location": f"/v1/{business}/decisions/{answer.id}"}
        return Reply(tuple(headers.items()), encode(answer))

    return told(await answered(service.of(request.app), here, request, content, answer))


HANDLERS = (decide,)
