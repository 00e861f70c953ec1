"""What an application is made of, for as long as it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Litestar

from policykit_api.settings import Settings
from policykit_api.snapshot import Snapshot


@dataclass(slots=True)
class Service:
    """The settings, and the snapshot in use. The snapshot is swapped whole: requests under way keep theirs."""

    settings: Settings
    snapshot: Snapshot


def of(app: Litestar) -> Service:
    """The service behind an application."""
    service: Any = app.state.service
    assert isinstance(service, Service)
    return service
