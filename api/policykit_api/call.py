"""One request: what it carries from its beginning to its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from litestar import Request

from policykit_api.access.caller import ANYBODY, Caller
from policykit_api.snapshot import Snapshot

if TYPE_CHECKING:
    from litestar.types import Scope

KEY = "policykit"
"""Where the call stands in the ASGI scope."""


@dataclass(slots=True)
class Call:
    """The one snapshot that this request sees, and who sent it."""

    snapshot: Snapshot
    caller: Caller = ANYBODY


def of(request: Request[Any, Any, Any]) -> Call:
    """The call that this request is."""
    return in_scope(request.scope)


def in_scope(scope: Scope) -> Call:
    """As ``of``, for a raw ASGI handler."""
    return cast("Call", scope[KEY])  # type: ignore[literal-required]  # our own member of the scope
