"""What is kept so that the next start is quick."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from policykit_api.settings.fields import FilePath, Section


class Cache(Section, frozen=True):
    """What is kept so that the next start is quick."""

    use: Annotated[
        bool, Meta(description="Whether checked policies are kept on disk, and taken from there at the next start.")
    ] = True
    folder: Annotated[
        FilePath | None,
        Meta(
            description="Where. Nobody but the server's user may write to it: what stands there is run. Without it, "
            "systemd's `CACHE_DIRECTORY` or the user's cache folder.",
            examples=["/var/cache/policykit"],
        ),
    ] = None
