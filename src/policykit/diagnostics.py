"""What is wrong with a business's files, where, and what to do about it.

A wrong file is a value, never an exception: every stage returns the diagnostics it found
beside its result, and the command line, the API, editors and CI all print the same object.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from policykit.model import Span

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to the same finding, with a caption that says why."""

    span: Span
    caption: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a stable code, what is wrong, where, and how to mend it.

    ``message`` is lowercase, has no final period and quotes the author's text in backticks;
    ``help`` says what to write instead.
    """

    code: str
    message: str
    span: Span
    severity: Severity = "error"
    help: str | None = None
    related: tuple[Related, ...] = ()


def by_place(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings without repeats, in the order in which a reader meets them."""
    return tuple(
        sorted(dict.fromkeys(diagnostics), key=lambda d: (d.span, d.code, d.message)),
    )


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any finding forbids the use of the files; warnings do not."""
    return any(d.severity == "error" for d in diagnostics)


def did_you_mean(wrong: str, known: Iterable[str], otherwise: str | None = None) -> str | None:
    """A help line that names the nearest known word, else ``otherwise``."""
    near = get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else otherwise
