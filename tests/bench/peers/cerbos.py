"""Cerbos, an authorization server in Go that holds policies in YAML, with the fruit shop's returns."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.serving import ROOT, running
from tests.e2e.server import free_port

POLICIES = Path(__file__).with_name("cerbos")
LARGEST_BATCH = 50
PATH = "/api/check/resources"


def binary() -> Path | None:
    """The program that npm brought, where it did."""
    found = sorted((ROOT / "tests" / "bench" / "node").glob("node_modules/@cerbos/*/cerbos-*"))
    return next((path for path in found if path.is_file()), None)


@contextmanager
def served(program: Path) -> Iterator[str]:
    """The address at which Cerbos decides."""
    port = free_port()
    settings = {
        "server": {"httpListenAddr": f"127.0.0.1:{port}", "grpcListenAddr": f"127.0.0.1:{free_port()}"},
        "telemetry": {"disabled": True},
        "audit": {"enabled": False},
        "storage": {"driver": "disk", "disk": {"directory": str(POLICIES), "watchForChanges": False}},
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(settings, file)
        file.flush()
        with running([str(program), "server", "--config", file.name], port) as address:
            yield address + PATH
