"""Who is let in, and to what: every request passes here twice.

``Gate.caller`` tells who sent it, before it is routed. ``admit`` then tells whether that caller may have
the operation asked for, whichever handler serves it; what is open to everybody is never refused.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from policykit_api.access.caller import ANYBODY, Caller, Scope
from policykit_api.access.keyring import Invalid, Keyring
from policykit_api.access.limit import Limit
from policykit_api.access.nearness import Nearness
from policykit_api.problem_kinds import BAD_REQUEST, KEY_NEEDED, SCOPE_NEEDED, TOO_MANY_REQUESTS, WRONG_KEY
from policykit_api.problems import Refused
from policykit_api.snapshot import unknown_business

if TYPE_CHECKING:
    from litestar.types import HTTPScope

    from policykit_api.call import Call
    from policykit_api.operation import Operation
    from policykit_api.problem_kinds import Kind

HEADER = b"authorization"
SCHEME = b"bearer "
CHALLENGE = 'Bearer realm="policykit"'


class Gate:
    """Knows callers: by their keys, or where ``near`` is given by their being near, without keys."""

    def __init__(self, keyring: Keyring, near: Nearness | None = None) -> None:
        self.keyring = keyring
        self.near = near

    def caller(self, scope: HTTPScope, asked: Call) -> Caller:
        """Who sent the request; somebody ``unknown`` where no key of ours came with it.

        Raises ``Refused`` where no keys are needed and the request does not come from near.
        """
        if self.near is not None:
            self.near.require(scope["client"], asked.headers)
            return ANYBODY
        given = asked.headers.get(HEADER)
        if given is None:
            return stranger(KEY_NEEDED, "this address needs a key: send `Authorization: Bearer pk_…`")
        sent = cast("list[tuple[bytes, bytes]]", scope["headers"])
        if len(sent) > len(asked.headers) and sum(name == HEADER for name, _ in sent) > 1:
            return stranger(BAD_REQUEST, "the header Authorization is sent twice", "invalid_request")
        if given[: len(SCHEME)].lower() != SCHEME:
            return stranger(KEY_NEEDED, "the header Authorization takes the form `Bearer pk_…`")
        found = self.keyring.bearer(given[len(SCHEME) :].strip(), time.time())
        return stranger(WRONG_KEY, found.value, "invalid_token") if isinstance(found, Invalid) else found


def stranger(kind: Kind, detail: str, error: str | None = None) -> Caller:
    """Nobody we know, and why."""
    return Caller(None, None, frozenset(), unknown=Refused(kind, detail, headers=challenge(error, detail)))


def challenge(error: str | None = None, said: str = "", scope: Scope | None = None) -> Mapping[str, str]:
    """What a caller without a right key, or without the scope, is asked for (RFC 6750, section 3)."""
    parts = [CHALLENGE]
    if error:
        parts += [f'error="{error}"', f'error_description="{said}"']
    if scope:
        parts.append(f'scope="{scope}"')
    return {"WWW-Authenticate": ", ".join(parts)}


# --- what a caller may have -------------------------------------------------------------------


def admit(asked: Call, operation: Operation, business: str | None) -> None:
    """Raise ``Refused`` unless the caller may have the operation (401, 403, 429), for that business (404).

    ``business`` is the one that the address names, None where it names none. A business that is not the
    caller's is answered as one that does not exist: nobody learns who else is served.
    """
    if operation.scope is None:
        return
    caller = asked.caller
    if caller is ANYBODY:
        return
    if caller.unknown is not None:
        raise caller.unknown
    if caller.limit is not None:
        spend(caller.limit)
    require(caller, operation.scope, "this address")
    if caller.business is None:
        return
    if business is not None and business != caller.business:
        raise unknown_business(business)
    if business is None and not operation.narrows:
        raise Refused(SCOPE_NEEDED, "this address is about every business: it needs a key that is bound to none")


def spend(limit: Limit) -> None:
    """Count a request against the limit of its key; raises ``Refused`` (429)."""
    wait = limit.take(time.monotonic())
    if wait:
        raise too_many(limit, wait)


def charge(caller: Caller, questions: int) -> None:
    """Count the questions of one request like so many requests; raises ``Refused`` (429). The first is counted."""
    if caller.limit is not None and questions > 1:
        wait = caller.limit.take_more(time.monotonic(), questions - 1)
        if wait:
            raise too_many(caller.limit, wait)


def too_many(limit: Limit, wait: float) -> Refused:
    detail = f"this key may ask {limit.allowance.rate:g} questions a second"
    return Refused(TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(int(wait) + 1)})


def pause(caller: Caller, questions: int) -> float:
    """Count questions of a stream that have been answered: the seconds until the next ones may be."""
    return 0.0 if caller.limit is None else caller.limit.pay(time.monotonic(), questions)


def require(caller: Caller, scope: Scope, what: str) -> None:
    """Raise ``Refused`` (403) unless the caller's key has the scope that something needs."""
    if scope not in caller.scopes:
        detail = f"{what} needs a key of the scope `{scope}`"
        raise Refused(SCOPE_NEEDED, detail, headers=challenge("insufficient_scope", detail, scope))


AUDIENCES = {"agent": Scope.READ, "auditor": Scope.AUDIT}


def require_audience(caller: Caller, audience: str) -> None:
    """Raise ``Refused`` (403) unless the caller may see what that audience sees; everybody sees what customers do."""
    if not may_read_as(caller, audience):
        require(caller, AUDIENCES[audience], f"the audience `{audience}`")


def may_read_as(caller: Caller, audience: str) -> bool:
    """Whether the caller may see what that audience sees; everybody sees what customers do."""
    return audience not in AUDIENCES or AUDIENCES[audience] in caller.scopes
