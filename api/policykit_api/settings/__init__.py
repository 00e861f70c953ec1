"""How a server is set up: every setting, its default and its meaning. A new section is a module and a line here."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from policykit_api.settings.access import Access
from policykit_api.settings.cache import Cache
from policykit_api.settings.cors import Cors
from policykit_api.settings.fields import Section
from policykit_api.settings.limits import Limits
from policykit_api.settings.log import Log
from policykit_api.settings.metrics import Metrics
from policykit_api.settings.reload import Reload
from policykit_api.settings.server import Server
from policykit_api.settings.store import Store
from policykit_api.settings.traces import Traces


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of one server: the file `server.yaml`. All have defaults that suit one machine."""

    server: Annotated[Server, Meta(description="How the server listens, with what, and how it ends.")] = Server()
    limits: Annotated[Limits, Meta(description="How large, how slow and how many requests may be.")] = Limits()
    access: Annotated[Access, Meta(description="Who may call, and how often.")] = Access()
    cors: Annotated[Cors, Meta(description="Which pages of other sites may call from a browser.")] = Cors()
    log: Annotated[Log, Meta(description="What the log holds and how it looks.")] = Log()
    metrics: Annotated[Metrics, Meta(description="Metrics for Prometheus.")] = Metrics()
    cache: Annotated[Cache, Meta(description="What is kept so that the next start is quick.")] = Cache()
    reload: Annotated[Reload, Meta(description="How changed policies are taken over.")] = Reload()
    store: Annotated[Store, Meta(description="What is kept, where, and how long.")] = Store()
    traces: Annotated[Traces, Meta(description="Traces by OpenTelemetry.")] = Traces()


__all__ = ["Section", "Settings"]
