"""What keeps YAML from reading on."""

from __future__ import annotations

from dataclasses import dataclass

from policykit.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stopped the reading, and the stretch to overwrite so that a second attempt gets past it.

    Without such a stretch nothing behind the obstacle can be read.
    """

    diagnostics: tuple[Diagnostic, ...]
    overwrite: tuple[int, int] | None = None
