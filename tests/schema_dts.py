"""The types of schema.org in TypeScript (schema-dts), and the compiler that judges JSON-LD by them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "node" / "node_modules"
TYPES = FOLDER / "schema-dts" / "dist" / "schema.js"
COMPILER = FOLDER / "typescript" / "bin" / "tsc"
OPTIONS = ("--noEmit", "--strict", "--skipLibCheck", "--pretty", "false", "--module", "nodenext")


def missing() -> str | None:
    """What is not installed, if anything."""
    if not shutil.which("node"):
        return "Node.js"
    return None if COMPILER.is_file() and TYPES.parent.is_dir() else "schema-dts or typescript"


def faults(graphs: Mapping[str, str], folder: Path) -> list[str]:
    """What the compiler says of JSON-LD graphs, each with its name before it; nothing if it accepts them all.

    They are judged in one run: reading the types takes the compiler longer than judging by them.
    """
    lines = [f'import type {{ Graph }} from "{TYPES}";']
    lines += [f"export const graph{number}: Graph = {graph};" for number, graph in enumerate(graphs.values())]
    file = folder / "graphs.mts"
    file.write_text("\n".join(lines), encoding="utf-8")
    ran = subprocess.run(["node", str(COMPILER), *OPTIONS, file.name], cwd=folder, capture_output=True, check=False)
    told = [line for line in ran.stdout.decode().splitlines() if line.startswith(file.name)]
    assert bool(told) == bool(ran.returncode), ran.stdout.decode() + ran.stderr.decode()
    names = list(graphs)
    return [f"{names[int(line.split('(')[1].split(',')[0]) - 2]}: {line.partition(': ')[2]}" for line in told]
