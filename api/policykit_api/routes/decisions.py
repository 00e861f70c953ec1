"""Decisions that were stored: one told again for a reader, and the list for whoever examines them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response
from litestar.params import FromPath

from policykit_api import call, service
from policykit_api.access.caller import Scope
from policykit_api.access.gate import require_audience
from policykit_api.answering.recalling import told_again
from policykit_api.answering.recording import reachable
from policykit_api.observation.tracing import span
from policykit_api.operation import ACCEPT_LANGUAGE, BUSINESS, Link, Operation, serves
from policykit_api.problem_kinds import STORE_UNAVAILABLE, UNKNOWN_BUSINESS, UNKNOWN_DECISION, WORDS_GONE
from policykit_api.problems import Refused
from policykit_api.query import LOCALE, LONGEST_NAME, MOMENT, Parameter, Query, instant, nearest, words
from policykit_api.store.records import Record, Wanted
from policykit_api.wire import request as members
from policykit_api.wire.decision import Reader
from policykit_api.wire.recalled import DecisionList, Recalled, listed
from policykit_api.wire.request import Wrong
from policykit_api.wire.shape import AUDIENCES, INCLUDES, Audience, Include, encode

MOST = 200
"""Decisions in one list."""

AUDIENCE: Parameter[Audience] = Parameter(
    "audience",
    "Who will read it; `auditor` needs the scope `audit`.",
    {"enum": list(AUDIENCES)},
    members.audience,
    "customer",
)
INCLUDE: Parameter[frozenset[Include]] = Parameter(
    "include",
    "The parts wanted.",
    {"type": "array", "items": {"enum": list(INCLUDES)}},
    words(members.include),
    frozenset(),
    {"explode": False},
)

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
    query=(LOCALE, AUDIENCE, INCLUDE),
    refusals=(
        UNKNOWN_BUSINESS,
        UNKNOWN_DECISION,
        WORDS_GONE,
        STORE_UNAVAILABLE,
    ),
)


@serves(READ_DECISION)
async def read_decision(
    request: Request[Any, Any, Any], business: FromPath[str], decision: FromPath[str]
) -> Response[bytes]:
    here = call.of(request)
    ready = here.snapshot.ready(business)
    given = Query(request)
    wish, audience, include = given.take(LOCALE), given.take(AUDIENCE), given.take(INCLUDE)
    given.finish()
    require_audience(here.caller, audience)
    reader = Reader(nearest(request, ready, wish), audience, include)
    answer = told_again(await found(request, business, decision), ready, reader)
    headers = {"content-language": reader.locale, "cache-control": "private, no-cache", "vary": "Accept-Language"}
    return Response(encode(answer), media_type="application/json", headers=headers)


async def found(request: Request[Any, Any, Any], business: str, decision: str) -> Record:
    """The record of that id; raises ``Refused`` (404, 503)."""
    running = service.of(request.app)
    with reachable(running), span("read decision"):
        record = await (await running.store.decisions()).find(business, decision)
    if record is None:
        raise Refused(UNKNOWN_DECISION, f"`{business}` has kept no decision of that id")
    return record


def text(value: str) -> str:
    if len(value) > LONGEST_NAME or not (value.isascii() and value.isprintable()):
        raise Wrong(f"expected a name of at most {LONGEST_NAME} plain characters")
    return value


def count(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and 1 <= int(value) <= MOST):
        raise Wrong(f"expected a whole number from 1 to {MOST}")
    return int(value)


NAME = {"type": "string", "maxLength": LONGEST_NAME, "pattern": "^[ -~]*$"}
POLICY: Parameter[str | None] = Parameter("policy", "Decisions by this policy only.", NAME, text, None)
OUTCOME: Parameter[str | None] = Parameter("outcome", "Decisions with this outcome only.", NAME, text, None)
SINCE: Parameter[datetime | None] = Parameter("since", "Decisions stored at this time or later.", MOMENT, instant, None)
UNTIL: Parameter[datetime | None] = Parameter("until", "Decisions stored before this time.", MOMENT, instant, None)
BEFORE: Parameter[str | None] = Parameter(
    "before", "Decisions older than that of this id: where a list goes on.", NAME, text, None
)
LIMIT = Parameter(
    "limit", "How many at most.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50}, count, 50
)

LIST_DECISIONS = Operation(
    method="get",
    path="/v1/{business}/decisions",
    id="listDecisions",
    summary="The stored decisions of a business, newest first",
    answer=DecisionList,
    tag="decisions",
    scope=Scope.AUDIT,
    volatile=True,
    query=(POLICY, OUTCOME, SINCE, UNTIL, BEFORE, LIMIT),
    refusals=(UNKNOWN_BUSINESS, STORE_UNAVAILABLE),
    links=(Link("readDecision", {**BUSINESS, "decision": "$response.body#/decisions/0/id"}),),
)


@serves(LIST_DECISIONS)
async def list_decisions(request: Request[Any, Any, Any], business: FromPath[str]) -> Response[bytes]:
    call.of(request).snapshot.ready(business)
    wanted = wanted_by(Query(request))
    running = service.of(request.app)
    with reachable(running), span("list decisions"):
        entries = await (await running.store.decisions()).list(business, wanted)
    following = continued(request, business, entries[-1].id) if len(entries) == wanted.limit else None
    headers = {"cache-control": "no-store"}
    return Response(encode(listed(business, entries, following)), media_type="application/json", headers=headers)


def wanted_by(given: Query) -> Wanted:
    """Which decisions are listed; raises ``Refused`` (400)."""
    wanted = Wanted(
        policy=given.take(POLICY),
        outcome=given.take(OUTCOME),
        since=given.take(SINCE),
        until=given.take(UNTIL),
        before=given.take(BEFORE),
        limit=given.take(LIMIT),
    )
    given.finish()
    return wanted


def continued(request: Request[Any, Any, Any], business: str, last: str) -> str:
    """The address at which the list goes on behind the decision of that id."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != BEFORE.name]
    return f"/v1/{business}/decisions?{urlencode([*kept, (BEFORE.name, last)])}"


HANDLERS = (read_decision, list_decisions)
