"""The Nu HTML checker (vnu-jar, under Java): what the W3C's own checker says of pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

JAR = Path(__file__).parent / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
"""A short run is over before the better compiler pays; deep trees need more than the usual stack."""


@dataclass(frozen=True, slots=True)
class Checker:
    """The program that runs the checker."""

    java: str

    def faults(self, pages: Mapping[str, str], folder: Path) -> list[str]:
        """What is wrong with the pages, by name; all of them are read in one run, from files in ``folder``."""
        names = {f"{number}.html": name for number, name in enumerate(pages)}
        for file, name in names.items():
            (folder / file).write_text(pages[name], encoding="utf-8")
        command = [self.java, *QUICK, "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always"]
        told = subprocess.run([*command, *names], cwd=folder, capture_output=True, text=True, check=True).stdout
        return [
            f"{names[Path(message['url']).name]}: {message['message']} {message.get('extract', '')}"
            for message in json.loads(told)["messages"]
        ]


def missing() -> str | None:
    """What is not installed, if anything."""
    if not shutil.which("java"):
        return "Java"
    return None if JAR.is_file() else "vnu-jar"


def checker() -> Checker:
    java = shutil.which("java")
    assert java is not None
    return Checker(java)
