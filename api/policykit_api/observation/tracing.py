"""Traces by OpenTelemetry, where the settings name a collector: a span for each request, and for what takes time in it.

Without a collector nothing of OpenTelemetry is loaded, and ``span`` costs next to nothing. Spans hold names that the
server and its policies have, never what a caller sent.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import policykit
from policykit_api import call
from policykit_api.observation.observing import method_of, route_of
from policykit_api.settings.traces import Traces

if TYPE_CHECKING:
    from litestar.types import HTTPScope, Receive, Send
    from opentelemetry.sdk.trace import TracerProvider

    Inner = Callable[[HTTPScope, Receive, Send], Awaitable[None]]


@dataclass(slots=True)
class _Tracing:
    """What traces in this process; nothing until ``tracing`` has begun."""

    tracer: Any = None


CARRIED = (b"traceparent", b"tracestate")
"""The headers by which a caller says what trace his request is part of."""

_here = _Tracing()
_NOTHING = nullcontext()


def span(name: str) -> AbstractContextManager[Any]:
    """What is done within it takes its own part of the trace of the request under way, if that is traced."""
    return _NOTHING if _here.tracer is None else _here.tracer.start_as_current_span(name)


@asynccontextmanager
async def tracing(settings: Traces) -> AsyncIterator[None]:
    """Trace for as long as the application runs; at the end what has not been sent is sent."""
    if settings.endpoint is None:
        yield
        return
    provider = provider_of(settings)
    _here.tracer = provider.get_tracer("policykit", policykit.__version__)
    try:
        yield
    finally:
        _here.tracer = None
        provider.shutdown()


def provider_of(settings: Traces) -> TracerProvider:
    """OpenTelemetry's part that sends spans to the collector."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

    named = Resource.create({"service.name": settings.service, "service.version": policykit.__version__})
    provider = TracerProvider(
        resource=named, sampler=ParentBased(TraceIdRatioBased(settings.share)), shutdown_on_exit=False
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=address(str(settings.endpoint)))))
    return provider


def address(endpoint: str) -> str:
    """Where spans are sent: the usual path, where none is given."""
    return endpoint if urlsplit(endpoint).path.strip("/") else f"{endpoint.rstrip('/')}/v1/traces"


def traced(inner: Inner) -> Inner:
    """The application with a span around each request, which goes on the trace of its caller."""

    async def handle(scope: HTTPScope, receive: Receive, send: Send) -> None:
        if _here.tracer is None:
            return await inner(scope, receive, send)
        from opentelemetry.propagate import extract
        from opentelemetry.trace import SpanKind

        asked = call.in_scope(scope)
        told = {name.decode(): asked.headers[name].decode("latin-1") for name in CARRIED if name in asked.headers}
        method = method_of(scope["method"])
        begun = _here.tracer.start_as_current_span(method, context=extract(told), kind=SpanKind.SERVER)
        with begun as current:
            asked.trace = f"{current.get_span_context().trace_id:032x}"
            try:
                await inner(scope, receive, send)
            finally:
                route = route_of(scope.get("path_template", ""))
                current.update_name(f"{method} {route}")
                current.set_attributes(
                    {
                        "http.request.method": method,
                        "http.route": route,
                        "http.response.status_code": asked.status,
                        "policykit.request": asked.id.decode(),
                    }
                )
                if asked.outcome is not None:
                    business, policy, *_ = asked.outcome
                    current.set_attributes({"policykit.business": business, "policykit.policy": policy})
        return None

    return handle
