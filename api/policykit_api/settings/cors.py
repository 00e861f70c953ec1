"""Which pages of other sites may call the API from a browser."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from policykit_api.settings.fields import Section

Origin = Annotated[
    str,
    Meta(
        pattern=r"^(?:\*|https?://[^\s/?#,]+)$",
        max_length=300,
        examples=["https://shop.example"],
        extra={"form": "an origin, such as `https://shop.example`, or `*`"},
    ),
]
Token = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$", extra={"form": "the name of a header or a method"})
]


class Cors(Section, frozen=True):
    """Which pages of other sites may call the API from a browser: none, unless their origins are named.

    Cookies are not used, so credentials are never allowed. `*` lets in every page: to a server that needs keys those
    that have one, to one that needs none whatever page somebody on its machine opens.
    """

    origins: Annotated[
        tuple[Origin, ...],
        Meta(description="The origins whose pages may call; `*` stands for all.", examples=["https://shop.example"]),
    ] = ()
    methods: Annotated[tuple[Token, ...], Meta(description="The methods that they may use.")] = (
        "GET",
        "HEAD",
        "POST",
    )
    headers: Annotated[tuple[Token, ...], Meta(description="The headers that they may send.")] = (
        "Accept",
        "Accept-Language",
        "Authorization",
        "Content-Type",
        "Idempotency-Key",
        "If-None-Match",
        "Prefer",
        "X-Request-Id",
    )
    exposed: Annotated[tuple[Token, ...], Meta(description="The headers of answers that they may read.")] = (
        "Content-Language",
        "ETag",
        "Idempotency-Replayed",
        "Link",
        "Location",
        "Preference-Applied",
        "RateLimit",
        "RateLimit-Policy",
        "Retry-After",
        "WWW-Authenticate",
        "X-Request-Id",
    )
    max_age: Annotated[
        Annotated[int, Meta(ge=0, le=86_400)],
        Meta(description="Seconds for which browsers may remember what is allowed."),
    ] = 600
