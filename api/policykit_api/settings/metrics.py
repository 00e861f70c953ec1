"""Metrics for Prometheus."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from policykit_api.settings.fields import HostName, Port, Section


class Metrics(Section, frozen=True):
    """Metrics in the format of Prometheus, at `/metrics`: for keys of the scope `admin`."""

    enabled: Annotated[bool, Meta(description="Whether anything is counted.", examples=["no"])] = True
    public: Annotated[bool, Meta(description="Whether `/metrics` needs no key.", examples=["yes"])] = False
    port: Annotated[
        Port | None, Meta(description="A port of its own for the metrics, without keys.", examples=[9100])
    ] = None
    host: Annotated[HostName, Meta(description="The address to listen on with `port`.")] = "127.0.0.1"
