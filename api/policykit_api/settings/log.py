"""What the server's log holds and how it looks."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from policykit_api.settings.fields import Section, SomeSeconds


class Log(Section, frozen=True):
    """What the server's log holds (on standard error) and how it looks. Bodies, facts and keys are never in it."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="The least serious lines that are written.")
    ] = "info"
    format: Annotated[
        Literal["auto", "json", "console"],
        Meta(description="JSON lines or lines for people; `auto`: for people on a terminal, else JSON."),
    ] = "auto"
    requests: Annotated[
        Literal["none", "errors", "all"],
        Meta(description="Which requests get a line: none, those answered with 5xx or too slowly, or all."),
    ] = "errors"
    slow_seconds: Annotated[SomeSeconds, Meta(description="From when on a request is slow.")] = 1.0
