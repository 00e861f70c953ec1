"""What an address asks for behind its question mark: stated once for the documents, and read strictly."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from litestar import Request

from policykit.backends.jsonschema import INSTANT
from policykit.diagnostics import did_you_mean, in_backticks
from policykit.explain import negotiate
from policykit.pipeline import Ready
from policykit_api.problem_kinds import WRONG_QUERY
from policykit_api.problems import Fault, Refused
from policykit_api.wire import request as members
from policykit_api.wire.request import Wrong, escape
from policykit_api.wire.shape import LOCALE_PATTERN

if TYPE_CHECKING:
    from policykit_api.operation import Operation

T = TypeVar("T")

MOST_FAULTS = 100
LONGEST_NAME = 80

MOMENT = {"type": "string", "format": "date-time", "pattern": INSTANT}


@dataclass(frozen=True, slots=True)
class Parameter(Generic[T]):
    """One parameter: what the documents say of it, how its text is read, and what holds where it is not sent."""

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Callable[[str], T]
    default: T
    more: Mapping[str, Any] | None = None

    @property
    def described(self) -> Mapping[str, Any]:
        """The parameter as an OpenAPI document has it."""
        said = {"name": self.name, "in": "query", "description": self.description, "schema": self.schema}
        return said | dict(self.more or {})


class Query:
    """The parameters of one request, of which its operation takes some, and the faults met so far."""

    def __init__(self, request: Request[Any, Any, Any]) -> None:
        operation: Operation = request.route_handler.opt["operation"]
        known = tuple(parameter.name for parameter in operation.query)
        self._given = request.query_params
        self._faults = [unknown(name, known) for name in self._given if name not in known]

    def take(self, parameter: Parameter[T]) -> T:
        """The parameter as read, or its default where it is not sent or is wrong."""
        values = self._given.getall(parameter.name, [])
        if not values:
            return parameter.default
        try:
            return parameter.read(only(parameter.name, values))
        except Wrong as wrong:
            self.fault(parameter, wrong)
            return parameter.default

    def sent(self, parameter: Parameter[Any]) -> bool:
        return parameter.name in self._given

    def fault(self, parameter: Parameter[Any], wrong: Wrong) -> None:
        self._faults.append(Fault(pointer=f"/{parameter.name}{wrong.below}", detail=wrong.detail, help=wrong.help))

    def finish(self) -> None:
        """Raises ``Refused`` (400) with every fault, of very many with the first hundred."""
        if self._faults:
            count = len(self._faults)
            places = "1 parameter" if count == 1 else f"{count} parameters"
            told = tuple(self._faults[:MOST_FAULTS])
            raise Refused(WRONG_QUERY, f"{places} of the address cannot be taken: see errors", told)


def require_none(request: Request[Any, Any, Any]) -> None:
    """Raise ``Refused`` (400) where an operation that takes no parameters is sent some."""
    Query(request).finish()


def only(name: str, values: list[str]) -> str:
    """The one value that was sent; raises ``Wrong`` of several."""
    if len(values) > 1:
        raise Wrong(f"`{name}` is given {len(values)} times", "give it once")
    return values[0]


def unknown(name: str, known: tuple[str, ...]) -> Fault:
    shown = name[:LONGEST_NAME]
    listed = f"the parameters are {in_backticks(known)}" if known else "this address takes none"
    return Fault(
        pointer=f"/{escape(shown)}", detail=f"unknown parameter `{shown}`", help=did_you_mean(shown, known, listed)
    )


# --- how a text is read -----------------------------------------------------------------------

_PLUS = re.compile(r" (?=\d\d:\d\d$)")


def instant(text: str) -> datetime:
    """In an address a plus sign stands for a space unless it is encoded: before an offset it was a plus."""
    return members.instant(_PLUS.sub("+", text))


def words(read: Callable[[object], T]) -> Callable[[str], T]:
    """Reads what takes a list of words out of one text with commas."""
    return lambda text: read(text.split(",") if text else [])


# --- the parameters that several operations take ----------------------------------------------

LOCALE: Parameter[str | None] = Parameter(
    "locale",
    "The locale wanted (BCP 47), before the header Accept-Language; the nearest is taken.",
    {"type": "string", "pattern": LOCALE_PATTERN},
    members.locale,
    None,
    {"example": "en"},
)


def locale(request: Request[Any, Any, Any], ready: Ready) -> str:
    """The locale of the answer, where nothing else can be asked for; raises ``Refused`` (400)."""
    given = Query(request)
    wish = given.take(LOCALE)
    given.finish()
    return nearest(request, ready, wish)


def nearest(request: Request[Any, Any, Any], ready: Ready, wish: str | None) -> str:
    """The locale of the business that comes nearest to what the address wishes, or else the header."""
    return negotiate(wish or request.headers.get("accept-language"), ready.business.locales)
