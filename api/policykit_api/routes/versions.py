"""The versions of a policy: all of them, the one that applies to an order, and one as it is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from policykit.decision import NoVersion
from policykit.pipeline import version_at
from policykit.values import now
from policykit_api import call, query, snapshot
from policykit_api.access.caller import Scope
from policykit_api.operation import ACCEPT_LANGUAGE, Operation, serves
from policykit_api.problem_kinds import NO_VERSION, UNKNOWN_BUSINESS, UNKNOWN_POLICY, UNKNOWN_VERSION
from policykit_api.problems import Refused
from policykit_api.query import MOMENT, Parameter, Query
from policykit_api.routes.businesses import told
from policykit_api.wire.policies import PolicyView, policy_view
from policykit_api.wire.request import Wrong
from policykit_api.wire.versions import Applying, VersionList, applying, version_list

LIST = Operation(
    method="get",
    path="/v1/{business}/policies/{policy}/versions",
    id="listVersions",
    summary="The versions of a policy, and which is in force",
    answer=VersionList,
    tag="policies",
    scope=Scope.READ,
    refusals=(UNKNOWN_BUSINESS, UNKNOWN_POLICY),
)


@serves(LIST)
async def list_versions(
    request: Request[Any, Any, Any], business: FromPath[str], policy: FromPath[str]
) -> Response[bytes]:
    ready = call.of(request).snapshot.ready(business)
    snapshot.versions(ready, policy)
    try:
        in_force = version_at(ready, policy, now()).version
    except NoVersion:
        in_force = None
    return told(version_list(ready.business, policy, in_force))


AT: Parameter[datetime | None] = Parameter(
    "at",
    "The instant that chooses the version (RFC 3339): the value of the fact that the policy is pinned to, or where it "
    "is pinned to none the instant asked about.",
    MOMENT,
    query.instant,
    None,
    {"required": True, "example": "2026-03-01T08:00:00+08:00"},
)
APPLYING = Operation(
    method="get",
    path="/v1/{business}/policies/{policy}/versions/applying",
    id="findApplyingVersion",
    summary="Which version applies to my order",
    description="An order keeps the terms that were in force at the fact that the policy is pinned to, such as when "
    "it was placed. The answer says which fact that is.",
    answer=Applying,
    tag="policies",
    scope=Scope.READ,
    query=(AT,),
    refusals=(UNKNOWN_BUSINESS, UNKNOWN_POLICY, NO_VERSION),
)


@serves(APPLYING)
async def applying_version(
    request: Request[Any, Any, Any], business: FromPath[str], policy: FromPath[str]
) -> Response[bytes]:
    ready = call.of(request).snapshot.ready(business)
    pinned_to = snapshot.versions(ready, policy)[-1].pinned_to
    at = asked_about(request, pinned_to)
    try:
        return told(applying(ready.business, version_at(ready, policy, at), pinned_to, at))
    except NoVersion as error:
        raise Refused(NO_VERSION, str(error)) from None


def asked_about(request: Request[Any, Any, Any], pinned_to: str | None) -> datetime:
    """The instant that chooses the version; raises ``Refused`` (400) where it is wrong or not sent."""
    given = Query(request)
    at = given.take(AT)
    if not given.sent(AT):
        what = f"the value of `{pinned_to}`" if pinned_to else "the instant asked about"
        given.fault(AT, Wrong(f"the version depends on {what}", "send it as the parameter `at`"))
    given.finish()
    assert at is not None
    return at


READ = Operation(
    method="get",
    path="/v1/{business}/policies/{policy}/versions/{version}",
    id="readVersion",
    summary="One version of a policy: its question, outcomes and facts",
    answer=PolicyView,
    tag="policies",
    scope=Scope.READ,
    query=(query.LOCALE,),
    headers=(ACCEPT_LANGUAGE,),
    refusals=(UNKNOWN_BUSINESS, UNKNOWN_POLICY, UNKNOWN_VERSION),
)


@serves(READ)
async def read_version(
    request: Request[Any, Any, Any], business: FromPath[str], policy: FromPath[str], version: FromPath[str]
) -> Response[bytes]:
    ready = call.of(request).snapshot.ready(business)
    found = snapshot.named(ready, policy, version)
    locale = query.locale(request, ready)
    return told(policy_view(ready.business, found, locale), locale)


HANDLERS = (list_versions, applying_version, read_version)
