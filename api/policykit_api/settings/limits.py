"""How large, how slow and how many requests may be."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from policykit_api.settings.fields import Bytes, Count, Section, SomeSeconds


class Limits(Section, frozen=True):
    """How large, how slow and how many requests may be. Times are watched to the second."""

    body_bytes: Annotated[Bytes, Meta(description="The longest body (413 beyond it).")] = 1024 * 1024
    batch_bytes: Annotated[Bytes, Meta(description="The longest body of a batch (413 beyond it).")] = 4 * 1024 * 1024
    line_bytes: Annotated[
        Bytes,
        Meta(description="The longest line of a stream of questions, which has no limit as a whole."),
    ] = 1024 * 1024
    stream_seconds: Annotated[
        SomeSeconds,
        Meta(description="How long a stream of questions waits for its client to go on writing, or reading."),
    ] = 60.0
    target_bytes: Annotated[Bytes, Meta(description="The longest address with its query (414 beyond it).")] = 8 * 1024
    header_bytes: Annotated[Bytes, Meta(description="All header lines together (431 beyond it).")] = 32 * 1024
    header_fields: Annotated[Count, Meta(description="How many header lines (431 beyond it).")] = 100
    header_seconds: Annotated[
        SomeSeconds, Meta(description="Until when the header of a request must have come, from its first byte on.")
    ] = 10.0
    body_seconds: Annotated[SomeSeconds, Meta(description="How long the sender of a body may send nothing at all.")] = (
        10.0
    )
    body_rate: Annotated[
        Bytes, Meta(description="Bytes a second that a body must come with, measured over its first `body_seconds`.")
    ] = 256
    idle_seconds: Annotated[SomeSeconds, Meta(description="How long a connection may stay open without a request.")] = (
        30.0
    )
    request_seconds: Annotated[
        SomeSeconds, Meta(description="How long answering may take (503 beyond it); streams are excepted.")
    ] = 30.0
    requests: Annotated[
        Count, Meta(description="How many requests each process answers at once; more are answered 503.")
    ] = 1024
    streams: Annotated[
        Count,
        Meta(description="How many of them may be streams of questions, which last as long as their clients want."),
    ] = 256
