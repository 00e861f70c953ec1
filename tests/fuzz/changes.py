"""Changes to a text that keep most of its structure: what people and enemies do to files and requests.

A change is data, so that an example that fails can be made smaller by leaving changes out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

LARGEST = 256 * 1024
"""An input grows no further: the bounds on larger files have tests of their own."""

SIGNS = (
    *"{}[]()<>|&*!%@`'\"#:,-?=+/\\.~^$\t\r\n\x00\x07\x1b\x7f", ": ", "- ", ", ", "\n  ", "\n", "---\n", "<<: ",
    "*a", "&a ", "!!python/object:os.system ", "{{ ", " }}", "{% for a in b %}", "\ufeff", "\u202e", "\u2066",
    "\u200b", "\u2028", "\u00a0", "\u3000", "\uff0c", "\uff1a", "\u0663", "\U0001f352", "e\u0301",
)  # fmt: skip
WORDS = (
    "", "yes", "no", "null", "~", "absent", "present", "true", "0", "-1", "1e9", "1.5", "007", "1_000", "0x1F",
    "9" * 31, "9" * 5000, "1" + "0" * 300, "0." + "0" * 40 + "1", "NaN", "Infinity", "[]", "{}", "[[[]]]",
    "2026-02-30", "0001-01-01", "9999-12-31", "2026-03-29T02:30:00+01:00", "9999-12-31T23:59:59+14:00",
    "24 hours", "99999999999999 years", "0 days", "1 month", "5 TWD", "5 XXX", "7.5 kg", "at least 7",
    "8 to 14", "within 24 hours after order.delivered_at", "same as order.method", "not(not(fresh))", "a, b",
    "or_else(order.shipping, 0 TWD)", "ratio(1, 0, 0)", "1 / 0", "if yes then 1 else 2", "x" * 3000, "(" * 200,
    "桃" * 400, "{{ amount }}", "{{ nothing }}", "{en: x}", "item in order.lines", "order.count", "outcome",
    "refund", "_", "__class__", "../..", "=1+1", "1-2", "2026/3/1", "三月", "“yes”", "https://example.com",
    "row-1", "-",
)  # fmt: skip
"""Values of every kind, at the right places and the wrong ones."""

_ANY = ("utf-8", "surrogateescape")
"""Bytes that are no text stay what they are."""
_WORD = re.compile(r"[A-Za-z0-9_.\-]+")
_VALUE = re.compile(r"(?<=: )[^\n{}\[\],]+|(?<=- )[^\n{}\[\],]+|(?<=[,\[] )[^\n{}\[\],]+|(?<=\":)\s*[^,{}\[\]]+")


@dataclass(frozen=True, slots=True)
class Change:
    """What to do, where (a share of the text), with how much, and with which of the signs and words."""

    how: str
    place: float
    amount: int
    which: int


def changed(text: bytes, changes: Sequence[Change]) -> bytes:
    """The text after the changes, in order. The first line of a file's input, its name, can change too."""
    for change in changes:
        text = HOW[change.how](text.decode(*_ANY), change).encode(*_ANY)[:LARGEST]
    return text


def random_changes(random: Random) -> tuple[Change, ...]:
    count = random.choice((1, 1, 2, 3, 5, 9))
    return tuple(
        Change(random.choice(NAMES), random.random(), random.randint(1, 60), random.randrange(10**6))
        for _ in range(count)
    )


# --- how --------------------------------------------------------------------------------------


def _at(text: str, change: Change) -> int:
    return int(change.place * len(text))


def _put(text: str, change: Change) -> str:
    at = _at(text, change)
    return text[:at] + SIGNS[change.which % len(SIGNS)] + text[at:]


def _put_many(text: str, change: Change) -> str:
    at = _at(text, change)
    return text[:at] + SIGNS[change.which % len(SIGNS)] * (change.amount**2) + text[at:]


def _drop(text: str, change: Change) -> str:
    at = _at(text, change)
    return text[:at] + text[at + change.amount % 7 + 1 :]


def _cut(text: str, change: Change) -> str:
    return text[: _at(text, change)]


def _flip(text: str, change: Change) -> str:
    data = bytearray(text.encode(*_ANY) or b" ")
    data[int(change.place * len(data)) % len(data)] ^= 1 << (change.which % 8)
    return data.decode(*_ANY)


def _swap_word(text: str, change: Change) -> str:
    """A word becomes another of the same text: names, keys and values change places."""
    found = list(_WORD.finditer(text))
    if not found:
        return text
    one, other = found[int(change.place * len(found)) % len(found)], found[change.which % len(found)]
    return text[: one.start()] + other[0] + text[one.end() :]


def _new_value(text: str, change: Change) -> str:
    found = list(_VALUE.finditer(text))
    if not found:
        return WORDS[change.which % len(WORDS)]
    one = found[int(change.place * len(found)) % len(found)]
    return text[: one.start()] + WORDS[change.which % len(WORDS)] + text[one.end() :]


def _other_value(text: str, change: Change) -> str:
    """A value becomes another value of the same text."""
    found = list(_VALUE.finditer(text))
    if not found:
        return text
    one, other = found[int(change.place * len(found)) % len(found)], found[change.which % len(found)]
    return text[: one.start()] + other[0] + text[one.end() :]


def _lines(text: str, change: Change) -> tuple[list[str], int, int]:
    lines = text.split("\n")
    at = int(change.place * len(lines)) % len(lines)
    return lines, at, at + change.amount % 12 + 1


def _drop_lines(text: str, change: Change) -> str:
    lines, at, end = _lines(text, change)
    return "\n".join(lines[:at] + lines[end:])


def _repeat_lines(text: str, change: Change) -> str:
    lines, at, end = _lines(text, change)
    return "\n".join(lines[:at] + lines[at:end] * (change.which % 40 + 2) + lines[end:])


def _move_lines(text: str, change: Change) -> str:
    lines, at, end = _lines(text, change)
    rest = lines[:at] + lines[end:]
    to = change.which % (len(rest) + 1)
    return "\n".join(rest[:to] + lines[at:end] + rest[to:])


def _indent(text: str, change: Change) -> str:
    lines, at, end = _lines(text, change)
    deeper = " " * (change.which % 5)
    moved = [deeper + line if change.which % 2 else line.removeprefix("  ") for line in lines[at:end]]
    return "\n".join(lines[:at] + moved + lines[end:])


def _nest(text: str, change: Change) -> str:
    """A stretch is put into brackets, many times."""
    at, depth = _at(text, change), change.amount**2 % 300
    opening, closing = ("[]", "{}", "()")[change.which % 3]
    inner = text[at : at + change.which % 30]
    return text[:at] + opening * depth + inner + closing * depth + text[at + len(inner) :]


def _join_lines(text: str, change: Change) -> str:
    """Line ends of another kind, or none."""
    return text.replace("\n", ("\r\n", "\r", " ", "\n\n", "\u2028")[change.which % 5])


def _to_flow(text: str, change: Change) -> str:
    """The value behind a key becomes a list or a map of itself."""
    found = list(_VALUE.finditer(text))
    if not found:
        return text
    one = found[int(change.place * len(found)) % len(found)]
    form = ("[{0}]", "{{a: {0}}}", "[{0}, {0}]", '"{0}"', "[]", "{{}}", "|\n  {0}")[change.which % 7]
    return text[: one.start()] + form.format(one[0]) + text[one.end() :]


HOW: dict[str, Callable[[str, Change], str]] = {
    "put": _put, "put many": _put_many, "drop": _drop, "cut": _cut, "flip": _flip, "swap word": _swap_word,
    "new value": _new_value, "other value": _other_value, "drop lines": _drop_lines, "repeat lines": _repeat_lines,
    "move lines": _move_lines, "indent": _indent, "nest": _nest, "join lines": _join_lines, "to flow": _to_flow,
}  # fmt: skip
NAMES = (*HOW, *("swap word", "new value", "other value", "move lines", "to flow") * 3)
"""What keeps a file readable is done more often."""
