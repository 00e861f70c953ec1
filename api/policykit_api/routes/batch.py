"""Many questions to one policy in one request: as one list, or as a stream of lines."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request
from litestar.params import FromPath
from litestar.response.base import ASGIResponse
from litestar.types import ASGIApp

from policykit_api import call, problem_kinds, service, snapshot
from policykit_api.access.caller import Scope
from policykit_api.access.gate import charge
from policykit_api.answering.batching import Batch
from policykit_api.answering.idempotency import IDEMPOTENCY_KEY, REPEATABLE, answered, headers_of, key_of
from policykit_api.answering.lines import Left, chunks
from policykit_api.answering.recording import Recorder
from policykit_api.answering.streaming import Stream
from policykit_api.answering.together import answer_list
from policykit_api.operation import ACCEPT_LANGUAGE, Operation, serves
from policykit_api.problem_kinds import BAD_REQUEST, TOO_LARGE, WRONG_MEDIA_TYPE
from policykit_api.problems import Refused
from policykit_api.settings.limits import Limits
from policykit_api.store.replies import Reply
from policykit_api.wire import body
from policykit_api.wire.batch import VARY, BatchAnswer, BatchItem, BatchRequest, LineEntry
from policykit_api.wire.minimal import APPLIED, PREFER, is_preferred

DECIDE_BATCH = Operation(
    method="post",
    path="/v1/{business}/policies/{policy}/decide-batch",
    id="decideBatch",
    summary="Decide many questions by a policy",
    description="Up to 1,000 questions in one list; each gets its own answer or its own problem, in the order of the "
    "list. As `application/x-ndjson`, one question a line, a request may be of any length: the answers come as "
    "lines too, while the questions are still being sent. Read them as you write. With `Prefer: return=minimal` the "
    "bare answer comes to every question without `include`.",
    answer=BatchAnswer,
    body=BatchRequest,
    example=lambda question, _: {"items": [{"ref": "first", **question}]},
    lines=(BatchItem, LineEntry),
    tag="decisions",
    scope=Scope.DECIDE,
    headers=(ACCEPT_LANGUAGE, PREFER, IDEMPOTENCY_KEY),
    refusals=(
        problem_kinds.NOT_JSON,
        problem_kinds.UNKNOWN_BUSINESS,
        problem_kinds.UNKNOWN_POLICY,
        problem_kinds.TIMED_OUT,
        problem_kinds.TOO_LARGE,
        problem_kinds.WRONG_MEDIA_TYPE,
        problem_kinds.WRONG_REQUEST,
        problem_kinds.TOO_MANY_ITEMS,
        *REPEATABLE,
    ),
)


@serves(DECIDE_BATCH)
async def decide_batch(request: Request[Any, Any, Any], business: FromPath[str], policy: FromPath[str]) -> ASGIApp:
    here, running = call.of(request), service.of(request.app)
    ready = here.snapshot.ready(business)
    snapshot.versions(ready, policy)
    accepted, limits = request.headers.get("accept-language"), running.settings.limits
    minimal = is_preferred(request.headers.get("prefer"))
    if body.is_of(body.LINES, request):
        if key_of(here.headers):
            raise Refused(BAD_REQUEST, "a stream of lines cannot be repeated: send it without Idempotency-Key")
        running.begin_stream(here)
        recorder, count = Recorder(running, here.caller), running.counts.decided
        questions = Batch(ready, policy, recorder, accepted, minimal=minimal, count=count)
        return Stream(questions, limits, lambda: running.require_known(request.scope, here))
    if not body.is_of(body.JSON, request):
        raise Refused(WRONG_MEDIA_TYPE, "expected `application/json`, or `application/x-ndjson` for lines; in UTF-8")
    content = await received(request, limits)

    async def answer(recorder: Recorder) -> Reply:
        asked = Batch(ready, policy, recorder, accepted, minimal=minimal, count=running.counts.decided)
        headers = (APPLIED if minimal else {}) | {"vary": VARY}
        return Reply(tuple(headers.items()), await answer_list(asked, content, partial(charge, here.caller)))

    reply = await answered(running, here, request, content, answer)
    return ASGIResponse(body=reply.body, media_type="application/json", headers=headers_of(reply))


async def received(request: Request[Any, Any, Any], limits: Limits) -> bytes:
    """The whole body, which may be longer than that of one question; raises ``Refused`` (400, 408, 413)."""
    found = bytearray()
    try:
        async for chunk in chunks(request.receive, limits.stream_seconds):
            found += chunk
            if len(found) > limits.batch_bytes:
                raise Refused(TOO_LARGE, f"the batch is longer than {limits.batch_bytes:,} bytes")
    except Left:
        raise Refused(BAD_REQUEST, "the body has ended early") from None
    except TimeoutError:
        raise Refused(problem_kinds.TIMED_OUT, "the body has not come to its end") from None
    return bytes(found)


HANDLERS = (decide_batch,)
