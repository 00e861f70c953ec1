"""A server that needs keys, in this process, and its keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit.values import now
from policykit_api import create_app
from policykit_api.access import keys
from policykit_api.access.caller import Scope
from policykit_api.access.keys import Key
from policykit_api.settings import Settings
from policykit_api.settings.access import Access
from policykit_api.settings.store import Store as StoreSettings
from policykit_api.store import Store
from tests.databases import using

EVERYTHING = frozenset(Scope)


def settings(folder: Path, access: Access | None = None) -> Settings:
    """Those of a server that needs keys, with a database in that folder."""
    access = access or Access(keys="required", rate=1_000_000.0, burst=1_000_000)
    return Settings(access=access, store=StoreSettings(url=f"sqlite:///{folder / 'keys.db'}"))


def key(held: Settings, business: str | None = None, scopes: frozenset[Scope] = EVERYTHING) -> dict[str, str]:
    """The header of a new key's bearer."""
    made, token = keys.made("a test", scopes, business, now())
    keep(held, made)
    return bearing(token.text)


def keep(held: Settings, made: Key) -> None:
    assert held.store.url

    async def story(store: Store) -> None:
        await (await store.keys()).add(made)

    using(held.store.url, story)


def bearing(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@contextmanager
def served(bundle: Bundle, held: Settings, headers: Mapping[str, str] | None = None) -> Iterator[httpx.Client]:
    """A client of a server with those settings, once it has read its keys."""
    with TestClient(create_app(bundle, held), raise_server_exceptions=False) as client:
        client.headers.update(headers or {})
        yield client
