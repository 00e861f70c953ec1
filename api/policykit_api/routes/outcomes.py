"""What a policy can answer: for whoever shows its answers, or acts on them."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from policykit_api import call, query, snapshot
from policykit_api.access.caller import Scope
from policykit_api.operation import ACCEPT_LANGUAGE, Operation, serves
from policykit_api.problem_kinds import UNKNOWN_BUSINESS, UNKNOWN_POLICY
from policykit_api.routes.businesses import told
from policykit_api.wire.policies import OutcomeList, outcome_list

LIST = Operation(
    method="get",
    path="/v1/{business}/policies/{policy}/outcomes",
    id="listOutcomes",
    summary="What a policy can answer, best for the customer first",
    description="With the label of each outcome, whether it settles the question and who decides it, and its values: "
    "their types and units, and which way each is better. They are those of the version in force now.",
    answer=OutcomeList,
    tag="policies",
    scope=Scope.READ,
    query=(query.LOCALE,),
    headers=(ACCEPT_LANGUAGE,),
    refusals=(UNKNOWN_BUSINESS, UNKNOWN_POLICY),
)


@serves(LIST)
async def list_outcomes(
    request: Request[Any, Any, Any], business: FromPath[str], policy: FromPath[str]
) -> Response[bytes]:
    ready = call.of(request).snapshot.ready(business)
    current, locale = snapshot.current(ready, policy), query.locale(request, ready)
    return told(outcome_list(ready.business, current, locale), locale)


HANDLERS = (list_outcomes,)
