"""Chinese as its readers expect it: punctuation in full width, and the characters of one script alone.

A mark is wrong where a Chinese character stands on either side of it, other marks aside. A name in double
braces stands for text that is not known, so `{{ amount }}.` at an end is judged by the language of the text.
Marks between Latin letters or digits (`24:00`, `a.b`) stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

from babel import Locale, UnknownLocaleError

from policykit.language.wording import NAME

ELLIPSIS = "..."
FULL_WIDTH: Mapping[str, str] = {
    ",": "\uff0c",
    ";": "\uff1b",
    ":": "\uff1a",
    "!": "\uff01",
    "?": "\uff1f",
    "(": "\uff08",
    ")": "\uff09",
    ".": "\u3002",
    ELLIPSIS: "\u2026\u2026",
}
"""Marks of half width, and what Chinese writes for them."""

_HAN = "\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_MARKS = ",;:!?()."
# Quotes and the marks of full width tell nothing of their own: what stands beyond them counts.
_FULL = "\u2026\u3001-\u3003\u3008-\u3020\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_CLEAR = f"\\s\"'\u2018\u2019\u201c\u201d{_FULL}"
_TOKEN = re.compile(
    rf"(?P<name>{NAME.pattern})|(?P<mark>\.{{3,}}|[{_MARKS}])|(?P<clear>[{_CLEAR}]+)"
    rf"|(?P<han>[{_HAN}]+)|(?P<other>[^{_MARKS}{_CLEAR}{_HAN}{{]+|.)",
    re.DOTALL,
)
_MARK = re.compile(f"[{_MARKS}]")
LINE_ENDS = "\r\n"
_HONG_KONG = ("HK", "MO")


class _Side(Enum):
    """What stands beside a mark, blanks and quotes aside."""

    HAN = auto()
    NAME = auto()
    EDGE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Mend:
    """A mark of half width at ``start`` up to ``end``, and what to write for it."""

    start: int
    end: int
    instead: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """A character of the other script at ``start``, and its counterpart in the script of the text."""

    start: int
    character: str
    instead: str


# --- which script ---------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def script_of(locale: str) -> str | None:
    """`Hans` or `Hant`, the Chinese script in which a locale is written; None where that is another."""
    if locale.partition("-")[0].lower() != "zh":
        return None
    found = _parsed(locale)
    return (found.script if found else None) or "Hans"


@lru_cache(maxsize=256)
def _parsed(locale: str) -> Locale | None:
    try:
        return Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


@cache
def _scripts() -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """Simplified characters by their traditional ones, the reverse, and the simplified that Hong Kong writes too."""
    text = Path(__file__).with_name("han.txt").read_text(encoding="utf-8")
    simplified, traditional, shared = (line for line in text.splitlines() if not line.startswith("#"))
    return _pairs(simplified), _pairs(traditional), frozenset(shared)


def _pairs(line: str) -> dict[str, str]:
    return dict(zip(line[::2], line[1::2], strict=True))


def foreign(text: str, locale: str) -> Iterator[Foreign]:
    """The characters of a Chinese text that only the other script has; none of a text in another language."""
    script = script_of(locale)
    if script is None:
        return
    simplified, traditional, shared = _scripts()
    wrong = simplified if script == "Hant" else traditional
    parsed = _parsed(locale)
    right = shared if script == "Hant" and parsed is not None and parsed.territory in _HONG_KONG else frozenset()
    for start, character in enumerate(text):
        if character in wrong and character not in right:
            yield Foreign(start, character, wrong[character])


# --- punctuation ----------------------------------------------------------------------------------


def half_width(text: str) -> tuple[Mend, ...]:
    """The marks of half width in a Chinese text, in their order."""
    if not _MARK.search(text):
        return ()
    tokens = [found for found in _TOKEN.finditer(text) if found.lastgroup != "clear"]
    beside = zip(_sides(tokens), reversed(_sides(tokens[::-1])), strict=True)
    wrong = {index for index, (left, right) in enumerate(beside) if _is_wrong(tokens, index, left, right)}
    for opening, closing in _brackets(tokens):
        if opening in wrong or closing in wrong:
            wrong |= {opening, closing}
    return tuple(_mend(tokens[index]) for index in sorted(wrong))


def _sides(tokens: Iterable[re.Match[str]]) -> list[_Side]:
    """What stands before each token; marks are looked past."""
    found, last = [], _Side.EDGE
    for token in tokens:
        found.append(last)
        if not token["mark"]:
            last = _Side.HAN if token["han"] else _Side.NAME if token["name"] else _Side.OTHER
    return found


def _is_wrong(tokens: list[re.Match[str]], index: int, left: _Side, right: _Side) -> bool:
    mark = tokens[index]["mark"]
    if not mark:
        return False
    if mark.startswith("."):
        return _ends_sentence(tokens, index, left, right)
    if _Side.OTHER in (left, right):
        return _Side.HAN in (left, right)
    return (left, right) != (_Side.EDGE, _Side.EDGE)


def _ends_sentence(tokens: list[re.Match[str]], index: int, left: _Side, right: _Side) -> bool:
    """A full stop ends a Chinese sentence; behind a number, and directly before a letter, it does not."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is not None and not after["mark"] and not after["han"] and after.start() == tokens[index].end():
        return False
    return left is _Side.HAN or (left is _Side.NAME and right in (_Side.HAN, _Side.EDGE))


def _brackets(tokens: Iterable[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The round brackets that belong together."""
    opened: list[int] = []
    for index, token in enumerate(tokens):
        match token["mark"]:
            case "(":
                opened.append(index)
            case ")" if opened:
                yield opened.pop(), index


def _mend(token: re.Match[str]) -> Mend:
    mark = token["mark"]
    return Mend(token.start(), token.end(), FULL_WIDTH[mark if len(mark) < len(ELLIPSIS) else ELLIPSIS])


def mended(text: str) -> str:
    """The text with its marks in full width, which need no blank beside them. Mending it again changes nothing."""
    parts, after = [], 0
    for mend in half_width(text):
        start, end = with_blanks(text, mend)
        parts += [text[after : max(start, after)], mend.instead]
        after = end
    return "".join([*parts, text[after:]])


def with_blanks(text: str, mend: Mend) -> tuple[int, int]:
    """The stretch of a mark with the blanks beside it, unless they begin or end a line."""
    start, end = mend.start, mend.end
    while start and text[start - 1] == " ":
        start -= 1
    while end < len(text) and text[end] == " ":
        end += 1
    start = start if start and text[start - 1] not in LINE_ENDS else mend.start
    return start, end if end < len(text) and text[end] not in LINE_ENDS else mend.end


def first(found: Iterable[Foreign], most: int) -> tuple[Foreign, ...]:
    """The first few of different characters."""
    return tuple(islice({one.character: one for one in found}.values(), most))
