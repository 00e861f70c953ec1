"""Decisions that were stored: one told again for a reader, and the list for whoever examines them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.params import FromPath

from policykit.explain import negotiate
from policykit_api import call, problems, query, service
from policykit_api.access.caller import Scope
from policykit_api.access.gate import require_audience
from policykit_api.operation import ACCEPT_LANGUAGE, Operation, serves
from policykit_api.problems import UNKNOWN_DECISION, Refused
from policykit_api.recalling import told_again
from policykit_api.recording import reachable
from policykit_api.store.records import Record, Wanted
from policykit_api.wire import request as asked
from policykit_api.wire.decision import Reader
from policykit_api.wire.query import Query, words
from policykit_api.wire.recalled import DecisionList, Recalled, listed
from policykit_api.wire.request import Wrong
from policykit_api.wire.shape import AUDIENCES, INCLUDES, NAME_PATTERN, Audience, Include, encode

MOST = 200
"""Decisions in one list."""

Parameter = Mapping[str, Any]


def parameter(name: str, description: str, schema: Mapping[str, Any]) -> Parameter:
    return {"name": name, "in": "query", "description": description, "schema": schema}


MOMENT = {"type": "string", "format": "date-time"}

READ_DECISION = Operation(
    method="get",
    path="/v1/{business}/decisions/{decision}",
    id="readDecision",
    summary="A stored decision, told again in any locale and for any audience",
    description="It is composed from what was kept and never evaluated again, in the words of the version that "
    "made it. Values of private facts were not kept.",
    answer=Recalled,
    tag="decisions",
    scope=Scope.READ,
    headers=(ACCEPT_LANGUAGE,),
    query=(
        query.LOCALE,
        parameter("audience", "Who will read it; `auditor` needs the scope `audit`.", {"enum": list(AUDIENCES)}),
        {
            **parameter("include", "The parts wanted.", {"type": "array", "items": {"enum": list(INCLUDES)}}),
            "explode": False,
        },
    ),
    refusals=(
        problems.WRONG_QUERY,
        problems.UNKNOWN_BUSINESS,
        UNKNOWN_DECISION,
        problems.WORDS_GONE,
        problems.STORE_UNAVAILABLE,
    ),
)


@serves(READ_DECISION)
async def read_decision(
    request: Request[Any, Any, Any], business: FromPath[str], decision: FromPath[str]
) -> Response[bytes]:
    here = call.of(request)
    ready = here.snapshot.ready(business)
    given = Query(request, "locale", "audience", "include")
    locale = given.take("locale", asked.locale, None)
    audience: Audience = given.take("audience", asked.audience, "customer")
    include: frozenset[Include] = given.take("include", words(asked.include), frozenset())
    given.finish()
    require_audience(here.caller, audience)
    wanted = negotiate(locale or request.headers.get("accept-language"), ready.business.locales)
    reader = Reader(wanted, audience, include)
    answer = told_again(await found(request, business, decision), ready, reader)
    headers = {"content-language": reader.locale, "cache-control": "private, no-cache", "vary": "Accept-Language"}
    return Response(encode(answer), media_type="application/json", headers=headers)


async def found(request: Request[Any, Any, Any], business: str, decision: str) -> Record:
    """The record of that id; raises ``Refused`` (404, 503)."""
    with reachable():
        record = await (await service.of(request.app).store.decisions()).find(business, decision)
    if record is None:
        raise Refused(UNKNOWN_DECISION, f"`{business}` has kept no decision of that id")
    return record


LIST_DECISIONS = Operation(
    method="get",
    path="/v1/{business}/decisions",
    id="listDecisions",
    summary="The stored decisions of a business, newest first",
    answer=DecisionList,
    tag="decisions",
    scope=Scope.AUDIT,
    volatile=True,
    query=(
        parameter("policy", "Decisions by this policy only.", {"type": "string", "pattern": NAME_PATTERN}),
        parameter("outcome", "Decisions with this outcome only.", {"type": "string", "maxLength": 80}),
        parameter("since", "Decisions stored at this time or later.", MOMENT),
        parameter("until", "Decisions stored before this time.", MOMENT),
        parameter("before", "Decisions older than that of this id: where a list goes on.", {"type": "string"}),
        parameter("limit", "How many at most.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50}),
    ),
    refusals=(problems.WRONG_QUERY, problems.UNKNOWN_BUSINESS, problems.STORE_UNAVAILABLE),
)


@serves(LIST_DECISIONS)
async def list_decisions(request: Request[Any, Any, Any], business: FromPath[str]) -> Response[bytes]:
    call.of(request).snapshot.ready(business)
    given = Query(request, "policy", "outcome", "since", "until", "before", "limit")
    wanted = Wanted(
        policy=given.take("policy", text, None),
        outcome=given.take("outcome", text, None),
        since=given.take("since", asked.instant, None),
        until=given.take("until", asked.instant, None),
        before=given.take("before", text, None),
        limit=given.take("limit", limit, 50),
    )
    given.finish()
    with reachable():
        entries = await (await service.of(request.app).store.decisions()).list(business, wanted)
    following = None
    if len(entries) == wanted.limit:
        kept = [(name, value) for name, value in request.query_params.multi_items() if name != "before"]
        following = f"/v1/{business}/decisions?{urlencode([*kept, ('before', entries[-1].id)])}"
    headers = {"cache-control": "no-store"}
    return Response(encode(listed(business, entries, following)), media_type="application/json", headers=headers)


def text(value: object) -> str:
    found = str(value)
    if len(found) > 80 or not found.isprintable():
        raise Wrong("expected a name of at most 80 characters")
    return found


def limit(value: object) -> int:
    found = str(value)
    if not (found.isascii() and found.isdigit() and len(found) <= 3 and 1 <= int(found) <= MOST):
        raise Wrong(f"expected a whole number from 1 to {MOST}")
    return int(found)


HANDLERS = (read_decision, list_decisions)
