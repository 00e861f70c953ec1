"""What an application is made of, for as long as it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Litestar

from policykit_api.access.caller import Caller
from policykit_api.call import Call
from policykit_api.reload.events import Events
from policykit_api.reload.news import Refusal
from policykit_api.settings import Settings
from policykit_api.snapshot import Snapshot
from policykit_api.store import Store

if TYPE_CHECKING:
    from litestar.types import HTTPScope

    from policykit_api.reload.reloading import Reloading

Authenticate = Callable[["HTTPScope", Call], Caller]
"""Who sent a request; raises ``Refused`` where nothing is for him. Called for every request, before routing."""


@dataclass(slots=True)
class Service:
    """The settings, the snapshot in use, how callers are known, what is kept, and who listens to what happens.

    The snapshot is swapped whole: requests under way keep theirs. ``refused`` says why the policies' files
    of now are not in use; it is None while they are. ``reloading`` is None where no folder stands behind them.
    """

    settings: Settings
    snapshot: Snapshot
    store: Store
    events: Events
    authenticate: Authenticate
    refused: Refusal | None = None
    reloading: Reloading | None = None


def of(app: Litestar) -> Service:
    """The service behind an application."""
    service: Any = app.state.service
    assert isinstance(service, Service)
    return service
