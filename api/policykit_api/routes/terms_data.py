"""The terms as data, for those who lay them out themselves: open to everybody, as the pages are."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from policykit import document
from policykit.document import Place, PolicyTerms
from policykit_api import call, query, snapshot
from policykit_api.operation import ACCEPT_LANGUAGE, Operation, serves
from policykit_api.problem_kinds import UNKNOWN_BUSINESS, UNKNOWN_POLICY, UNKNOWN_VERSION
from policykit_api.query import Parameter, Query
from policykit_api.routes.businesses import told
from policykit_api.routes.terms import edition
from policykit_api.wire.terms import BusinessTerms, business_terms

VERSION: Parameter[str | None] = Parameter(
    "version",
    "The version; the one in force now where it is not sent.",
    {"type": "string", "maxLength": 80},
    str,
    None,
    {"example": "2026-01-01"},
)
BUSINESS = Operation(
    method="get",
    path="/v1/{business}/terms",
    id="readTermsData",
    summary="The terms of a business, as data",
    answer=BusinessTerms,
    tag="terms",
    scope=None,
    query=(query.LOCALE,),
    headers=(ACCEPT_LANGUAGE,),
    refusals=(UNKNOWN_BUSINESS,),
)


@serves(BUSINESS)
async def of_business(request: Request[Any, Any, Any], business: FromPath[str]) -> Response[bytes]:
    ready = call.of(request).snapshot.ready(business)
    locale = query.locale(request, ready)
    current = [snapshot.current(ready, policy) for policy in ready.business.policies]
    return told(business_terms(ready.business, current, locale), locale)


POLICY = Operation(
    method="get",
    path="/v1/{business}/policies/{policy}/terms",
    id="readPolicyTermsData",
    summary="The terms of one policy, as data",
    description="What the page says, sentence by sentence: rules, tables, examples, what law gives at least.",
    answer=PolicyTerms,
    tag="terms",
    scope=None,
    query=(query.LOCALE, VERSION),
    headers=(ACCEPT_LANGUAGE,),
    refusals=(UNKNOWN_BUSINESS, UNKNOWN_POLICY, UNKNOWN_VERSION),
)


@serves(POLICY)
async def of_policy(request: Request[Any, Any, Any], business: FromPath[str], policy: FromPath[str]) -> Response[bytes]:
    ready = call.of(request).snapshot.ready(business)
    given = Query(request)
    version, wish = given.take(VERSION), given.take(query.LOCALE)
    given.finish()
    locale = query.nearest(request, ready, wish)
    found = snapshot.current(ready, policy) if version is None else snapshot.named(ready, policy, version)
    place = Place(ready.business.id, locale, policy)
    view = document.terms_of(ready.business, found, place, edition(call.of(request).snapshot, None))
    return told(document.terms_data(view), locale)


HANDLERS = (of_business, of_policy)
