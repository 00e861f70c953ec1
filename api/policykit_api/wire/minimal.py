"""The bare answer, for callers who prefer it (`Prefer: return=minimal`, RFC 7240)."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from policykit.decision import Decision, Status
from policykit.model import Policy
from policykit_api.wire.answers import Hit, hits, values
from policykit_api.wire.ids import PATTERN, new_id
from policykit_api.wire.shape import Audience, GovernedBy, Moment, OutcomeName, RuleName, Values, Wire
from policykit_api.wire.values import moment

PREFER = {
    "name": "Prefer",
    "in": "header",
    "description": "`return=minimal` (RFC 7240) for the bare answer; not with `include`, which asks for more.",
    "schema": {"type": "string"},
}
MINIMAL = b"return=minimal"
"""The header as nearly all send it."""
APPLIED = {"cache-control": "no-store", "preference-applied": MINIMAL.decode(), "vary": "Prefer"}
"""The headers of a bare answer."""

_PREFERENCE = re.compile(r'\s*return\s*=\s*(?:minimal|"minimal")\s*(?:;.*)?', re.IGNORECASE | re.DOTALL)


class MinimalDecided(Wire, kw_only=True):
    """The bare answer. Everything in it is as in the whole answer, but for these, which are shorter.

    `deadlines` are instants by name, `needs` the places in the request of the facts to ask for, the next one
    first, and `version` is the version of the policy.
    """

    id: Annotated[str, Meta(pattern=PATTERN)]
    status: Literal["decided", "needs_info"]
    outcome: OutcomeName | None
    final: bool
    decided_by: Literal["policy", "person"]
    rule: RuleName | None
    governed_by: GovernedBy
    values: Values
    hits: list[Hit] | UnsetType = UNSET
    deadlines: dict[str, Moment]
    needs: Annotated[list[str], Meta(examples=[["/facts/order/delivered_at"]])]
    possible: list[OutcomeName]
    version: str


def is_preferred(header: str | None) -> bool:
    """Whether a header Prefer asks for the bare answer. The first of several `return` counts (RFC 7240, section 2)."""
    if header is None:
        return False
    stated = (one for one in header.split(",") if one.strip().lower().startswith("return"))
    return _PREFERENCE.fullmatch(next(stated, "")) is not None


def to_minimal(decision: Decision, policy: Policy, audience: Audience) -> MinimalDecided:
    """The bare answer to one audience; ``policy`` is the version that decided."""
    answer = decision.answer
    shown = answer is not None and (audience != "customer" or policy.rule(answer.rule).public)
    return MinimalDecided(
        id=new_id(),
        status="decided" if decision.status is Status.DECIDED else "needs_info",
        outcome=answer.outcome if answer else None,
        final=decision.final,
        decided_by="person" if decision.decided_by == "person" else "policy",
        rule=answer.rule if answer and shown else None,
        governed_by=decision.governed_by,
        values=values(answer, answer.values, policy) if answer else {},
        hits=hits(answer, policy) if answer and answer.hits else UNSET,
        deadlines={one.name: moment(one.at) for one in answer.deadlines} if answer else {},
        needs=[f"/facts{one.pointer}" for one in decision.needs],
        possible=list(decision.possible),
        version=decision.version,
    )
