"""The sentences that belong to no single policy: how an explanation opens, asks, and takes its leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from policykit.backends.prose.locales import negotiate
from policykit.explain.layout import templates_root
from policykit.explain.sentence import Sentence, sentence
from policykit.source.read import read

LOCALES = ("en", "de", "zh-Hans", "zh-Hant")
"""The locales with sentences of their own; the first serves readers of any other language."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """Sentences by key, with placeholders as in the wording of policies; each is taken apart once."""

    locale: str
    sentences: Mapping[str, str]
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


def catalog_for(locale: str) -> Catalog:
    """The sentences for a reader of the locale: zh-TW reads zh-Hant, a language without any reads English."""
    return _catalog(negotiate(locale, LOCALES))


@cache
def _catalog(locale: str) -> Catalog:
    path = templates_root() / "explanation" / f"{locale}.yaml"
    document, diagnostics = read(str(path), path.read_bytes())
    assert document is not None, diagnostics  # a file of this package
    assert isinstance(document.data, dict), diagnostics
    sentences = {key: str(value) for key, value in document.data.items() if isinstance(value, str)}
    return Catalog(locale, sentences, tuple(str(word) for word in document.data["apologies"]))
