"""The modules: documented, named after things, each behind its wall."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house.repository import PACKAGES, ROOT, description, files, shown, sources

SHAPELESS = {"base", "common", "helper", "helpers", "manager", "misc", "tools", "util", "utils"}
ENTRIES = {"__init__", "__main__"}
SILENCED = re.compile("# (noqa|type: ignore)")
REASONED = re.compile(r"# (noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])  # \S")
UNTYPED = re.compile("# type: ignore")


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


def of_tests() -> list[Path]:
    """Every module of the tests but this one, which names what it looks for."""
    own = Path(__file__)
    return [path for path in files() if path.suffix == ".py" and ROOT / "tests" in path.parents and path != own]


def said(what: re.Pattern[str], modules: Iterable[Path]) -> list[str]:
    """The lines in which that stands, with their places."""
    return [
        f"{shown(path)}:{number}: {line.strip()}"
        for path in modules
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if what.search(line)
    ]


def test_a_check_that_is_silenced_says_why_beside_it():
    every = [*sources(), *of_tests()]
    assert said(SILENCED, every) == said(REASONED, every)


def test_types_are_not_silenced_in_tests_where_nobody_checks_them():
    assert [] == said(UNTYPED, of_tests())
