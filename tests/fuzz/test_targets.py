"""Files, expressions and requests that nobody meant well: an answer within time and memory, never an exception."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import DEEP
from tests.fuzz.changes import NAMES, Change
from tests.fuzz.child import Child
from tests.fuzz.large import LARGE
from tests.fuzz.targets import TARGETS

EXAMPLES = {
    "files": (120, 4000),
    "expressions": (150, 5000),
    "requests": (400, 20_000),
    "lines": (300, 20_000),
    "idempotency_keys": (300, 20_000),
    "tokens": (200, 20_000),
    "settings": (200, 10_000),
    "kept": (100, 5000),
    "cursors": (100, 5000),
}
"""Inputs of each target, in every run and in a deep one."""
DEEP_SECONDS = 180
"""For each target, guided by what the code has done with earlier inputs where atheris is installed."""
FOUND = Path(__file__).parent / "found"
"""Inputs that once were a fault of ours: `found/<target>/<what it was>`."""

changes = st.lists(
    st.builds(
        Change, st.sampled_from(NAMES), st.floats(0, 1, exclude_max=True), st.integers(1, 60), st.integers(0, 10**6)
    ),
    min_size=1,
    max_size=8,
)


@pytest.fixture(scope="module")
def children() -> Iterator[dict[str, Child]]:
    """One process a target, which starts with its first input."""
    made = {target: Child(target) for target in TARGETS}
    yield made
    for child in made.values():
        child.end()


def inputs(target: str) -> st.SearchStrategy[bytes]:
    """Well-meant inputs after a few changes."""
    return st.builds(TARGETS[target].change, st.sampled_from(TARGETS[target].seeds()), changes)


@pytest.mark.parametrize("target", TARGETS)
def test_no_input_is_a_fault(target: str, children: dict[str, Child]):
    """For every input: it is refused or goes the whole way, within `SECONDS` and `MEMORY`."""

    @given(inputs(target))
    @settings(max_examples=EXAMPLES[target][DEEP], suppress_health_check=list(HealthCheck))
    def no_fault(data: bytes) -> None:
        assert children[target].take(data).fault is None

    no_fault()


@pytest.mark.parametrize("found", sorted(FOUND.glob("*/*")), ids=lambda file: f"{file.parent.name}: {file.name}")
def test_what_was_a_fault_once_is_none(found: Path, children: dict[str, Child]):
    assert children[found.parent.name].take(found.read_bytes()).fault is None


@pytest.mark.parametrize("name", LARGE)
def test_a_large_file_is_answered_within_its_time(name: str, children: dict[str, Child]):
    assert children["files"].take(LARGE[name]()).fault is None


@pytest.mark.deep
@pytest.mark.parametrize("target", TARGETS)
def test_no_input_that_the_code_leads_to_is_a_fault(target: str, tmp_path: Path, record_property):
    command = [sys.executable, "-W", "ignore", "-m", "tests.fuzz.deep", target, str(DEEP_SECONDS), str(tmp_path)]
    variables = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=variables)
    how = "guided by atheris" if find_spec("atheris") else "at random (atheris is not installed)"
    record_property("measured", f"fuzzing {target}: {DEEP_SECONDS} s {how}")
    assert done.returncode == 0, done.stderr[-8000:]
