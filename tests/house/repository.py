"""What stands in the repository: its files, its modules, its own description."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {"policykit": ROOT / "src" / "policykit", "policykit_api": ROOT / "api" / "policykit_api"}
MADE = {".git", ".venv", ".venv-test", "__pycache__", "build", "dist", "node_modules"}


def description() -> Mapping[str, Any]:
    """The contents of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def files() -> list[Path]:
    """Every file that belongs to the repository: what git knows or would add, else all that nobody generated."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        return list(walk(ROOT))
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:  # git refuses a checkout that belongs to another user
        return list(walk(ROOT))
    found = (ROOT / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name)
    return [path for path in found if path.is_file()]


def walk(folder: Path) -> Iterator[Path]:
    """The files below a folder, without what tools leave behind."""
    for path in sorted(folder.iterdir()):
        if path.name in MADE or path.name.endswith("_cache"):
            continue
        if path.is_dir():
            yield from walk(path)
        else:
            yield path


def sources() -> list[Path]:
    """Every module of the two packages."""
    return [path for package in PACKAGES.values() for path in sorted(package.rglob("*.py"))]


def shown(path: Path) -> str:
    """A path as messages show it."""
    return path.relative_to(ROOT).as_posix()
