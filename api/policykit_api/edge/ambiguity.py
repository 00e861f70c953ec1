"""Headers that two programs in a row can read differently: one of them then lets pass what the other takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from policykit_api.problem_kinds import BAD_REQUEST
from policykit_api.problems import Refused

if TYPE_CHECKING:
    from litestar.types import HTTPScope

ONCE = (b"host", b"content-type", b"idempotency-key")
"""Headers with one value, of which programs take the first or the last where they are sent twice.

`Content-Length` is the parser's to refuse, `Authorization` the gate's.
"""


def may_be_ambiguous(headers: Mapping[bytes, bytes], lines: int) -> bool:
    """Whether ``require_plain`` must look, told in a moment: for most requests it need not."""
    return lines != len(headers) or b"host" not in headers or b"transfer-encoding" in headers


def require_plain(scope: HTTPScope, headers: Mapping[bytes, bytes]) -> None:
    """Raise ``Refused`` (400) where a header is ambiguous, or `Host` is missing (RFC 9112, sections 3.2 and 6.1).

    HTTP/1.0 knows no `Host`, and HTTP/2 has it in another form.
    """
    names = [name for name, _ in scope["headers"]]
    for name in ONCE:
        if names.count(name) > 1:
            raise Refused(BAD_REQUEST, f"the header {name.decode()} is sent twice")
    if b"host" not in headers and scope["http_version"] in ("0.9", "1.1"):
        raise Refused(BAD_REQUEST, "the header Host is missing")
    codings = [value.strip().lower() for name, value in scope["headers"] if name == b"transfer-encoding"]
    if codings not in ([], [b"chunked"]):
        raise Refused(BAD_REQUEST, "the only transfer coding that is taken is `chunked`")
