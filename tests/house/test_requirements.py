"""The pins: tests/requirements.txt holds everything that pyproject.toml asks for, at a version it allows."""

from __future__ import annotations

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.repository import ROOT, description

BY_CHOICE = "fuzz"
"""What no run needs, and only some machines can have."""
PIN = re.compile(r"^([\w.\-]+)==([\w.+!]+)", re.MULTILINE)
WRITTEN = (ROOT / "tests" / "requirements.txt").read_text(encoding="utf-8")
PINS = {canonicalize_name(name): version for name, version in PIN.findall(WRITTEN)}


def wanted() -> list[str]:
    project = description()["project"]
    extras = [lines for extra, lines in project["optional-dependencies"].items() if extra != BY_CHOICE]
    return sorted({*project["dependencies"], *(line for lines in extras for line in lines)})


@pytest.mark.parametrize("line", wanted())
def test_every_dependency_is_pinned_within_its_range(line: str):
    requirement = Requirement(line)
    version = PINS.get(canonicalize_name(requirement.name))
    assert version is not None, f"{requirement.name} is not pinned: export the requirements again"
    assert requirement.specifier.contains(version)


def test_every_pin_carries_its_hashes():
    blocks = re.split(r"^(?=\S)", WRITTEN, flags=re.MULTILINE)
    assert [] == [block.split()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block]
