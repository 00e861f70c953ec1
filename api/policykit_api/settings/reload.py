"""How changed policies are taken over."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from policykit_api.settings.fields import Count, Section, SomeSeconds


class Reload(Section, frozen=True):
    """How changed policies are taken over."""

    watch: Annotated[
        bool,
        Meta(description="Whether the server watches its policies; if not, SIGHUP and `POST /v1/reload` tell it."),
    ] = True
    poll: Annotated[
        bool,
        Meta(description="Whether to look at every file again and again: where a network drive tells of no change."),
    ] = False
    sweep_seconds: Annotated[
        SomeSeconds, Meta(description="How often all files are looked at, in case that a change was not told.")
    ] = 30.0
    listeners: Annotated[
        Count, Meta(description="How many may listen to `/v1/events` at once, in each process (503 beyond it).")
    ] = 64
