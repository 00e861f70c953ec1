"""Which businesses and policies there are, and what a policy needs to know."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath
from msgspec import Struct

from policykit_api import call, query, snapshot
from policykit_api.access.caller import Scope
from policykit_api.operation import ACCEPT_LANGUAGE, BUSINESS, Link, Operation, serves
from policykit_api.problem_kinds import UNKNOWN_BUSINESS, UNKNOWN_POLICY
from policykit_api.wire.policies import (
    BusinessEntry,
    BusinessList,
    PolicyList,
    PolicyView,
    business_entry,
    policy_list,
    policy_view,
)
from policykit_api.wire.shape import encode

FIRST = {"business": "$response.body#/businesses/0/id"}

LIST_BUSINESSES = Operation(
    method="get",
    path="/v1",
    id="listBusinesses",
    summary="The businesses that this server knows",
    answer=BusinessList,
    tag="policies",
    scope=Scope.READ,
    query=(query.LOCALE,),
    headers=(ACCEPT_LANGUAGE,),
    narrows=True,
    links=(Link("readBusiness", FIRST), Link("listPolicies", FIRST), Link("readTermsData", FIRST)),
)


@serves(LIST_BUSINESSES)
async def list_businesses(request: Request[Any, Any, Any]) -> Response[bytes]:
    asked = call.of(request)
    entries = [
        business_entry(ready.business, query.locale(request, ready))
        for name, ready in asked.snapshot.bundle.businesses.items()
        if asked.caller.sees(name)
    ]
    return told(BusinessList(businesses=entries))


READ_BUSINESS = Operation(
    method="get",
    path="/v1/{business}",
    id="readBusiness",
    summary="A business and where to go on from there",
    answer=BusinessEntry,
    tag="policies",
    scope=Scope.READ,
    query=(query.LOCALE,),
    headers=(ACCEPT_LANGUAGE,),
    refusals=(UNKNOWN_BUSINESS,),
)


@serves(READ_BUSINESS)
async def read_business(request: Request[Any, Any, Any], business: FromPath[str]) -> Response[bytes]:
    ready = call.of(request).snapshot.ready(business)
    locale = query.locale(request, ready)
    return told(business_entry(ready.business, locale), locale)


LIST_POLICIES = Operation(
    method="get",
    path="/v1/{business}/policies",
    id="listPolicies",
    summary="The policies of a business",
    answer=PolicyList,
    tag="policies",
    scope=Scope.READ,
    query=(query.LOCALE,),
    headers=(ACCEPT_LANGUAGE,),
    refusals=(UNKNOWN_BUSINESS,),
    links=(Link("readPolicy", {**BUSINESS, "policy": "$response.body#/policies/0/id"}),),
)


@serves(LIST_POLICIES)
async def list_policies(request: Request[Any, Any, Any], business: FromPath[str]) -> Response[bytes]:
    ready = call.of(request).snapshot.ready(business)
    locale = query.locale(request, ready)
    current = [snapshot.current(ready, policy) for policy in ready.business.policies]
    return told(policy_list(ready.business, current, locale), locale)


READ_POLICY = Operation(
    method="get",
    path="/v1/{business}/policies/{policy}",
    id="readPolicy",
    summary="A policy: its question, outcomes, facts and versions",
    description="Outcomes and facts are those of the version in force now.",
    answer=PolicyView,
    tag="policies",
    scope=Scope.READ,
    query=(query.LOCALE,),
    headers=(ACCEPT_LANGUAGE,),
    refusals=(UNKNOWN_BUSINESS, UNKNOWN_POLICY),
)


@serves(READ_POLICY)
async def read_policy(
    request: Request[Any, Any, Any], business: FromPath[str], policy: FromPath[str]
) -> Response[bytes]:
    ready = call.of(request).snapshot.ready(business)
    locale = query.locale(request, ready)
    return told(policy_view(ready.business, snapshot.current(ready, policy), locale), locale)


def told(answer: Struct, locale: str | None = None) -> Response[bytes]:
    headers = {"vary": "Accept-Language"} | ({"content-language": locale} if locale else {})
    return Response(encode(answer), media_type="application/json", headers=headers)


HANDLERS = (list_businesses, read_business, list_policies, read_policy)
