"""How long it takes to write the terms pages of all bundled businesses: the whole command, as its user waits for it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import timing

COMMAND = str(Path(sys.executable).with_name("policykit"))
RUNS = 5
AIM = 5.0
"""Seconds: who changes a word and looks at the pages still waits for them then."""


def report() -> Iterator[str]:
    """A line: the median in seconds beside the aim, and how many pages there are."""
    with tempfile.TemporaryDirectory() as folder:
        median = timing.of_command([COMMAND, "terms", "--out", folder], RUNS)
        pages = sum(1 for _ in Path(folder).rglob("*.html"))
    yield f"policykit terms {median:6.2f} s (aim {AIM:.0f} s)   {pages} pages, {median / pages * 1000:5.1f} ms each"
