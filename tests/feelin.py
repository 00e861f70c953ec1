"""An interpreter of FEEL that others wrote (feelin, under Node.js), to compare ours with."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec

from policykit.model import Value

FOLDER = Path(__file__).parent / "node"
SCRIPT = FOLDER / "feel.mjs"


class FeelError(Exception):
    """The interpreter could not read or work out what it was asked."""


@dataclass(frozen=True, slots=True)
class Interpreter:
    """One process that answers as many questions as one likes."""

    process: subprocess.Popen[str]

    def ask(self, text: str, context: str = "{}") -> object:
        """What the text gives in a context, both in FEEL: a JSON value, times and durations in ISO 8601."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"text": text, "context": context}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or '{"error": "the interpreter is gone"}')
        if "error" in answer:
            raise FeelError(f"{answer['error']}: {text}")
        return answer.get("value")


def missing() -> str | None:
    """What is not installed, if anything."""
    if not shutil.which("node"):
        return "Node.js"
    return None if (FOLDER / "node_modules" / "feelin").is_dir() else "feelin"


@contextmanager
def interpreter() -> Iterator[Interpreter]:
    command = ["node", str(SCRIPT)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        yield Interpreter(process)
        assert process.stdin
        process.stdin.close()


def same(value: Value, told: object) -> bool:
    """Whether the interpreter's JSON value is ours. Its numbers are binary fractions."""
    match value:
        case bool() | str():
            return type(told) is type(value) and told == value
        case Decimal():
            return isinstance(told, int | float) and not isinstance(told, bool) and float(value) == float(told)
        case datetime():
            return isinstance(told, str) and datetime.fromisoformat(told) == value
        case date():
            return isinstance(told, str) and date.fromisoformat(told) == value
        case timedelta():
            return isinstance(told, str) and msgspec.convert(told, timedelta) == value
        case _:
            return told is None
