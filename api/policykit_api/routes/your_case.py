"""'Check your case': the form about one policy, which asks what is still needed and shows the decision.

Nothing is kept and nothing else is done, so that a form sent from elsewhere can do no harm: it needs no token
against forgery. What is filled in stands in no address, in no log and in no cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from litestar.params import FromPath
from litestar.response import Redirect

from policykit.document import Place
from policykit.document.your_case import form as pages
from policykit.pipeline import Ready
from policykit.values import now
from policykit_api import call, page, problem_kinds, problems, snapshot
from policykit_api.operation import Operation, serves
from policykit_api.problems import Refused
from policykit_api.routes.terms import nowhere
from policykit_api.wire import form

PATH = "/terms/{business}/{locale}/{policy}/your_case"
UNKNOWN = (problem_kinds.UNKNOWN_BUSINESS, problem_kinds.UNKNOWN_LOCALE, problem_kinds.UNKNOWN_POLICY)

BEGIN = Operation(
    method="get",
    path=PATH,
    id="beginCase",
    summary="The form about a person's own case, with its first question",
    answer="text/html",
    tag="terms",
    scope=None,
    for_people=True,
    volatile=True,
    refusals=UNKNOWN,
)


@serves(BEGIN)
async def begin(
    request: Request[Any, Any, Any], business: FromPath[str], locale: FromPath[str], policy: FromPath[str]
) -> Response[str] | Redirect:
    try:
        ready = found(request, business, locale, policy)
    except Refused as refused:
        if page.is_wanted(request):
            return nowhere(request, Place(business, locale, policy), refused)
        raise
    if request.scope["raw_path"].endswith(b"/"):  # the links of the page are relative: they would lead astray
        return Redirect(PATH.format(business=business, locale=locale, policy=policy), status_code=308)
    return following(ready, policy, locale, {})


GO_ON = Operation(
    method="post",
    path=PATH,
    id="goOnWithCase",
    summary="The next question of the form, or the decision",
    description="Takes the fields of the page before; what is wrong with them is said on a page of status 422. "
    "Programs ask the operations `readNeeds` and `decide`.",
    answer="text/html",
    tag="terms",
    scope=None,
    form=True,
    for_people=True,
    volatile=True,
    refusals=(
        problem_kinds.BAD_REQUEST,
        *UNKNOWN,
        problem_kinds.TOO_LARGE,
        problem_kinds.WRONG_MEDIA_TYPE,
        problem_kinds.WRONG_REQUEST,
    ),
)


@serves(GO_ON)
async def go_on(
    request: Request[Any, Any, Any], business: FromPath[str], locale: FromPath[str], policy: FromPath[str]
) -> Response[str]:
    ready = found(request, business, locale, policy)
    try:
        fields = await form.read(request, pages.field_names(ready.business, policy))
    except Refused as refused:
        if not page.is_wanted(request):
            raise
        html = pages.refused(ready.business, policy, locale)
        return page.with_status(refused.kind.status, page.respond(html, language=locale), problems.UNKEPT)
    return following(ready, policy, locale, fields)


def found(request: Request[Any, Any, Any], business: str, locale: str, policy: str) -> Ready:
    """The business that has such a policy in such a locale; raises ``Refused`` (404)."""
    ready = call.of(request).snapshot.writing(business, locale)
    snapshot.versions(ready, policy)
    return ready


def following(ready: Ready, policy: str, locale: str, fields: Mapping[str, str]) -> Response[str]:
    """The page that follows on these fields, now; its status is 422 where something filled in cannot be taken."""
    view = pages.your_case(ready.business, policy, locale, fields, now(), ready.govern)
    html = pages.laid_out(view, ready.business, policy, locale)
    answer = page.respond(html, language=locale, sends_forms=True)
    return page.with_status(problem_kinds.WRONG_FACTS.status if view.is_wrong else 200, answer, OWN)


OWN = {"cache-control": "private, no-cache"}
"""No cache that others share keeps a page, and no copy passes for a new one.

`no-store` would take the way back from whoever fills in the form: a browser then has no page to go back to.
"""


HANDLERS = (begin, go_on)
