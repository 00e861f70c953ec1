"""The body of a request as data: strictly JSON, with the digits sent, or refused with the reason.

Refused with 400 is what is no JSON at all, and what is JSON that programs read differently: repeated
names, very deep nesting, brackets and whole numbers without end.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from json import JSONDecoder
from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import InternalServerException

from policykit.garbage import collecting_later
from policykit.values import DIGITS
from policykit_api.problem_kinds import BAD_REQUEST, NOT_JSON, WRONG_MEDIA_TYPE
from policykit_api.problems import Refused

DEEPEST = 32
MOST_BRACKETS = 250_000
"""Objects and lists that a body may open: one in twenty bytes of the longest, where questions have one in fifty."""
LONGEST_NUMBER = 64
TOO_LONG = Decimal("9" * (DIGITS + 1))
"""Stands for every number that no fact can hold; the fault then names the fact, as for any other."""

_UTF_8 = r'\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?'
JSON = re.compile(rf"application/json{_UTF_8}", re.IGNORECASE)
LINES = re.compile(rf"application/x-ndjson{_UTF_8}", re.IGNORECASE)
FORM = re.compile(rf"application/x-www-form-urlencoded{_UTF_8}", re.IGNORECASE)
_NAME_END = re.compile(rb'"[ \t\r\n]*:')


async def read(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """The JSON object in the request's body; raises ``Refused`` (400, 415)."""
    return decode(await content(request))


async def content(request: Request[Any, Any, Any]) -> bytes:
    """The request's body, which says that it is JSON; raises ``Refused`` (400, 415)."""
    if not is_of(JSON, request):
        raise Refused(WRONG_MEDIA_TYPE, "expected the media type `application/json`, in UTF-8")
    try:
        return await request.body()
    except InternalServerException:  # what the framework takes for a fault is a client that has left
        raise Refused(BAD_REQUEST, "the body has ended early") from None


def is_of(media_type: re.Pattern[str], request: Request[Any, Any, Any]) -> bool:
    """Whether the body is of that type, as its header says; raises ``Refused`` (415) where it is compressed."""
    headers = request.headers  # made anew each time it is asked for
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(WRONG_MEDIA_TYPE, "expected a body that is not compressed")
    return media_type.fullmatch(headers.get("content-type", "").strip()) is not None


def decode(body: bytes) -> dict[str, Any]:
    """The JSON object that the bytes spell; raises ``Refused`` (400)."""
    if not body.strip():
        raise Refused(NOT_JSON, "the body is empty")
    if body.count(b"[") + body.count(b"{") > MOST_BRACKETS:
        raise Refused(NOT_JSON, f"the body has more than {MOST_BRACKETS:,} opening brackets")
    try:
        with collecting_later():
            data = _decoder.decode(body)
    except UnicodeDecodeError as error:
        raise Refused(NOT_JSON, f"a text in the body is not UTF-8, from its byte {error.start} on") from None
    except RecursionError:
        raise Refused(NOT_JSON, f"the body nests more than {DEEPEST} deep") from None
    except msgspec.ValidationError:
        raise Refused(NOT_JSON, "a whole number has more than 4,300 digits") from None
    except msgspec.DecodeError as error:
        raise Refused(NOT_JSON, sentence(str(error))) from None
    if not isinstance(data, dict):
        raise Refused(NOT_JSON, f"expected an object, not {called(data)}")
    if len(_NAME_END.findall(body)) != names(data):
        refuse_repeats(body)
    return data


def exact(digits: str) -> Decimal:
    """The decimal as its digits say. One too long for any fact becomes a shorter one that is too long as well."""
    if len(digits) > LONGEST_NUMBER:
        return TOO_LONG
    try:
        return Decimal(digits)
    except InvalidOperation:  # the exponent alone is too long
        return TOO_LONG


_decoder = msgspec.json.Decoder(float_hook=exact)


def names(data: object) -> int:
    """How many names the objects of the data have together; refuses what is too deep.

    Level by level: a body of nothing but brackets takes no longer than others of its length.
    """
    total, level = 0, [data]
    for _ in range(DEEPEST):
        inner: list[object] = []
        for value in level:
            if isinstance(value, dict):
                total += len(value)
                inner += value.values()
            elif isinstance(value, list):
                inner += value
        level = [value for value in inner if isinstance(value, (dict, list))]
        if not level:
            return total
    raise Refused(NOT_JSON, f"the body nests more than {DEEPEST} deep")


def refuse_repeats(body: bytes) -> None:
    """Raise where an object says a name twice. The count that led here may also have met `":` within a text."""
    JSONDecoder(object_pairs_hook=unrepeated).decode(body.decode())


def unrepeated(pairs: list[tuple[str, object]]) -> None:
    if len(dict(pairs)) < len(pairs):
        repeated = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
        said = ", ".join(f"`{name[:80]}`" for name in repeated[:5])
        raise Refused(NOT_JSON, f"an object repeats the name {said}")


def sentence(message: str) -> str:
    """The decoder's message in the form of ours."""
    return message[:1].lower() + message[1:] if not message.startswith("JSON") else message


def called(data: object) -> str:
    """What a person calls JSON data of that type."""
    match data:
        case None:
            return "null"
        case bool():
            return "a flag"
        case int() | Decimal():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "an object"
