"""Requests that may be sent twice: the header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header).

The first one is answered and its answer kept; the same request with the same key gets that answer again, byte
for byte. Of the key and of what was sent with it the database holds digests only.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from typing import Any

from litestar import Request, Response

from policykit.values import now
from policykit_api.answering.recording import Recorder, reachable
from policykit_api.call import Call
from policykit_api.observation.tracing import span
from policykit_api.problem_kinds import BAD_REQUEST, KEY_REUSED, NOT_FOR_AUDITORS, STORE_UNAVAILABLE, UNDER_WAY
from policykit_api.problems import Refused
from policykit_api.service import Service
from policykit_api.store import Unavailable
from policykit_api.store.replies import Reply, Reused, Slot, UnderWay

HEADER = b"idempotency-key"

_TEXT = re.compile(rb'"((?:[ !#-\[\]-~]|\\["\\]){1,255})"')
"""A string of structured fields (RFC 9651)."""
_BARE = re.compile(rb"[0-9A-Za-z._~:/+=@-]{1,255}")

REPLAYED = ("idempotency-replayed", "true")
AT_ONCE = {"Retry-After": "1"}


def key_of(headers: dict[bytes, bytes]) -> bytes | None:
    """The key that a request came with, if it did; raises ``Refused`` (400)."""
    given = headers.get(HEADER)
    if given is None:
        return None
    text = _TEXT.fullmatch(given)
    if text:
        return re.sub(rb"\\(.)", rb"\1", text[1])
    if _BARE.fullmatch(given):
        return given
    detail = 'Idempotency-Key is one text of 1 to 255 characters: "8e03978e-40d5-43dd-bc93-6894a57f9324"'
    raise Refused(BAD_REQUEST, detail)


def slot(key: bytes, business: str, caller: str | None, *request: bytes) -> Slot:
    """Where the answer to a request is kept. What was sent is mixed with the key, which nobody else knows."""
    sent = hmac.new(key, digestmod="sha256")
    for part in request:
        sent.update(len(part).to_bytes(8) + part)
    return Slot(business, caller or "", sha256(key).digest(), sent.digest())


Answer = Callable[[Recorder], Awaitable[Reply]]
"""Works out the answer to a request, and hands the recorder what is to be kept with it."""


async def answered(
    service: Service, asked: Call, request: Request[Any, Any, Any], content: bytes, answer: Answer
) -> Reply:
    """The answer to a request, once what it wants to be kept is; raises ``Refused`` (400, 409, 422, 503).

    With an `Idempotency-Key` it is the answer that the same request got before.
    """
    key = key_of(asked.headers)
    recorder = Recorder(service, asked.caller, repeatable=key is not None)
    if key is not None:
        wanted = slot(key, request.path_params["business"], asked.caller.key, request.scope["path"].encode(), content)
        return await once(wanted, recorder, lambda: answer(recorder))
    reply = await answer(recorder)
    await recorder.keep()
    return reply


def told(reply: Reply) -> Response[bytes]:
    """The answer as HTTP."""
    return Response(reply.body, media_type="application/json", headers=headers_of(reply))


def headers_of(reply: Reply) -> dict[str, str]:
    return {**dict(reply.headers), "cache-control": "no-store"}


async def once(wanted: Slot, recorder: Recorder, answer: Callable[[], Awaitable[Reply]]) -> Reply:
    """The answer, with what it has to be kept; or the one that the key got before. Raises ``Refused`` (409, 422, 503).

    A request that is refused leaves its key free: it may be mended and sent again.
    """
    kept = timedelta(hours=recorder.service.settings.store.answer_hours)
    with reachable(recorder.service):
        try:
            answers = await recorder.service.store.answers(kept)
            with span("claim key"):
                claim = await answers.claim(wanted, now())
        except UnderWay:
            raise Refused(UNDER_WAY, "a request with this Idempotency-Key is being answered", headers=AT_ONCE) from None
        except Reused:
            detail = "this Idempotency-Key came with another request before: send each request with one of its own"
            raise Refused(KEY_REUSED, detail) from None
        if isinstance(claim, Reply):
            return Reply((*claim.headers, REPLAYED), claim.body)
        try:
            reply = await answer()
            with span("keep answer"):
                await answers.keep(claim, reply, recorder.records)
        except UnderWay:
            raise Refused(UNDER_WAY, "another request with this key was quicker", headers=AT_ONCE) from None
        except BaseException:
            with suppress(Unavailable):
                await answers.give_back(claim)
            raise
    return reply


IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A text of your own, such as a UUID: the same request with the same key gets the same answer again.",
    "schema": {
        "type": "string",
        "maxLength": 512,
        "pattern": r'^(?:"(?:[ !#-\[\]-~]|\\["\\]){1,255}"|[0-9A-Za-z._~:/+=@-]{1,255})$',
    },
}
REPEATABLE = (UNDER_WAY, KEY_REUSED, NOT_FOR_AUDITORS, STORE_UNAVAILABLE)
"""What a request may be refused with that can be sent twice, or whose decisions can be kept."""
