"""Taking over changed policies at once, for whoever has just changed them."""

from __future__ import annotations

from typing import Any, Literal

from litestar import Request, Response

from policykit_api import service
from policykit_api.access.caller import Scope
from policykit_api.operation import Operation, serves
from policykit_api.problem_kinds import NOTHING_TO_RELOAD, POLICIES_REFUSED
from policykit_api.problems import Fault, Refused
from policykit_api.reload.news import Digests, Refusal
from policykit_api.wire.shape import Wire, encode


class ReloadAnswer(Wire):
    """What is in use now: the businesses that are new or changed with the digests of their files, and those gone."""

    status: Literal["reloaded", "unchanged"]
    businesses: Digests
    removed: list[str]


RELOAD = Operation(
    method="post",
    path="/v1/reload",
    id="reload",
    summary="Take over changed policies at once",
    description="Answers once the policies are in use, or refused, in the process that answers; of several processes "
    "the others look at the files within a second.",
    answer=ReloadAnswer,
    tag="operations",
    scope=Scope.ADMIN,
    refusals=(NOTHING_TO_RELOAD, POLICIES_REFUSED),
)


@serves(RELOAD)
async def reload(request: Request[Any, Any, Any]) -> Response[bytes]:
    running = service.of(request.app)
    reloading = running.reloading
    if reloading is None:
        raise Refused(NOTHING_TO_RELOAD, "this server was started with policies that stand in no folder")
    if running.share is not None:
        running.share.call()
    news = await reloading.reload()
    if isinstance(news, Refusal):
        raise Refused(POLICIES_REFUSED, f"the policies have {news.counted}: see `errors`", faults(news))
    answer = ReloadAnswer("reloaded", news.businesses, news.removed) if news else ReloadAnswer("unchanged", {}, [])
    return Response(encode(answer), media_type="application/json")


def faults(news: Refusal) -> tuple[Fault, ...]:
    """What is wrong with the files, as faults of the request: none of them is about its body."""
    return tuple(Fault("", f"{one.file}:{one.line}: {one.message} ({one.code})", one.help) for one in news.findings)


HANDLERS = (reload,)
