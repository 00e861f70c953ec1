"""The types of settings: each says its bounds and its words once, for checks, documentation and editors."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Port = Annotated[int, Meta(ge=1, le=65535, examples=[8080])]
Count = Annotated[int, Meta(ge=1, le=1_000_000)]
Bytes = Annotated[int, Meta(ge=1, le=1024**4, extra={"form": "a whole number of bytes, at least 1"})]
Seconds = Annotated[float, Meta(ge=0, le=86_400, extra={"form": "a number of seconds, 0 or more"})]
SomeSeconds = Annotated[float, Meta(gt=0, le=86_400, extra={"form": "a number of seconds, more than 0"})]
Share = Annotated[float, Meta(ge=0, le=1, extra={"form": "a number from 0 to 1"})]
HostName = Annotated[
    str,
    Meta(pattern=r"^[A-Za-z0-9.:_-]{1,253}$", examples=["192.168.1.20"], extra={"form": "an address or a host"}),
]
FilePath = Annotated[str, Meta(min_length=1, max_length=4000, extra={"form": "a path"})]
WebAddress = Annotated[
    str,
    Meta(
        pattern=r"^https?://[^\s/?#]+[^\s]*$",
        max_length=2000,
        examples=["http://127.0.0.1:4318"],
        extra={"form": "a web address"},
    ),
]
PublicAddress = Annotated[
    str,
    Meta(
        pattern=r"^https?://[^\s/?#@<>\"'\\]+(?:/[^\s?#<>\"'\\]*)?$",
        max_length=500,
        examples=["https://shop.example"],
        extra={"form": "an address such as `https://shop.example`, without a query"},
    ),
]

SECRET = {"secret": True}
"""The ``extra`` of a setting whose value is never shown."""


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings that belong together. The docstring of a section is its description."""
