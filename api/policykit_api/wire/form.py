"""The body of a request that a page's form has sent: strictly its fields, each once, or refused with the reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.exceptions import HTTPException, InternalServerException

from policykit_api.problem_kinds import BAD_REQUEST, TOO_LARGE, WRONG_MEDIA_TYPE, WRONG_REQUEST
from policykit_api.problems import Fault, Refused
from policykit_api.wire import body
from policykit_api.wire.request import escape

MEDIA_TYPE = "application/x-www-form-urlencoded"
LONGEST = 64 * 1024
"""Bytes of a form: far more than anybody fills in."""
MOST_FIELDS = 2000

_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})")


async def read(request: Request[Any, Any, Any], known: Collection[str]) -> dict[str, str]:
    """The fields of the form in the request's body; raises ``Refused`` (400, 413, 415, 422)."""
    if not body.is_of(body.FORM, request):
        raise Refused(WRONG_MEDIA_TYPE, f"expected the media type `{MEDIA_TYPE}`, in UTF-8")
    return fields(await content(request), known)


async def content(request: Request[Any, Any, Any]) -> bytes:
    """The whole body; raises ``Refused`` (400, 413)."""
    found = bytearray()
    try:
        async for chunk in request.stream():
            found += chunk
            if len(found) > LONGEST:
                raise Refused(TOO_LARGE, f"the form is longer than {LONGEST:,} bytes")
    except InternalServerException:  # what the framework takes for a fault is a client that has left
        raise Refused(BAD_REQUEST, "the body has ended early") from None
    except HTTPException:  # of the body, the framework refuses nothing but its length
        raise Refused(TOO_LARGE, f"the form is longer than {LONGEST:,} bytes") from None
    return bytes(found)


def fields(sent: bytes, known: Collection[str]) -> dict[str, str]:
    """The fields that the bytes spell; raises ``Refused`` (400, and 422 for a field that is not among the known)."""
    if _BROKEN.search(sent):
        raise Refused(BAD_REQUEST, "the form is not encoded as forms are: after `%` come two hexadecimal digits")
    try:
        pairs = parse_qsl(
            sent.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(sent),
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError:
        raise Refused(BAD_REQUEST, "the form is not in UTF-8") from None
    except ValueError:
        raise Refused(
            BAD_REQUEST, f"the form does not consist of at most {MOST_FIELDS:,} fields `name=value`"
        ) from None
    repeated = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
    if repeated:
        raise Refused(BAD_REQUEST, f"the form has the field `{repeated[0][:80]}` more than once")
    strangers = [name for name, _ in pairs if name not in known]
    if strangers:
        faults = tuple(
            Fault(pointer=f"/{escape(name[:80])}", detail="the form has no such field") for name in strangers[:100]
        )
        raise Refused(WRONG_REQUEST, "some fields do not belong to this form: see errors", faults)
    return dict(pairs)
