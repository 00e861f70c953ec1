"""One request: what it carries from its beginning to its end."""

from __future__ import annotations

from asyncio import Task
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from litestar import Request

from policykit_api.access.caller import NOBODY, Caller
from policykit_api.metrics.counts import Outcome
from policykit_api.snapshot import Snapshot

if TYPE_CHECKING:
    from litestar.types import Scope

KEY = "policykit"
"""Where the call stands in the ASGI scope."""


@dataclass(slots=True, eq=False)
class Call:
    """The one snapshot that this request sees, its headers by their names in lower case, its id, and who sent it.

    ``status`` is that of the answer, 0 before it has begun; ``more`` are headers that it gets. Of a ``bodiless``
    one (HEAD) nothing but headers is sent. ``began`` counts as ``perf_counter`` does.
    """

    snapshot: Snapshot
    headers: dict[bytes, bytes]
    id: bytes
    caller: Caller = NOBODY
    status: int = 0
    more: Sequence[tuple[bytes, bytes]] = ()
    began: float = 0.0
    bodiless: bool = False
    task: Task[Any] | None = None
    streams: bool = False
    """Whether the answer may take as long as the question goes on."""
    outcome: Outcome | None = None
    """What was decided, where that was the one question of the request."""
    trace: str | None = None
    """The id of the trace that this request is part of, where there is one."""
    overdue: str = ""
    """Why it was given up, if it was."""
    refused_with: int = 0
    """The status that its connection has answered by itself, if it has: the client gets no other."""

    def give_up(self, why: str) -> None:
        """End the work on it: the client is told why, if nothing has been answered yet."""
        if self.task is not None and not self.overdue:
            self.overdue = why
            self.task.cancel()


def of(request: Request[Any, Any, Any]) -> Call:
    """The call that this request is."""
    return in_scope(request.scope)


def in_scope(scope: Scope) -> Call:
    """As ``of``, for a raw ASGI handler."""
    return cast("Call", scope[KEY])  # type: ignore[literal-required]  # our own member of the scope
