"""The kinds of policies. A new kind is a module here and a row in this tuple."""

from __future__ import annotations

from policykit.kinds import commitments, complaints, conduct, decision, errands, returns, tiers
from policykit.kinds.plain import Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (decision.KIND, returns.KIND, errands.KIND, commitments.KIND, complaints.KIND, tiers.KIND, conduct.KIND)
}
