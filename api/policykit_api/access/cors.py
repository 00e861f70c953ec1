"""Cross-origin requests of browsers (the Fetch standard): which origins may read answers, and preflights.

The framework's own is not used: it sees neither the refusals of the edge nor raw handlers, and overwrites `Vary`.
"""

from __future__ import annotations

from collections.abc import Mapping

from policykit_api.settings.cors import Cors

Headers = list[tuple[bytes, bytes]]

VARY = (b"vary", b"Origin")


class Crossing:
    """What the settings allow, ready to be sent. Credentials never are, so `*` may stand for every origin."""

    def __init__(self, settings: Cors) -> None:
        self._origins = {origin.encode() for origin in settings.origins}
        self._all = b"*" in self._origins
        self._methods = (b"access-control-allow-methods", listed(settings.methods))
        self._headers = (b"access-control-allow-headers", listed(settings.headers))
        self._max_age = (b"access-control-max-age", str(settings.max_age).encode())
        self._exposed = (b"access-control-expose-headers", listed(settings.exposed))

    def allowed(self, origin: bytes | None) -> Headers:
        """The headers that let a page of that origin read the answer; caches learn that it depends on it."""
        if self._all:
            return [(b"access-control-allow-origin", b"*"), self._exposed]
        if origin is None or origin not in self._origins:
            return [VARY]
        return [(b"access-control-allow-origin", origin), self._exposed, VARY]

    def preflight(self, origin: bytes | None) -> Headers:
        """What a page of that origin may send, beside ``allowed``; nothing to others."""
        known = self._all or origin in self._origins
        return [self._methods, self._headers, self._max_age] if known else []


def is_preflight(method: str, headers: Mapping[bytes, bytes]) -> bool:
    return method == "OPTIONS" and b"origin" in headers and b"access-control-request-method" in headers


def listed(names: tuple[str, ...]) -> bytes:
    return ", ".join(names).encode()
