"""The facts of a business and of a policy: to read, and as a JSON Schema to check requests with."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from policykit.backends.jsonschema import standalone
from policykit.backends.prose.locales import text_in
from policykit.deciding.inputs import facts_of
from policykit_api import call, query, snapshot
from policykit_api.access.caller import Scope
from policykit_api.operation import ACCEPT_LANGUAGE, Operation, serves
from policykit_api.problem_kinds import UNKNOWN_BUSINESS, UNKNOWN_POLICY
from policykit_api.routes.businesses import told
from policykit_api.wire.facts import FactView, view
from policykit_api.wire.shape import Wire, encode

SCHEMA_TYPE = "application/schema+json"


class FactList(Wire):
    """The facts that a business declares, in the order of its file."""

    business: str
    locale: str
    digest: str
    facts: list[FactView]


LIST = Operation(
    method="get",
    path="/v1/{business}/facts",
    id="listFacts",
    summary="The facts that a business declares",
    answer=FactList,
    tag="policies",
    scope=Scope.READ,
    query=(query.LOCALE,),
    headers=(ACCEPT_LANGUAGE,),
    refusals=(UNKNOWN_BUSINESS,),
)


@serves(LIST)
async def list_facts(request: Request[Any, Any, Any], business: FromPath[str]) -> Response[bytes]:
    ready = call.of(request).snapshot.ready(business)
    locale, found = query.locale(request, ready), ready.business
    facts = [view(fact, locale) for fact in found.facts.values()]
    return told(FactList(business=found.id, locale=locale, digest=found.digest, facts=facts), locale)


SCHEMA = Operation(
    method="get",
    path="/v1/{business}/policies/{policy}/facts-schema",
    id="readFactsSchema",
    summary="The facts that a policy takes, as a JSON Schema (2020-12)",
    description="The schema of the member `facts`. What it takes, the server takes; facts that the policy does not "
    "read stand as `patternProperties`.",
    answer=SCHEMA_TYPE,
    tag="policies",
    scope=Scope.READ,
    query=(query.LOCALE,),
    headers=(ACCEPT_LANGUAGE,),
    refusals=(UNKNOWN_BUSINESS, UNKNOWN_POLICY),
)


@serves(SCHEMA)
async def read_facts_schema(
    request: Request[Any, Any, Any], business: FromPath[str], policy: FromPath[str]
) -> Response[bytes]:
    ready = call.of(request).snapshot.ready(business)
    versions, locale = snapshot.versions(ready, policy), query.locale(request, ready)
    title = text_in(versions[-1].question, locale)
    schema = standalone(ready.business, facts_of(ready.business, *versions), locale, title)
    headers = {"vary": "Accept-Language", "content-language": locale}
    return Response(encode(schema), media_type=SCHEMA_TYPE, headers=headers)


HANDLERS = (list_facts, read_facts_schema)
