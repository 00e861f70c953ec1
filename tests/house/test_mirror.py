"""A unit test stands where its source stands: tests/unit/kinds/test_returns.py tests src/policykit/kinds/returns.py.

Tests of the API stand below tests/unit/api.
"""

from __future__ import annotations

from pathlib import Path

from tests.house.repository import PACKAGES, ROOT, shown

UNIT = ROOT / "tests" / "unit"


def source_of(test: Path) -> Path:
    """The module or package that a unit test is about, without its ending."""
    folder = test.relative_to(UNIT).parent
    package = PACKAGES["policykit"] / folder
    if folder.parts[:1] == ("api",):
        package = PACKAGES["policykit_api"].joinpath(*folder.parts[1:])
    return package / test.stem.removeprefix("test_")


def is_source(path: Path) -> bool:
    return path.with_suffix(".py").is_file() or path.is_dir()


def test_every_unit_test_mirrors_a_source():
    tests = sorted(UNIT.rglob("test_*.py"))
    assert {} == {shown(test): shown(source_of(test)) for test in tests if not is_source(source_of(test))}
