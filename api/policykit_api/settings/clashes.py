"""Settings of which each is right, and which do not go together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policykit_api.settings import Settings


@dataclass(frozen=True, slots=True)
class Clash:
    """A setting (its section and its name) that the others leave without effect: why, and what to do instead."""

    setting: tuple[str, str]
    message: str
    help: str


def clashes(settings: Settings) -> Iterator[Clash]:
    """All that is asked for and would not be done."""
    if settings.metrics.port is not None and settings.server.engine == "granian":
        yield Clash(
            ("metrics", "port"),
            "`metrics.port` is not served where `server.engine` is `granian`",
            "leave it out: `/metrics` answers on the server's own port; or let `server.engine` be `uvicorn`",
        )
