"""The words of the terms pages that belong to no policy: headings, notes, links, one file a locale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policykit.backends.prose.locales import babel_locale, negotiate
from policykit.templating import Look, bundled_look

LOCALES = ("en", "de", "zh-Hans", "zh-Hant")
"""The locales with words of policykit's own; the first serves readers of any other language."""
ROOM = "terms"

_PLACE = re.compile(r"\{\{ (\w+) \}\}")


@dataclass(frozen=True, slots=True)
class Words:
    """Words by key. A key that is missing is a fault of the package, not of an author."""

    locale: str
    texts: Mapping[str, str]

    def say(self, key: str, **names: str) -> str:
        """The text under the key with its places filled in."""
        return _PLACE.sub(lambda match: names[match[1]], self.texts[key])

    def count(self, key: str, number: int, **names: str) -> str:
        """The text for so many: under `KEY_one` or `KEY_other`, whichever form the language's grammar takes."""
        form = babel_locale(self.locale).plural_form(number)
        chosen = f"{key}_{form}" if f"{key}_{form}" in self.texts else f"{key}_other"
        return self.say(chosen, count=str(number), **names)

    def __getitem__(self, key: str) -> str:
        return self.texts[key]


def words_for(locale: str, look: Look | None = None) -> Words:
    """The words for a reader of the locale: zh-TW reads zh-Hant, a language without any reads English."""
    look = look or bundled_look()
    nearest = negotiate(locale, (*LOCALES, *look.languages(ROOM)))
    found: Words | None = look.kept.get((Words, nearest))
    if found is None:
        texts = look.sentences(f"{ROOM}/{nearest}.yaml")
        found = look.kept[Words, nearest] = Words(nearest, {key: str(text) for key, text in texts.items()})
    return found


def language_name(locale: str) -> str:
    """What the speakers of a language call it: English, 繁體中文, Deutsch."""
    if locale in LOCALES:
        return words_for(locale)["language_name"]
    name = babel_locale(locale).get_display_name(locale.replace("-", "_")) or locale
    return name[:1].upper() + name[1:]
