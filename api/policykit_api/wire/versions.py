"""The versions of a policy, and which of them applies."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from policykit.model import Business, Policy
from policykit_api.wire.policies import VersionView, version_view
from policykit_api.wire.shape import Moment, Wire
from policykit_api.wire.values import moment

PinnedTo = Annotated[
    str | None,
    Meta(
        description="The fact whose value chooses the version; null where the instant asked about does.",
        examples=["order.placed_at"],
    ),
]
Chooser = Annotated[
    Literal["pinned_to", "as_of"],
    Meta(description="What the instant is: the value of the pinning fact, or the instant asked about."),
]


class VersionList(Wire):
    """The versions of a policy, oldest first, and which is in force now."""

    business: str
    policy: str
    digest: Annotated[str, Meta(description="The digest of the business's files.")]
    pinned_to: PinnedTo
    in_force: Annotated[str | None, Meta(description="The version in force now, or null where none is.")]
    versions: list[VersionView]


class Applying(Wire):
    """The version that applies, and why: the instant that chose it, and what that instant is."""

    business: str
    policy: str
    pinned_to: PinnedTo
    chosen_by: Chooser
    at: Moment
    version: VersionView
    href: Annotated[str, Meta(description="Where this version is read.")]


def version_list(business: Business, policy: str, in_force: str | None) -> VersionList:
    versions = business.policies[policy]
    return VersionList(
        business=business.id,
        policy=policy,
        digest=business.digest,
        pinned_to=versions[-1].pinned_to,
        in_force=in_force,
        versions=[version_view(version) for version in versions],
    )


def applying(business: Business, policy: Policy, pinned_to: str | None, at: datetime) -> Applying:
    return Applying(
        business=business.id,
        policy=policy.id,
        pinned_to=pinned_to,
        chosen_by="pinned_to" if pinned_to else "as_of",
        at=moment(at),
        version=version_view(policy),
        href=f"/v1/{business.id}/policies/{policy.id}/versions/{policy.version}",
    )
