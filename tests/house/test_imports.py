"""Start-up: importing the package costs next to nothing, and the command line leaves the server alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"babel", "cerberus", "click", "holidays", "jinja2", "lark", "litestar", "msgspec", "rich", "uvicorn", "yaml"}
SERVER = {"advanced_alchemy", "httptools", "litestar", "policykit_api", "sqlalchemy", "uvicorn", "uvloop"}
BROUGHT = "import sys; import {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"


def brought_by(module: str) -> set[str]:
    """The top-level modules that are loaded once a fresh interpreter has imported ``module``."""
    command = [sys.executable, "-c", BROUGHT.format(module=module)]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [("policykit", HEAVY | SERVER), ("policykit.cli", SERVER)],
    ids=["package", "command line"],
)
def test_importing_leaves_heavy_modules_alone(module: str, forbidden: set[str]):
    assert set() == brought_by(module) & forbidden
