"""One question put to several policies of a business."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from policykit.decision import Decision
from policykit_api import call, problem_kinds, service
from policykit_api.access.caller import Scope
from policykit_api.access.gate import charge
from policykit_api.answering.idempotency import IDEMPOTENCY_KEY, REPEATABLE, answered, told
from policykit_api.answering.recording import Recorder
from policykit_api.answering.several import decisions_on, entry
from policykit_api.answering.single import reader_of
from policykit_api.answering.turns import in_turns
from policykit_api.metrics.counts import outcome_of
from policykit_api.operation import ACCEPT_LANGUAGE, Operation, serves
from policykit_api.store.replies import Reply
from policykit_api.wire import body
from policykit_api.wire.several import SeveralAnswer, SeveralRequest, several
from policykit_api.wire.shape import encode

DECIDE_SEVERAL = Operation(
    method="post",
    path="/v1/{business}/decide",
    id="decideSeveral",
    summary="Decide by several policies on the same facts",
    description="Up to 20 policies of a business are asked about the same facts. A fact that the business does not "
    "declare is refused once, for all; what one policy cannot take is the problem of that policy alone.",
    answer=SeveralAnswer,
    body=SeveralRequest,
    example=lambda question, policy: {"policies": [policy], **question},
    tag="decisions",
    scope=Scope.DECIDE,
    headers=(ACCEPT_LANGUAGE, IDEMPOTENCY_KEY),
    refusals=(
        problem_kinds.NOT_JSON,
        problem_kinds.UNKNOWN_BUSINESS,
        problem_kinds.TOO_LARGE,
        problem_kinds.WRONG_MEDIA_TYPE,
        problem_kinds.WRONG_FACTS,
        problem_kinds.WRONG_REQUEST,
        *REPEATABLE,
    ),
)


@serves(DECIDE_SEVERAL)
async def decide_several(request: Request[Any, Any, Any], business: FromPath[str]) -> Response[bytes]:
    here = call.of(request)
    ready = here.snapshot.ready(business)
    content = await body.content(request)

    async def answer(recorder: Recorder) -> Reply:
        policies, asked = several(body.decode(content), ready.business.policies)
        charge(here.caller, len(policies))
        kept = recorder.wants(asked)
        found = decisions_on(asked, ready, policies, whole=kept)
        for one in found.values():
            if isinstance(one, Decision):
                service.of(request.app).counts.decided(outcome_of(one))
        reader = reader_of(asked, here.caller, request.headers.get("accept-language"), ready)
        entries = ((policy, entry(one, reader, ready, recorder, kept=kept)) for policy, one in found.items())
        answer = SeveralAnswer(policies=dict([one async for piece in in_turns(entries) for one in piece]))
        return Reply((("content-language", reader.locale),), encode(answer))

    return told(await answered(service.of(request.app), here, request, content, answer))


HANDLERS = (decide_several,)
