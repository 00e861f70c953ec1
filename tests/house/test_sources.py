"""The modules: documented, named after things, each behind its wall."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.repository import PACKAGES, description, shown, sources

SHAPELESS = {"base", "common", "helper", "helpers", "manager", "misc", "tools", "util", "utils"}
ENTRIES = {"__init__", "__main__"}


@pytest.mark.parametrize("module", sources(), ids=shown)
def test_every_module_says_what_it_is(module: Path):
    assert ast.get_docstring(ast.parse(module.read_bytes())), f"{shown(module)} needs a docstring"


def test_no_module_has_a_name_that_says_nothing():
    assert [] == [shown(path) for path in sources() if path.stem in SHAPELESS or path.parent.name in SHAPELESS]


def test_every_module_stands_in_a_layer():
    contracts = description()["tool"]["importlinter"]["contracts"]
    written = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    layers = {name.strip() for line in written for name in line.split(":")}
    stems = {path.stem for path in PACKAGES["policykit"].iterdir() if path.suffix == ".py"}
    folders = {path.parent.name for path in PACKAGES["policykit"].glob("*/__init__.py")}
    assert layers == {f"policykit.{name}" for name in (stems | folders) - ENTRIES} | {"policykit_api"}
