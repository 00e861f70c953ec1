"""What a route says about itself: one statement for routing, access and the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from policykit_api.access.caller import Scope
from policykit_api.problem_kinds import Kind
from policykit_api.query import Parameter
from policykit_api.wire.shape import Wire

ACCEPT_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "description": "The locales wanted (RFC 9110), such as `zh-TW, en;q=0.5`; the nearest of the business is taken.",
    "schema": {"type": "string"},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The `ETag` of an answer that you have (RFC 9110): it is sent again only if it has changed.",
    "schema": {"type": "string"},
}


Question = Mapping[str, Any]
"""The body of a request to decide, as plain JSON data."""


@dataclass(frozen=True, slots=True)
class Link:
    """What to ask next, of the operation of that id, and where its parameters and its body come from."""

    to: str
    parameters: Mapping[str, str]
    body: str | None = None


BUSINESS = {"business": "$request.path.business"}
"""The business that the address names."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address.

    ``scope`` is what a caller needs; None is open to everybody. An address that names no ``{business}`` is
    closed to the key of one business, unless it ``narrows``: shows such a key its own alone. ``answer`` is a
    shape, or the media type of an answer that has none. ``example`` makes the body of an example
    out of a question to decide and its policy. One with a ``form`` takes the fields that a page sends; one that is
    ``for_people`` shows them on a page as well why they are refused. ``lines`` are the shapes of a line in and a line
    out, where a stream of lines is taken as well. ``minimal`` is the shape of the bare answer, for callers who
    prefer it. Path parameters are taken from the address. Pages for people and their parts are not ``described`` to
    programs. The answer of a ``volatile`` one is never kept. ``links`` say how to go on from an answer.
    """

    method: str
    path: str
    id: str
    summary: str
    answer: type[Struct] | str
    tag: str
    scope: Scope | None
    description: str = ""
    body: type[Wire] | None = None
    example: Callable[[Question, str], Question] = lambda question, _: question
    form: bool = False
    for_people: bool = False
    lines: tuple[type[Wire], type[Wire]] | None = None
    headers: tuple[Mapping[str, Any], ...] = ()
    query: tuple[Parameter[Any], ...] = ()
    refusals: tuple[Kind, ...] = ()
    described: bool = True
    narrows: bool = False
    minimal: type[Wire] | None = None
    volatile: bool = False
    links: tuple[Link, ...] = ()

    @property
    def strict(self) -> bool:
        """Whether parameters that it does not take are refused: links to pages get some where they are shared."""
        return self.answer != "text/html"

    @property
    def revalidated(self) -> bool:
        """Whether a client that has the answer may ask if it still holds (`If-None-Match`)."""
        return self.method == "get" and not self.volatile


def serves(operation: Operation) -> Callable[[Callable[..., Any]], HTTPRouteHandler]:
    """The decorator that makes a function the handler of an operation, which it carries in ``opt``."""
    return HTTPRouteHandler(
        template(operation.path),
        http_method=operation.method.upper(),  # type: ignore[arg-type]  # a method by its name
        status_code=200,
        opt={"operation": operation},
    )


def template(path: str) -> str:
    """The address as the framework writes it; parameters are texts, so that none is refused before we see it."""
    return re.sub(r"{(\w+)}", r"{\1:str}", path)
