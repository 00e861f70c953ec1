"""The public terms pages: each sort of page is a route of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from policykit import document, pipeline
from policykit.decision import Decision
from policykit.document import Edition, Leaf, LinkStyle, Place, PolicyTerms, Sort
from policykit.model import Business, Case
from policykit.values import now
from policykit_api import call, page, problem_kinds, problems, service, snapshot
from policykit_api.operation import Operation, serves
from policykit_api.problem_kinds import Kind
from policykit_api.problems import Refused
from policykit_api.snapshot import Snapshot

UNKNOWN = {
    "business": problem_kinds.UNKNOWN_BUSINESS,
    "locale": problem_kinds.UNKNOWN_LOCALE,
    "policy": problem_kinds.UNKNOWN_POLICY,
    "version": problem_kinds.UNKNOWN_VERSION,
}
"""What is said of a part of an address that names nothing."""


def operation(sort: Sort) -> Operation:
    refusals: list[Kind] = [kind for part, kind in UNKNOWN.items() if getattr(sort.shape, part)]
    return Operation(
        method="get",
        path=f"/{sort.shape.path(LinkStyle.ADDRESSES)}",
        id=sort.id,
        summary=sort.summary,
        answer=PolicyTerms if sort.shape.leaf is Leaf.JSON else sort.media,
        tag="terms",
        scope=None,
        for_people=sort.media == "text/html",
        refusals=tuple(refusals),
    )


def route(sort: Sort) -> HTTPRouteHandler:
    """The handler of all pages of one sort."""

    @serves(operation(sort))
    async def terms(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
        seen = call.of(request).snapshot
        place = Place(**request.path_params, leaf=sort.shape.leaf)
        moved = moved_to(seen, place)
        if moved is not None:
            return Redirect(f"/{moved.path(LinkStyle.ADDRESSES)}", status_code=308)
        try:
            check(seen, place)
        except Refused as refused:
            if sort.media == "text/html" and page.is_wanted(request):
                return nowhere(request, place, refused)
            raise
        if request.scope["raw_path"].endswith(b"/"):  # the links of a page are relative: they would lead astray
            return Redirect(f"/{place.path(LinkStyle.ADDRESSES)}", status_code=308)
        businesses = businesses_of(seen)
        text = sort.made(businesses, place, edition(seen, now(), public_url(request)))
        language = document.language_of(businesses, place)
        if sort.media == "text/html":
            return page.respond(text, language=language)
        return page.plain(text, sort.media, language=language)

    return terms


def nowhere(request: Request[Any, Any, Any], place: Place, refused: Refused) -> Response[str]:
    """The refusal as a page, for people."""
    seen, wanted = call.of(request).snapshot, request.headers.get("accept-language", "")
    html, language = document.nowhere(businesses_of(seen), place, wanted, edition(seen, None))
    return page.with_status(refused.kind.status, page.respond(html, language=language), problems.UNKEPT)


def businesses_of(seen: Snapshot) -> dict[str, Business]:
    return {name: ready.business for name, ready in seen.bundle.businesses.items()}


def public_url(request: Request[Any, Any, Any]) -> str | None:
    """The address under which people reach this server, where it has been told."""
    return service.of(request.app).settings.server.public_url


def moved_to(seen: Snapshot, place: Place) -> Place | None:
    """Where the page stands whose address names a policy by a former id."""
    ready = seen.bundle.businesses.get(place.business or "")
    return document.leads_to(ready.business, place) if ready and place.policy else None


def check(seen: Snapshot, place: Place) -> None:
    """Whether all parts of the place are there; raises ``Refused`` (404) at the first that is not."""
    if place.business is None:
        return
    ready = seen.ready(place.business) if place.locale is None else seen.writing(place.business, place.locale)
    if place.policy is not None:
        snapshot.versions(ready, place.policy)
    if place.policy is not None and place.version is not None:
        snapshot.named(ready, place.policy, place.version)


def edition(seen: Snapshot, at: datetime | None, base: str | None = None) -> Edition:
    """Pages that link to each other as addresses, with the public cases as this server decides them.

    With ``base``, the address of this server, they name their own.
    """

    def decide(business: Business, case: Case) -> Decision:
        return pipeline.decide(seen.bundle.businesses[business.id], case.policy, case.facts, case.as_of)

    return Edition(at, LinkStyle.ADDRESSES, decide, base)


HANDLERS = tuple(route(sort) for sort in document.SORTS)
