"""Tabs that stand where the structure of a file needs spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policykit.diagnostics import Diagnostic
from policykit.source.file_text import FileText
from policykit.source.scalars import BLOCK, Scalar

_INDENTATION = re.compile(r"(?:^|(?<=\r)) *(\t+)", re.MULTILINE)
_TABS = re.compile(r"\t+")
_COMMENT_OR_BLANKS = re.compile(r"#[^\r\n]*|[ \t]+")


def tabs_between(scalars: Sequence[Scalar], text: FileText) -> Iterator[Diagnostic]:
    """Tabs before something on their line that belong to no text and no comment.

    A tab looks like as many spaces as an editor pleases, and YAML takes it in some places only.
    """
    if "\t" not in text.parsed:
        return
    for scalar in scalars:
        if scalar.lines and scalar.style not in BLOCK:
            yield from _indenting(text, scalar.start, scalar.end)
    ends = [0, *(scalar.end for scalar in scalars)]
    starts = [*(scalar.start for scalar in scalars), len(text.parsed)]
    for start, end in zip(ends, starts, strict=True):
        for match in _COMMENT_OR_BLANKS.finditer(text.parsed, start, end):
            if "\t" in match[0] and text.parsed[match.end() : match.end() + 1] not in ("", "#", "\r", "\n"):
                yield from _tabs(text, *match.span())


def _tabs(text: FileText, start: int, end: int) -> Iterator[Diagnostic]:
    """One finding a stretch of tabs; a comment has none."""
    if text.parsed[start] != "#":
        yield from (tab(text, *found.span()) for found in _TABS.finditer(text.parsed, start, end))


def indenting_tabs(text: FileText, index: int) -> Iterator[Diagnostic]:
    """The tab at ``index``, and every tab that indents a line from there on."""
    yield from _indenting(text, text.line_start(index), len(text.parsed))
    if found := _TABS.match(text.parsed, index):
        yield tab(text, *found.span())


def _indenting(text: FileText, start: int, end: int) -> Iterator[Diagnostic]:
    for match in _INDENTATION.finditer(text.parsed, start, end):
        yield tab(text, *match.span(1))


def tab(text: FileText, start: int, end: int) -> Diagnostic:
    return Diagnostic("yaml-tab", "a tab stands where spaces belong", text.span(start, end), help="type spaces instead")
