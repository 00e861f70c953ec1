"""The files: nothing of the machine they were written on, nothing of the index they were resolved against."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.house.repository import ROOT, files, shown

MACHINE = re.compile(r"(?<![\w.\-/])/(?:work|root|home|Users|private)/[\w.\-]+|(?<![\w.\-/])/tmp/[\w.\-]+")
ADDRESSES = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "registry.yarnpkg" + ".com")
EXECUTABLE = (".ci/run", "tests/run")


def text(path: Path) -> str | None:
    """The text of a file, None of what is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def test_no_file_names_a_place_on_a_machine():
    found = {shown(path): match[0] for path in files() if (match := MACHINE.search(text(path) or ""))}
    assert {} == found


def test_no_file_names_the_address_of_a_registry():
    found = [shown(path) for path in files() if any(address in (text(path) or "") for address in ADDRESSES)]
    assert [] == found


@pytest.mark.parametrize("name", EXECUTABLE)
def test_what_is_run_can_be_run(name: str):
    assert os.access(ROOT / name, os.X_OK)
