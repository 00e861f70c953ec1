"""The parameters of an address's query that several routes take."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from litestar import Request

from policykit.explain import negotiate
from policykit.pipeline import Ready
from policykit.values import parse_instant
from policykit_api.problems import WRONG_QUERY, Fault, Refused
from policykit_api.snapshot import shown
from policykit_api.wire.shape import LOCALE_PATTERN

LOCALE = {
    "name": "locale",
    "in": "query",
    "description": "The locale wanted (BCP 47), before the header Accept-Language; the nearest is taken.",
    "schema": {"type": "string", "pattern": LOCALE_PATTERN},
    "example": "en",
}
AT = {
    "name": "at",
    "in": "query",
    "description": "The instant that chooses the version (RFC 3339): the value of the fact that the policy is pinned "
    "to, or where it is pinned to none the instant asked about, which is now where it is not sent.",
    "schema": {"type": "string", "format": "date-time"},
    "example": "2026-03-01T08:00:00+08:00",
}

_LOCALE = re.compile(LOCALE_PATTERN)


def locale(request: Request[Any, Any, Any], ready: Ready) -> str:
    """The locale in which the answer is written; raises ``Refused`` (400)."""
    wish = request.query_params.get("locale")
    if wish is not None and not _LOCALE.fullmatch(wish):
        raise refused("locale", f"`{shown(wish)}` is no locale", "write it like `en` or `zh-Hant` (BCP 47)")
    return negotiate(wish or request.headers.get("accept-language"), ready.business.locales)


def at(request: Request[Any, Any, Any]) -> datetime | None:
    """The instant asked about; raises ``Refused`` (400). A plus sign that is not encoded arrives as a space."""
    sent = request.query_params.get("at")
    if sent is None:
        return None
    found = parse_instant(sent.replace(" ", "+"))
    if not isinstance(found, datetime):
        raise refused("at", found.message)
    return found


def refused(name: str, detail: str, help: str | None = None) -> Refused:
    """What is said of one parameter that cannot be taken."""
    return Refused(WRONG_QUERY, f"the parameter `{name}`: {detail}", (Fault(f"/{name}", detail, help),))
