"""The pins: tests/requirements.txt holds everything that pyproject.toml asks for, at a version it allows."""

from __future__ import annotations

import json
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


NODE = ROOT / "tests" / "node"


def test_every_package_of_node_has_one_version_and_its_hash_and_no_address():
    wanted = json.loads((NODE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((NODE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    packages = {name: one for name, one in locked.items() if name}
    assert wanted == {name: locked[f"node_modules/{name}"]["version"] for name in wanted}
    assert [] == [name for name, one in packages.items() if not one["integrity"].startswith("sha512-")]
    assert [] == [name for name, one in packages.items() if "resolved" in one]


def test_every_pin_carries_its_hashes():
    blocks = re.split(r"^(?=\S)", WRITTEN, flags=re.MULTILINE)
    assert [] == [block.split()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block]
