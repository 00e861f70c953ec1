"""Findings as a person reads them in a terminal, and as a program reads them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from policykit.cli.terminal import count, plain, width
from policykit.diagnostics import Diagnostic
from policykit.model import Span

COLOURS = {"error": "red", "warning": "yellow"}
LONGEST_LINE = 120
"""Characters of a source line that are shown, around the place that is meant."""

_LINE_END = re.compile(r"\r\n|\r|\n")


def as_text(findings: Iterable[Diagnostic], base: Path) -> Iterator[str]:
    """The lines of all findings, each with its source line, its help and the other places that belong to it.

    ``base`` is the folder that the findings' files are named from.
    """
    for finding in findings:
        colour = COLOURS[finding.severity]
        severity = click.style(f"{finding.severity}[{finding.code}]", fg=colour, bold=True)
        yield f"{place(finding.span, base)}: {severity}: {plain(finding.message)}"
        yield from excerpt(finding.span, base, colour)
        if finding.help:
            yield f"  {click.style('help', fg='cyan')}: {plain(finding.help)}"
        for related in finding.related:
            yield f"  {place(related.span, base)}: {plain(related.caption)}"
            yield from excerpt(related.span, base, "blue")
        yield ""


def excerpt(span: Span, base: Path, colour: str) -> Iterator[str]:
    """The source line of a place, the place underlined; nothing where there is no such line."""
    lines = _lines(base / span.file)
    if not 1 <= span.line <= len(lines):
        return
    line, start = lines[span.line - 1], span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    first = max(0, start - LONGEST_LINE // 2) if len(line) > LONGEST_LINE else 0
    last = min(len(line), first + LONGEST_LINE)
    before, meant = plain(line[first:start]), plain(line[start : min(end, last)])
    gutter = f"{span.line:>5} | "
    yield click.style(gutter, fg="blue") + plain(line[first:last]).rstrip()
    carets = click.style("^" * max(width(meant), 1), fg=colour, bold=True)
    yield f"{click.style('| '.rjust(len(gutter)), fg='blue')}{' ' * width(before)}{carets}"


@lru_cache(maxsize=8)
def _lines(file: Path) -> tuple[str, ...]:
    """The lines of a file as the reader counts them; none of what cannot be read."""
    try:
        content = file.read_bytes()
    except OSError:
        return ()
    return tuple(_LINE_END.split(content.decode("utf-8-sig", errors="replace")))


def place(span: Span, base: Path) -> str:
    """`policies/fruit-shop/facts.yaml:12:7`, from the current folder where the file is below it.

    What has no lines (a variable of the environment, an option) has line 0 and is told by its name.
    """
    if not span.line:
        return plain(span.file)
    return f"{shown(base / span.file)}:{span.line}:{span.column}"


def shown(path: Path) -> str:
    here = Path.cwd()
    return plain(str(path.relative_to(here) if path.is_relative_to(here) else path))


def summary(findings: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning in 2 files`; `no problems` where there are none. What has no line stands in no file."""
    found = tuple(findings)
    counts = Counter(finding.severity for finding in found)
    if not counts:
        return click.style("no problems", fg="green", bold=True)
    parts = [click.style(count(n, word), fg=COLOURS[word], bold=True) for word, n in sorted(counts.items())]
    files = {finding.span.file for finding in found if finding.span.line}
    return ", ".join(parts) + (f" in {count(len(files), 'file')}" if files else "")


def as_data(findings: Iterable[Diagnostic], base: Path) -> list[dict[str, Any]]:
    """The findings as JSON takes them."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "help": finding.help,
            **place_data(finding.span, base),
            "related": [{"caption": other.caption, **place_data(other.span, base)} for other in finding.related],
        }
        for finding in findings
    ]


def place_data(span: Span, base: Path) -> dict[str, Any]:
    """A place: the first line and column count from 1, the end is exclusive."""
    ends = {"end_line": span.end_line, "end_column": span.end_column}
    return {"file": shown(base / span.file), "line": span.line, "column": span.column, **ends}
