"""Phrases by language that checks of wording look for: apologies, excuses, blame. Short lists of what is plain.

Chinese phrases stand in both scripts. What is found is only a question to the author: a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

Phrases = Mapping[str, tuple[str, ...]]

APOLOGIES: Phrases = {
    "en": ("sorry", "apolog"),
    "zh": ("对不起", "對不起", "抱歉", "不好意思", "致歉", "歉意", "道歉", "过意不去", "過意不去"),
    "de": ("entschuldig", "tut uns leid", "bedauern"),
}
EXCUSES: Phrases = {
    "en": (
        "but", "however", "unfortunately", "due to", "because of", "beyond our control", "too busy", "short-staffed",
    ),
    "zh": (
        "但是", "但您", "但我们", "但我們", "不过", "不過", "由于", "由於", "因为太忙", "因為太忙", "人手不足",
        "不可抗力", "系统故障", "系統故障", "实在没办法", "實在沒辦法",
    ),
    "de": (
        "aber", "leider", "allerdings", "aufgrund", "höhere gewalt",
    ),
}  # fmt: skip
BLAME: Phrases = {
    "en": (
        "you failed to", "you should have told", "you should have known", "you should have read",
        "you ought to have", "your own fault", "you did not bother", "as you well know", "you must understand",
        "you have to understand", "you are wrong", "you misunderstood", "as we already told you",
        "as already stated", "calm down", "obviously", "you people",
    ),
    "zh": (
        "是您的错", "是您的錯", "怪您", "您自己造成", "您早该", "您早該", "您应该早", "您應該早", "您搞错", "您搞錯",
        "您弄错", "您弄錯", "您误会了", "您誤會了", "请您冷静", "請您冷靜", "无理取闹", "無理取鬧", "胡搅蛮缠",
        "胡攪蠻纏", "不讲道理", "不講道理", "早就说过", "早就說過", "众所周知", "眾所周知",
    ),
    "de": (
        "ihre eigene schuld", "selbst schuld", "sie hätten", "wie bereits gesagt", "beruhigen sie sich",
        "offensichtlich",
    ),
}  # fmt: skip

STEMS = frozenset({"apolog", "entschuldig"})
"""Beginnings of words."""

_NAMES = re.compile(r"\{\{.*?\}\}")
_END = r"\b"
_SENTENCE = re.compile(r"[.!?。！？]")


def first_of(phrases: Phrases, text: str, locale: str) -> str | None:
    """The phrase of the locale's language that the text says first, if any."""
    return _first(phrases.get(locale.split("-", maxsplit=1)[0], ()), spoken(text))


def spoken(text: str) -> str:
    """The words, without the names that are put in."""
    return _NAMES.sub("", text).lower()


def first_sentence(text: str) -> str:
    return _SENTENCE.split(spoken(text).lstrip(), maxsplit=1)[0]


def _first(phrases: Iterable[str], text: str) -> str | None:
    places = {phrase: _place(phrase, text) for phrase in phrases}
    found = [(place, phrase) for phrase, place in places.items() if place >= 0]
    return min(found)[1] if found else None


CHINESE = 0x2E80
"""The first of the characters that are written without spaces."""


def _place(phrase: str, text: str) -> int:
    """Where the text says the phrase, -1 if nowhere: letters begin a word there, Chinese characters stand anywhere.

    A phrase of one word in letters is that whole word, or the beginning of words where it is a stem.
    """
    if phrase not in text or ord(phrase[0]) >= CHINESE:
        return text.find(phrase)
    found = re.search(rf"\b{re.escape(phrase)}{_END if phrase not in STEMS else ''}", text)
    return found.start() if found else -1
