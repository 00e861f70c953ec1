"""What an address asks for behind its question mark: checked all at once, as the members of a body are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from litestar import Request

from policykit.diagnostics import did_you_mean
from policykit_api.problems import WRONG_QUERY, Fault, Refused
from policykit_api.wire.request import Wrong, escape

T = TypeVar("T")


class Query:
    """The parameters of one address, and the faults met so far."""

    def __init__(self, request: Request[Any, Any, Any], *known: str) -> None:
        self._given = request.query_params
        self._faults = [
            Fault(pointer=f"/{escape(name[:80])}", detail=f"unknown parameter `{name[:80]}`", help=offered(name, known))
            for name in self._given
            if name not in known
        ]

    def take(self, name: str, read: Callable[[object], T], default: T) -> T:
        """The parameter as read, or its default where it is not sent or is wrong."""
        values = self._given.getall(name, [])
        if not values:
            return default
        if len(values) > 1:
            self._fault(name, Wrong(f"`{name}` is given {len(values)} times"))
            return default
        try:
            return read(values[0])
        except Wrong as wrong:
            self._fault(name, wrong)
            return default

    def _fault(self, name: str, wrong: Wrong) -> None:
        self._faults.append(Fault(pointer=f"/{name}{wrong.below}", detail=wrong.detail, help=wrong.help))

    def finish(self) -> None:
        """Raises ``Refused`` (400) with every fault."""
        if self._faults:
            count = len(self._faults)
            places = "1 parameter" if count == 1 else f"{count} parameters"
            raise Refused(WRONG_QUERY, f"{places} of the address cannot be taken: see errors", tuple(self._faults))


def offered(name: str, known: tuple[str, ...]) -> str | None:
    listed = ", ".join(f"`{one}`" for one in known)
    return did_you_mean(name[:80], known, f"the parameters are {listed}")


def words(read: Callable[[object], T]) -> Callable[[object], T]:
    """Reads what takes a list of words out of one text with commas."""
    return lambda value: read(str(value).split(",") if value else [])
