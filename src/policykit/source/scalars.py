"""What a single text means and what is wrong with it, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec
import yaml

from policykit.diagnostics import Diagnostic
from policykit.source.decode import INVISIBLE
from policykit.source.file_text import FileText

MOST_DIGITS = 30
MOST_EXPONENT_DIGITS = 3

_NUMBER = re.compile(r"[+-]?([0-9_,]*(?:\.[0-9_]*)?)(?:[eE][+-]?([0-9]+))?")
_NUMBER_BEGINS = tuple("+-.,_0123456789")
BLOCK = ("|", ">")
"""The styles of a text that stands on the lines below its sign."""

_BLOCK_HEADER = re.compile(r"[|>][+-]?[1-9][+-]?")
_COMPARISON = re.compile(r"(>\s*=|>)\s*(.*)")


class Scalar(msgspec.Struct, frozen=True, gc=False):
    """One text of a file: what it says, its stretch (without quotes' or blocks' trailing space), how it is written.

    ``style`` is empty for a plain text, else the quote or the block's sign; ``lines`` says whether
    it stands on more than one line.
    """

    value: str
    start: int
    end: int
    style: str
    lines: bool
    decorated: bool = False
    """Whether an anchor or a tag stands before it."""

    @property
    def empty(self) -> bool:
        """Whether nothing at all is written there."""
        return self.start == self.end


def stretch(event: yaml.Event) -> tuple[int, int]:
    """Where an event begins and ends in the text."""
    assert event.start_mark
    assert event.end_mark
    return event.start_mark.index, event.end_mark.index


def scalar_of(event: yaml.ScalarEvent, text: FileText) -> Scalar:
    """The text of an event, exactly as typed where it is plain."""
    (start, end), style = stretch(event), event.style or ""
    typed = text.typed[start:end].rstrip()
    if style in BLOCK and not event.value.strip():
        typed = text.typed[start : text.content_end(start)]
    end = start + len(typed)
    lines = "\n" in typed or "\r" in typed
    decorated = bool(event.anchor or event.tag)
    misread = decorated or (style in BLOCK and not lines) or not text.is_read_at(start, typed)
    value = " ".join(typed.split()) if misread and (style in BLOCK or not style) else event.value
    return Scalar(value, start, end, style, lines, decorated)


def offset_of(scalar: Scalar, text: FileText) -> int | None:
    """How far within its stretch a value begins that stands there letter by letter on one line; else None."""
    if scalar.lines or scalar.empty or scalar.style in BLOCK:
        return None
    offset = len(scalar.style)
    written = text.typed[scalar.start + offset : scalar.end - offset]
    return offset if written == scalar.value else None


def check_scalar(scalar: Scalar, text: FileText) -> Iterable[Diagnostic]:
    """What is wrong with a text in itself; of most, nothing can be."""
    if not (scalar.style or scalar.lines or scalar.value.startswith(_NUMBER_BEGINS)):
        return ()
    return _wrong_in_itself(scalar, text)


def _wrong_in_itself(scalar: Scalar, text: FileText) -> Iterator[Diagnostic]:
    match scalar.style:
        case "":
            if scalar.value.startswith(_NUMBER_BEGINS):
                yield from _huge_number(scalar, text)
            if scalar.lines:
                yield from _swallowed_entries(scalar, text)
        case '"':
            yield from _escaped_invisible(scalar, text)
        case "|" | ">" if not scalar.lines:
            yield from _empty_block(scalar, text)


def block_scalar_trap(text: FileText, start: int, end: int) -> Diagnostic:
    """A comparison, or a text, whose `>` or `|` YAML takes for the start of a block of text."""
    written = text.quoted(start, end)
    on_the_next_line = "begin the text on the next line, indented"
    return Diagnostic(
        "block-scalar-trap",
        f"YAML takes the `{written[0]}` of `{written}` for the start of a block of text",
        text.span(start, end),
        help=f"write {in_words}" if (in_words := _in_words(written)) else on_the_next_line,
    )


def _in_words(written: str) -> str | None:
    """A comparison in signs, said in words; None where it is no comparison but a sentence."""
    match = _COMPARISON.fullmatch(written)
    if not match or not match[2] or len(match[2].split()) > 4:
        return None
    words = "more than" if match[1] == ">" else "at least"
    return f"`{words} {match[2]}`"


def _empty_block(scalar: Scalar, text: FileText) -> Iterator[Diagnostic]:
    if _BLOCK_HEADER.match(scalar.value):
        yield block_scalar_trap(text, scalar.start, text.content_end(scalar.start))
    else:
        yield Diagnostic(
            "empty-value",
            f"no text follows the `{text.typed[scalar.start]}`",
            text.span(scalar.start, text.content_end(scalar.start)),
            help="write the text on the lines below, indented further than the key",
        )


def _huge_number(scalar: Scalar, text: FileText) -> Iterator[Diagnostic]:
    match = _NUMBER.fullmatch(scalar.value)
    if not match or not match[1]:
        return
    digits = sum(character.isdigit() for character in match[1])
    if digits > MOST_DIGITS or len((match[2] or "").lstrip("0")) > MOST_EXPONENT_DIGITS:
        yield Diagnostic(
            "huge-number",
            f"`{text.quoted(scalar.start, scalar.end)}` is larger or more exact than any number a policy can use",
            text.span(scalar.start, scalar.end),
            help=f"a number has at most {MOST_DIGITS} digits; put quotes around a text that only looks like one",
        )


def _swallowed_entries(scalar: Scalar, text: FileText) -> Iterator[Diagnostic]:
    """A list entry that is indented further than the one above becomes part of its text."""
    for match in re.finditer(r"[\r\n][ \t]*(- [^\r\n]*)", text.typed[scalar.start : scalar.end]):
        start, end = scalar.start + match.start(1), scalar.start + match.end(1)
        yield Diagnostic(
            "swallowed-entry",
            f"`{text.quoted(start, end)}` becomes part of the text above it",
            text.span(start, end),
            help="begin the entries of one list in the same column",
        )


def _escaped_invisible(scalar: Scalar, text: FileText) -> Iterator[Diagnostic]:
    if (found := INVISIBLE.search(scalar.value)) and not INVISIBLE.search(text.typed, scalar.start, scalar.end):
        yield Diagnostic(
            "control-character",
            f"the text holds an invisible character, U+{ord(found[0]):04X}",
            text.span(scalar.start, scalar.end),
            help="remove the sign that begins with `\\`; to write a `\\` itself, use single quotes",
        )
