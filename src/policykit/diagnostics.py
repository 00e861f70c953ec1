"""What is wrong with a business's files, where, and what to do about it.

A wrong file is a value, never an exception: every stage returns the diagnostics it found
beside its result, and the command line, the API, editors and CI all print the same object.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from heapq import nsmallest
from itertools import groupby, islice
from typing import Literal

from policykit.model import Span

Severity = Literal["error", "warning"]

MOST_FINDINGS = 1000
"""Findings of one file: far beyond what anybody reads, and a bound on the work."""

_NEAR = 100
"""How many known words are compared letter by letter with a wrong one."""


class TooManyFindings(Exception):
    """A file has so many faults that the rest is not looked at."""


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


def first_of_each_file(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings by place; of a file with more than ``MOST_FINDINGS``, the first ones and word of that."""
    shown: list[Diagnostic] = []
    for _, found in groupby(by_place(diagnostics), key=lambda d: d.span.file):
        first = tuple(islice(found, MOST_FINDINGS))
        shown += (*((_not_all(first[-1].span),) if len(first) == MOST_FINDINGS else ()), *first)
    return by_place(shown)


def _not_all(last: Span) -> Diagnostic:
    message = f"this file has {MOST_FINDINGS} findings or more; what comes after line {last.line} is not shown"
    return Diagnostic("too-many", message, Span(last.file, 1, 1, 1, 1), help="mend these first")


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any finding forbids the use of the files; warnings do not."""
    return any(d.severity == "error" for d in diagnostics)


def did_you_mean(wrong: str, known: Iterable[str], otherwise: str | None = None) -> str | None:
    """A help line that names the nearest known word, else ``otherwise``."""
    near = get_close_matches(wrong, _alike(wrong, list(known)), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else otherwise


def in_backticks(words: Iterable[str]) -> str:
    """The words as a message names them: each in backticks, with commas between; empty for none."""
    return ", ".join(f"`{word}`" for word in words)


def _alike(wrong: str, known: Sequence[str]) -> Sequence[str]:
    """The known words, or of very many those with most letters in common: to compare in full takes long."""
    letters = set(wrong)
    return known if len(known) <= _NEAR else nsmallest(_NEAR, known, key=lambda word: len(letters ^ set(word)))
