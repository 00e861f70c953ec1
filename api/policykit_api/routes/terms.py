"""The public terms pages: all businesses, a business's languages, its terms in one, and one policy's page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Request, Response
from litestar.params import FromPath
from litestar.response import Redirect

from policykit import document, pipeline
from policykit.decision import Decision, NoVersion
from policykit.document import Edition, LinkStyle
from policykit.model import Business, Case
from policykit.pipeline import Ready
from policykit.values import now
from policykit_api import call, page, problems, snapshot
from policykit_api.operation import Operation, serves

ALL_TERMS = Operation(
    method="get",
    path="/terms",
    id="listTerms",
    summary="The businesses, with links to their terms",
    answer="text/html",
    tag="terms",
    scope=None,
)


@serves(ALL_TERMS)
async def all_terms(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
    seen = call.of(request).snapshot
    businesses = {name: ready.business for name, ready in seen.bundle.businesses.items()}
    return told(request, "/terms", document.front_page(businesses, LinkStyle.ADDRESSES), "en")


LANGUAGES = Operation(
    method="get",
    path="/terms/{business}",
    id="listTermsLanguages",
    summary="The languages in which a business writes, with links to its terms",
    answer="text/html",
    tag="terms",
    scope=None,
    refusals=(problems.UNKNOWN_BUSINESS,),
)


@serves(LANGUAGES)
async def languages(request: Request[Any, Any, Any], business: FromPath[str]) -> Response[str] | Redirect:
    found = call.of(request).snapshot.ready(business).business
    return told(request, f"/terms/{business}", document.choice_page(found, LinkStyle.ADDRESSES), found.locales[0])


BUSINESS_TERMS = Operation(
    method="get",
    path="/terms/{business}/{locale}",
    id="readTerms",
    summary="The terms of a business, as a page",
    answer="text/html",
    tag="terms",
    scope=None,
    refusals=(problems.UNKNOWN_BUSINESS, problems.UNKNOWN_LOCALE),
)


@serves(BUSINESS_TERMS)
async def business_terms(
    request: Request[Any, Any, Any], business: FromPath[str], locale: FromPath[str]
) -> Response[str] | Redirect:
    ready = call.of(request).snapshot.writing(business, locale)
    html = document.page(ready.business, locale, None, edition(ready, now()))
    return told(request, f"/terms/{business}/{locale}", html, locale)


POLICY_TERMS = Operation(
    method="get",
    path="/terms/{business}/{locale}/{policy}",
    id="readPolicyTerms",
    summary="The terms of one policy, as a page",
    answer="text/html",
    tag="terms",
    scope=None,
    refusals=(problems.UNKNOWN_BUSINESS, problems.UNKNOWN_LOCALE, problems.UNKNOWN_POLICY),
)


@serves(POLICY_TERMS)
async def policy_terms(
    request: Request[Any, Any, Any], business: FromPath[str], locale: FromPath[str], policy: FromPath[str]
) -> Response[str] | Redirect:
    ready = call.of(request).snapshot.writing(business, locale)
    html = document.page(ready.business, locale, policy, edition(ready, shown_at(ready, policy)))
    return told(request, f"/terms/{business}/{locale}/{policy}", html, locale)


def edition(ready: Ready, at: datetime | None) -> Edition:
    """Pages that link to each other as addresses, with the public cases as this server decides them."""

    def decide(_: Business, case: Case) -> Decision:
        return pipeline.decide(ready, case.policy, case.facts, case.as_of)

    return Edition(at, LinkStyle.ADDRESSES, decide)


def shown_at(ready: Ready, policy: str) -> datetime | None:
    """Now; None, which stands for the newest version, where none is in force now. Raises ``Refused`` (404)."""
    snapshot.versions(ready, policy)
    at = now()
    try:
        pipeline.version_at(ready, policy, at)
    except NoVersion:
        return None
    return at


def told(request: Request[Any, Any, Any], address: str, html: str, locale: str) -> Response[str] | Redirect:
    """The page at its address. The links of a page are relative, and a slash at the end would lead them astray."""
    if request.scope["raw_path"].endswith(b"/"):
        return Redirect(address, status_code=308)
    return page.respond(html, language=locale)


HANDLERS = (all_terms, languages, business_terms, policy_terms)
