"""One request: what it carries from its beginning to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from litestar import Request

from policykit_api.access.caller import NOBODY, Caller
from policykit_api.snapshot import Snapshot

if TYPE_CHECKING:
    from litestar.types import Scope

KEY = "policykit"
"""Where the call stands in the ASGI scope."""


@dataclass(slots=True, eq=False)
class Call:
    """The one snapshot that this request sees, its headers by their names in lower case, its id, and who sent it.

    ``status`` is that of the answer, 0 before it has begun; ``more`` are headers that it gets. Of a ``bodiless``
    one (HEAD) nothing but headers is sent.
    """

    snapshot: Snapshot
    headers: dict[bytes, bytes]
    id: bytes
    caller: Caller = NOBODY
    status: int = 0
    more: Sequence[tuple[bytes, bytes]] = ()
    bodiless: bool = False


def of(request: Request[Any, Any, Any]) -> Call:
    """The call that this request is."""
    return in_scope(request.scope)


def in_scope(scope: Scope) -> Call:
    """As ``of``, for a raw ASGI handler."""
    return cast("Call", scope[KEY])  # type: ignore[literal-required]  # our own member of the scope
