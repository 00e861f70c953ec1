"""The guide to the API keeps its word: every example in it runs against a real server and says what it says there.

Blocks of `sh`, `python` and `js` are run; what only shows something is `console`, `text` or `yaml`. A `json` block
shows the answer to the example before it: each member that it shows is there, `…` stands for anything.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.server import ROOT, Server

README = ROOT / "api" / "README.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
RUN = {
    "sh": ["sh", "-eu", "-c"],
    "python": [sys.executable, "-c"],
    "js": ["node", "--input-type=module", "--eval"],
}


@dataclass(frozen=True, slots=True)
class Example:
    """A block that is run, under its heading, and the JSON that stands below it as its answer, if any does."""

    heading: str
    language: str
    text: str
    shown: str | None


def examples() -> Iterator[Example]:
    """The examples of the guide, in its order."""
    text = README.read_text(encoding="utf-8")
    headings = [(found.start(), found[1]) for found in HEADING.finditer(text)]
    blocks = list(BLOCK.finditer(text))
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block[1] in RUN:
            heading = next(title for start, title in reversed(headings) if start < block.start())
            shown = following[2] if following and following[1] == "json" else None
            yield Example(heading, block[1], block[2], shown)


EXAMPLES = list(examples())


def run(example: Example, server: Server, place: Path) -> str:
    """What the example prints, once it speaks to this server. Raises where it fails."""
    text = example.text.replace("http://127.0.0.1:8000", server.url)
    text = re.sub(r"\bcurl\b", "curl --silent --show-error", text)
    done = subprocess.run(
        [*RUN[example.language], text], cwd=place, capture_output=True, text=True, check=False, timeout=60
    )
    assert (0, "") == (done.returncode, done.stderr), done.stdout
    return done.stdout


def fits(shown: Any, real: Any) -> bool:
    """Whether all that is shown is there; what ends with `…` is shortened."""
    match shown:
        case dict():
            return isinstance(real, dict) and all(
                name in real and fits(value, real[name]) for name, value in shown.items()
            )
        case list():
            return isinstance(real, list) and len(shown) == len(real) and all(map(fits, shown, real))
        case str() if shown.endswith("…"):
            return isinstance(real, str) and real.startswith(shown.removesuffix("…"))
        case _:
            return bool(shown == real)


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=[f"{one.heading}-{one.language}-{n}" for n, one in enumerate(EXAMPLES)]
)
def test_an_example_of_the_guide_does_what_it_says(example: Example, server: Server, tmp_path: Path):
    if not shutil.which(RUN[example.language][0]):
        pytest.skip(f"no {RUN[example.language][0]}")
    said = run(example, server, tmp_path)
    if example.shown:
        answered = json.loads(said)
        answered.pop("id", None)
        shown = json.loads(example.shown)
        shown.pop("id", None)
        assert fits(shown, answered), said


def test_the_first_call_is_told_in_three_languages():
    assert {"sh", "python", "js"} == {one.language for one in EXAMPLES if one.heading == "The first call"}
