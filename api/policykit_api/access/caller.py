"""Who asks: what this caller may do, and for which business."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policykit_api.access.limit import Limit
    from policykit_api.problems import Refused


class Scope(StrEnum):
    """What a key lets its bearer do. None of them implies another.

    ``decide``: ask for decisions and for what is missing, as a customer may read them.
    ``read``: see businesses, policies and stored decisions, and answers as staff read them (`agent`).
    ``audit``: see answers in full (`auditor`), private facts among them.
    ``admin``: see how the server does (metrics and events), and have it look at the policies' files.
    """

    DECIDE = "decide"
    READ = "read"
    AUDIT = "audit"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request: the id of the key, the one business it is for, and its scopes.

    ``key`` is None where no key is needed; ``business`` is None for a caller of every business.
    ``limit`` is how many requests the key has left. ``unknown`` says why this is nobody we know: it is
    raised where a scope is needed, so that what is open stays open to everybody.
    """

    key: str | None
    business: str | None
    scopes: frozenset[Scope]
    limit: Limit | None = None
    unknown: Refused | None = None

    def sees(self, business: str) -> bool:
        """Whether the business exists for this caller."""
        return self.business is None or self.business == business


ANYBODY = Caller(None, None, frozenset(Scope))
"""Whoever reaches a server that needs no keys."""

NOBODY = Caller(None, None, frozenset())
"""Whoever has not been asked yet who he is."""
