"""What is kept, where, and how long."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from policykit_api.settings.fields import SECRET, Section

DatabaseAddress = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9+]*://\S+$",
        max_length=2000,
        examples=["postgresql://policykit:password@db.example/policykit"],
        extra={"form": "the address of a database", **SECRET},
    ),
]
Days = Annotated[int, Meta(ge=1, le=36_500, extra={"form": "a whole number of days, at least 1"})]
Hours = Annotated[int, Meta(ge=1, le=8_760, extra={"form": "a whole number of hours, at least 1"})]


class Store(Section, frozen=True):
    """What is kept, where, and how long."""

    url: Annotated[
        DatabaseAddress | None,
        Meta(
            description="The database: `postgresql://…` (the extra `postgres`), or `sqlite:///` and a path. "
            "Without it a file `policykit.db`, in systemd's `STATE_DIRECTORY` or the user's state folder."
        ),
    ] = None
    decisions: Annotated[
        Literal["asked", "always", "never"],
        Meta(description="Which decisions are kept: those whose request has `store: true`, all, or none."),
    ] = "asked"
    keep_days: Annotated[Days, Meta(description="How long a decision is kept.")] = 365
    answer_hours: Annotated[
        Hours, Meta(description="How long the answer to a request with an `Idempotency-Key` is kept.")
    ] = 24
