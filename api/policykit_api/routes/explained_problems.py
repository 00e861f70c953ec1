"""A page for each kind of problem, at the address that its problem documents name as their type."""

from __future__ import annotations

from html import escape

from litestar import Response
from litestar.params import FromPath

from policykit_api import page
from policykit_api.operation import Operation, serves
from policykit_api.problem_kinds import KINDS, NOT_FOUND, Kind
from policykit_api.problems import Refused

BY_SLUG = {kind.slug: kind for kind in KINDS}

ONWARD = {"/problems": "All problems", "/docs": "How to call the API"}

BACK = {"/docs": "How to call the API", "/": "The first page"}


INDEX = Operation(
    method="get",
    path="/problems",
    id="listProblems",
    summary="Links to the page of every kind of problem",
    answer="text/html",
    tag="problems",
    scope=None,
)


@serves(INDEX)
async def index() -> Response[str]:
    addresses = {kind.type: f"{kind.title} ({kind.status})" for kind in KINDS}
    return page.respond(page.page("Problems", f"{page.links(addresses)}\n{page.links(BACK)}"))


PROBLEM = Operation(
    method="get",
    path="/problems/{slug}",
    id="readProblem",
    summary="What a kind of problem means and what to do about it, as a page",
    answer="text/html",
    tag="problems",
    scope=None,
    refusals=(NOT_FOUND,),
)


@serves(PROBLEM)
async def problem(slug: FromPath[str]) -> Response[str]:
    kind = BY_SLUG.get(slug)
    if kind is None:
        raise Refused(NOT_FOUND, "there is no such problem; all of them are listed at /problems")
    return page.respond(page.page(kind.title, told(kind)))


def told(kind: Kind) -> str:
    paragraphs = (f"Status {kind.status}. Type {kind.type}.", *kind.explanation)
    return "\n".join((*(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs), page.links(ONWARD)))


HANDLERS = (index, problem)
