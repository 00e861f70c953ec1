"""Every handler behind one gate: the rule of its operation holds before it runs, whatever kind of handler it is."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, cast

from litestar import Request

from policykit_api import call, problem_kinds
from policykit_api.access.gate import admit
from policykit_api.edge.conditional import conditional
from policykit_api.operation import Operation
from policykit_api.problem_kinds import Kind
from policykit_api.query import require_none

if TYPE_CHECKING:
    from litestar.types import ASGIApp, ControllerRouterHandler, Receive, Scope, Send


class Admission:
    """A middleware around each handler, after the router: it knows the operation and the parameters of the address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        operation = cast("Operation | None", scope["route_handler"].opt.get("operation"))
        if operation is None:  # OPTIONS, which the framework answers by itself: nothing else gets into an application
            return self._app(scope, receive, send)
        asked = call.in_scope(scope)
        admit(asked, operation, scope["path_params"].get("business"))
        if scope.get("query_string") and operation.strict and not operation.query:
            require_none(Request(scope))
        if operation.revalidated:
            send = conditional(asked.headers.get(b"if-none-match"), send, private=asked.caller.key is not None)
        return self._app(scope, receive, send)


def refusals(operation: Operation) -> tuple[Kind, ...]:
    """The kinds of problem with which an operation is refused to callers who may not have it."""
    if operation.scope is None:
        return OF_ALL
    return (*OF_ALL, problem_kinds.WRONG_KEY, problem_kinds.SCOPE_NEEDED, problem_kinds.TOO_MANY_REQUESTS)


OF_ALL = (problem_kinds.KEY_NEEDED, problem_kinds.FOREIGN_ORIGIN, problem_kinds.WRONG_HOST)
"""What a server without keys answers, at any address, to whoever does not call from near."""


def ruled(handler: ControllerRouterHandler) -> Operation:
    """The operation that a handler serves; raises ``TypeError`` where it says none: nobody would guard it."""
    operation: Any = getattr(handler, "opt", {}).get("operation")
    if not isinstance(operation, Operation):
        name = getattr(handler, "handler_name", None) or repr(handler)
        raise TypeError(f"the handler {name} has no operation, which says who may call it")
    return operation
