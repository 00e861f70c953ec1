"""Who may call: keys, what they may send, and what a server without keys takes for its own machine."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from policykit_api.settings.fields import Count, HostName, Section, SomeSeconds


class Access(Section, frozen=True):
    """Who may call, and how often."""

    keys: Annotated[
        Literal["auto", "required"],
        Meta(
            description="When callers need keys; `auto`: unless the server listens on an address that only its own "
            "machine reaches; `required`: always, as behind a proxy, which makes everybody's requests come from there.",
            examples=["required"],
        ),
    ] = "auto"
    hosts: Annotated[
        tuple[HostName, ...],
        Meta(
            description="More names by which a server without keys may be called, beside `localhost` and its addresses."
        ),
    ] = ()
    rate: Annotated[
        Annotated[float, Meta(gt=0, le=1_000_000)],
        Meta(description="Questions a second of one key, to all workers together; more are answered 429."),
    ] = 1000.0
    burst: Annotated[
        Count, Meta(description="How many questions a key may ask at once after a rest, all workers together.")
    ] = 2000
    refresh: Annotated[
        SomeSeconds,
        Meta(description="How often each worker reads the keys: new, rotated and revoked ones count after this time."),
    ] = 2.0
