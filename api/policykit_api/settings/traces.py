"""Traces by OpenTelemetry."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from policykit_api.settings.fields import Section, Share, WebAddress


class Traces(Section, frozen=True):
    """Traces by OpenTelemetry (the extra `telemetry`). Without an endpoint nothing of it is loaded."""

    endpoint: Annotated[
        WebAddress | None,
        Meta(description="The collector, OTLP over HTTP; `/v1/traces` is added where the address has no path."),
    ] = None
    share: Annotated[
        Share, Meta(description="The share of requests that are traced; a caller's own decision is kept.")
    ] = 1.0
    service: Annotated[
        Annotated[str, Meta(min_length=1, max_length=200)], Meta(description="The name that the traces bear.")
    ] = "policykit"
