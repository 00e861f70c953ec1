"""The list of all terms pages for search engines."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response

from policykit import document
from policykit.values import now
from policykit_api import call, page
from policykit_api.operation import Operation, serves
from policykit_api.problem_kinds import NOT_FOUND
from policykit_api.problems import Refused
from policykit_api.routes.terms import businesses_of, edition, public_url

MEDIA = "application/xml"

SITEMAP = Operation(
    method="get",
    path=f"/terms/{document.SITEMAP}",
    id="listTermsPages",
    summary="The addresses of all terms pages, for search engines",
    description="The sitemap (sitemaps.org) of the pages of all businesses, each with its other languages. "
    "A server that does not know its own address (the setting `server.public_url`) has none.",
    answer=MEDIA,
    tag="terms",
    scope=None,
    refusals=(NOT_FOUND,),
)


@serves(SITEMAP)
async def sitemap(request: Request[Any, Any, Any]) -> Response[str]:
    base, seen = public_url(request), call.of(request).snapshot
    if base is None:
        raise Refused(NOT_FOUND, "there is no sitemap: this server does not know its address (`server.public_url`)")
    text = document.listing(businesses_of(seen), edition(seen, now(), base))
    return page.plain(text, MEDIA, language="en")


HANDLERS = (sitemap,)
