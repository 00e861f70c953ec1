"""A server that keeps decisions, for tests: over the shop with secrets, on a database that nobody has used."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app, service
from policykit_api.access.caller import ANYBODY
from policykit_api.answering.recording import Recorder
from policykit_api.settings import Settings
from policykit_api.settings.store import Store
from tests.shops import SECRETS, secret_shop

CREDIT = "/v1/secret-shop/policies/credit/decide"
QUESTION: dict[str, Any] = {
    "facts": {
        "order": {"placed_at": "2026-03-01T08:00:00+01:00"},
        "customer": {"note": SECRETS[0], "known_as": SECRETS[1], "risk": SECRETS[3]},
        "lines": [{"name": "pears", "remark": SECRETS[2]}],
    },
    "as_of": "2026-03-03T12:00:00+01:00",
    "locale": "en",
}


def question(**members: Any) -> dict[str, Any]:
    return copy.deepcopy(QUESTION) | members


@contextmanager
def keeping(url: str, folder: Path, **settings: Any) -> Iterator[httpx.Client]:
    """A client of a server over the shop as its files in the folder are."""
    bundle = Bundle({"secret-shop": secret_shop(folder, **settings.pop("files", {}))})
    with TestClient(create_app(bundle, Settings(store=Store(url=url, **settings)))) as client:
        yield client


def recorder(bundle: Bundle) -> Recorder:
    """A recorder of what nobody asks to keep."""
    return Recorder(service.of(create_app(bundle)), ANYBODY)
