"""What an application is made of, for as long as it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Litestar

from policykit_api.access.caller import Caller
from policykit_api.call import Call
from policykit_api.settings import Settings
from policykit_api.snapshot import Snapshot
from policykit_api.store import Store

if TYPE_CHECKING:
    from litestar.types import HTTPScope

Authenticate = Callable[["HTTPScope", Call], Caller]
"""Who sent a request; raises ``Refused`` where nothing is for him. Called for every request, before routing."""


@dataclass(slots=True)
class Service:
    """The settings, the snapshot in use, how callers are known, and what is kept.

    The snapshot is swapped whole: requests under way keep theirs.
    """

    settings: Settings
    snapshot: Snapshot
    store: Store
    authenticate: Authenticate


def of(app: Litestar) -> Service:
    """The service behind an application."""
    service: Any = app.state.service
    assert isinstance(service, Service)
    return service
