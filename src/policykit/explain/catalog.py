"""The sentences that belong to no single policy: how an explanation opens, asks, and takes its leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policykit.backends.prose.locales import negotiate
from policykit.explain.line import Line, fixed
from policykit.explain.sentence import Sentence, sentence
from policykit.templating import Look, bundled_look

LOCALES = ("en", "de", "zh-Hans", "zh-Hant")
"""The locales with sentences of policykit's own; the first serves readers of any other language."""
ROOM = "explanation"


@dataclass(frozen=True, slots=True)
class Catalog:
    """Sentences by key, with placeholders as in the wording of policies; each is taken apart once."""

    locale: str
    sentences: Mapping[str, Line]
    apologies: tuple[str, ...]
    taken_apart: dict[str, Sentence] = field(default_factory=dict, repr=False, compare=False)

    def say(self, key: str, **names: str) -> str:
        """The sentence with its names filled in."""
        if not names:
            return self.sentences[key]
        found = self.sentence(key)
        return found.line([names[name] for name in found.names])

    def sentence(self, key: str) -> Sentence:
        """The sentence, for names that are filled in later."""
        found = self.taken_apart.get(key)
        if found is None:
            found = sentence(self.sentences[key], self.locale)
            assert found is not None, key  # a file of this package
            self.taken_apart[key] = found
        return found


def catalog_for(locale: str, look: Look | None = None) -> Catalog:
    """The sentences for a reader of the locale: zh-TW reads zh-Hant, a language without any reads English."""
    look = look or bundled_look()
    nearest = negotiate(locale, (*LOCALES, *look.languages(ROOM)))
    found: Catalog | None = look.kept.get((Catalog, nearest))
    if found is None:
        found = look.kept[Catalog, nearest] = _catalog(nearest, look)
    return found


def _catalog(locale: str, look: Look) -> Catalog:
    data = look.sentences(f"{ROOM}/{locale}.yaml")
    sentences = {key: fixed(str(value)) for key, value in data.items() if isinstance(value, str)}
    return Catalog(locale, sentences, tuple(str(word) for word in data["apologies"]))
