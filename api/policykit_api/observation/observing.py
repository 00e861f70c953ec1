"""What is noted of every request once it is answered: counts, and a line in the log where one is wanted."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from policykit_api.call import Call

if TYPE_CHECKING:
    from litestar.types import HTTPScope

    from policykit_api.service import Service

log = logging.getLogger("policykit.requests")

NOWHERE = "-"
"""The route of an address at which there is nothing. The address itself is the caller's text and goes nowhere."""

METHODS = frozenset({"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"})
OTHER = "other"
"""The method of a request whose method is none of HTTP's own: the word is the caller's text."""

Observe = Callable[[Call, "HTTPScope", float], None]


def observer(service: Service) -> Observe:
    """What to call with each request, its scope after routing, and the seconds that it took."""
    settings = service.settings.log
    counting = service.settings.metrics.enabled
    every, some = settings.requests == "all", settings.requests != "none"
    slow = settings.slow_seconds

    def observe(asked: Call, scope: HTTPScope, seconds: float) -> None:
        status = asked.status
        if counting:
            counts = service.counts
            counts.request(route_of(scope.get("path_template", "")), method_of(scope["method"]), status)
            if asked.outcome is not None:
                counts.answered(asked.outcome, seconds)
        if every or (some and (status >= 500 or status == 0 or (seconds > slow and not asked.streams))):
            tell(asked, scope, seconds)

    return observe


def tell(asked: Call, scope: HTTPScope, seconds: float) -> None:
    """A line about the request: where it went and how it ended. Nothing of what the caller has sent but its ids."""
    said: dict[str, object] = {
        "request": asked.id.decode(),
        "method": method_of(scope["method"]),
        "route": route_of(scope.get("path_template", "")),
        "status": asked.status,
        "milliseconds": round(seconds * 1000, 2),
    }
    if asked.caller.key:
        said["key"] = asked.caller.key
    if asked.trace:
        said["trace"] = asked.trace
    if asked.outcome is not None:
        said["business"], said["policy"], *_ = asked.outcome
    log.log(logging.WARNING if asked.status >= 500 or not asked.status else logging.INFO, "request", extra=said)


def method_of(word: str) -> str:
    """The method as metrics, log and traces name it: one of few, whatever callers send."""
    return word if word in METHODS else OTHER


@cache
def route_of(template: str) -> str:
    """The route as the documentation writes it: `/v1/{business}/policies`."""
    return re.sub(r"{(\w+):\w+}", r"{\1}", template) or NOWHERE
