"""Lines as their script sets them: Chinese has no space between its own characters, and one beside other scripts."""

from __future__ import annotations

import re
from functools import lru_cache

from policykit.backends.prose.locales import babel_locale
from policykit.backends.prose.scripts import spaced

_HAN = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}])")


def typeset(line: str, locale: str) -> str:
    """The line as the locale's script sets it."""
    return close(line) if is_close(locale) else line


@lru_cache(maxsize=256)
def is_close(locale: str) -> bool:
    """Whether the locale's script is set close."""
    return babel_locale(locale).language == "zh"


@lru_cache(maxsize=256)
def runs_left(locale: str) -> bool:
    """Whether the locale's script runs from right to left."""
    return babel_locale(locale).text_direction == "rtl"


def close(line: str) -> str:
    """The line set close."""
    return line if line.isascii() else _closed(line)


@lru_cache(maxsize=4096)
def _closed(line: str) -> str:
    return spaced(_BETWEEN_HAN.sub("", line))


def beside(left: str, right: str) -> str:
    """Two lines that are set close, as one: what is set depends on no more than the two characters that meet."""
    before, after = left.rstrip(" "), right.lstrip(" ")
    if not before or not after:
        return left + right
    spaced = len(before) + len(after) < len(left) + len(right)
    return f"{before}{_between(before[-1], after[0], spaced)}{after}"


@lru_cache(maxsize=4096)
def _between(left: str, right: str, spaced: bool) -> str:  # noqa: FBT001  # a key of the cache
    return close(f"{left}{' ' if spaced else ''}{right}")[1:-1]
