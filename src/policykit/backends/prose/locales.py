"""Which locale a reader gets: BCP 47 tags and Accept-Language lists, matched by CLDR's likely subtags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from policykit.model import Texts

LONGEST_WISH = 1000
"""Characters of an Accept-Language list that are looked at; a longer one is nobody's preference."""


def negotiate(wanted: str | None, locales: Sequence[str]) -> str:
    """The locale that suits the wish best; the first one where none does.

    ``wanted`` is a BCP 47 tag or an Accept-Language list (RFC 9110). A wish for the same language
    in the same script counts before one for the same language alone: zh-TW finds zh-Hant, zh-CN
    zh-Hans, and a reader who also wishes for English gets English before the other script.
    """
    return _negotiate((wanted or "")[:LONGEST_WISH], tuple(locales))


@lru_cache(maxsize=1024)
def _negotiate(wanted: str, locales: tuple[str, ...]) -> str:
    wishes = tuple(_wishes(wanted))
    for parts in (3, 2, 1):
        for wish in wishes:
            for locale in locales:
                if _likely(wish)[:parts] == _likely(locale)[:parts]:
                    return locale
    return locales[0]


def _wishes(wanted: str) -> Iterator[str]:
    """The tags of an Accept-Language list, the most wanted first."""
    weighed = [(_weight(options), tag.strip()) for tag, _, options in (w.partition(";") for w in wanted.split(","))]
    for weight, tag in sorted(weighed, key=lambda pair: -pair[0]):
        if weight > 0 and tag:
            yield tag


def _weight(options: str) -> float:
    name, _, value = options.strip().partition("=")
    try:
        return 1.0 if name.strip() != "q" else min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


@lru_cache(maxsize=1024)
def _likely(tag: str) -> tuple[str, str, str]:
    """Language, script and territory of a tag, filled in with the likely ones; itself where it is no tag."""
    try:
        asked = Locale.parse(tag, sep="-" if "-" in tag else "_", resolve_likely_subtags=False)
    except (ValueError, UnknownLocaleError):
        return _likely_of_parts(tag)
    return _filled(asked.language, asked.script, asked.territory)


def _likely_of_parts(tag: str) -> tuple[str, str, str]:
    # CLDR has no data for some well-formed tags, such as zh-CN-x-private or sr-DE: the language decides.
    head, *rest = tag.replace("_", "-").split("-")
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), None)
    territory = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), None)
    return _filled(head.lower(), script, territory)


def _filled(language: str, script: str | None, territory: str | None) -> tuple[str, str, str]:
    known = get_global("likely_subtags")
    candidates = (f"{language}_{script}", f"{language}_{territory}", language)
    found = next((str(known[c]) for c in candidates if c in known), f"{language}__")
    _, likely_script, likely_territory = found.split("_")
    return language, script or likely_script, territory or likely_territory


def text_in(texts: Texts, locale: str) -> str:
    """The text in the locale, else in the one nearest to it; empty where there is no text at all."""
    if locale in texts:
        return texts[locale]
    return texts[negotiate(locale, tuple(texts))] if texts else ""


@lru_cache(maxsize=256)
def babel_locale(tag: str) -> Locale:
    """Babel's data for a tag. English without a territory is written as outside the United States."""
    # en alone is CLDR's name for American English; a business that means it writes en-US.
    asked = "en-GB" if tag == "en" else tag
    try:
        return Locale.parse(asked, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en", "GB")
