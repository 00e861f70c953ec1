"""Writing to a terminal: widths under double-width characters, columns, colour, signs of life."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Timer

import click

PATIENCE = 1.0
"""Seconds that a command works in silence."""


def tell(text: str = "", *, err: bool = False) -> None:
    """Write a line. Colour is taken out where nobody sees it: in files and pipes, and under NO_COLOR."""
    click.echo(text, err=err)


def heading(text: str) -> str:
    return click.style(text, bold=True)


def plain(text: str) -> str:
    """The text without control characters, which could rewrite the terminal; a tab is a space."""
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character in "\t\n\r":
        return " "
    category = unicodedata.category(character)
    return "\ufffd" if category in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") or character in REORDERING else character


REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Invisible characters that turn the order of what stands around them."""


def width(text: str) -> int:
    """The terminal's cells that a text takes: two for a wide East Asian character, none for a combining mark."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def columns(rows: Sequence[Sequence[str]], indent: int = 2) -> Iterator[str]:
    """The rows as lines whose cells stand below each other, two spaces apart."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell}{' ' * (wide - width(cell))}" for cell, wide in zip(row, widths, strict=True))
        yield f"{' ' * indent}{'  '.join(cells)}".rstrip()


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 case`, `2 cases`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


@contextmanager
def working(on: str) -> Iterator[None]:
    """Say on a terminal what takes long, once it has taken a second, and wipe it out at the end."""
    if not sys.stderr.isatty():
        yield
        return
    shown: list[str] = []

    def show() -> None:
        shown.append(on)
        click.echo(f"{on} …", nl=False, err=True)

    timer = Timer(PATIENCE, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if shown:
            click.echo("\r\x1b[2K", nl=False, err=True)
