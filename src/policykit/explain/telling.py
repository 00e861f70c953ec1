"""What is being told to whom: a decision with its business and policy, and the words to tell it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote

from policykit.backends.prose.format import harmless
from policykit.backends.prose.locales import text_in
from policykit.explain.catalog import Catalog
from policykit.explain.explanation import Audience
from policykit.explain.names import Texts, Told, names_of
from policykit.explain.wording import fill_in, typeset
from policykit.model import Business, Fact, Wording
from policykit.model import Texts as LocaleTexts


@dataclass(frozen=True)
class Telling(Told):
    """What is told, the audience, the sentences to tell it in, and where the terms page of the policy stands."""

    audience: Audience
    catalog: Catalog
    page: str

    def to(self, audience: Audience) -> Telling:
        """The same, told to another audience."""
        return self if audience is self.audience else replace(self, audience=audience)

    @cached_property
    def names(self) -> Texts:
        """The names that wording for customers may use."""
        return names_of(self, private=False)

    @cached_property
    def could_be_better(self) -> bool:
        """Whether the answer is final and the policy knows a better one."""
        answer, names = self.decision.answer, [outcome.name for outcome in self.policy.outcomes]
        return self.decision.final and answer is not None and answer.outcome in names[1:]

    def say(self, key: str, **names: str) -> str:
        """A sentence of the catalog, with its names filled in."""
        return self.catalog.say(key, **names)

    def text(self, texts: LocaleTexts) -> str:
        """An author's plain text in the reader's locale, on one line."""
        return typeset(harmless(text_in(texts, self.locale), 1000), self.locale)

    def wording(self, wording: Wording, names: Texts) -> tuple[str, ...]:
        """An author's template in the reader's locale, by paragraphs."""
        return fill_in(text_in(wording.texts, self.locale), names, self.locale)

    def label(self, outcome: str) -> str:
        """What the policy calls an outcome."""
        declared = next((o for o in self.policy.outcomes if o.name == outcome), None)
        return (self.text(declared.label) if declared else "") or outcome.replace("_", " ")

    def shown(self, fact: Fact) -> bool:
        """Whether this audience may read what the fact is."""
        return self.audience is Audience.AUDITOR or not (fact.private or fact.protected)

    def fact_text(self, fact: Fact) -> str:
        """A fact's value as the decision took it; the word for none where it was not sent."""
        value = self.decision.facts.get(fact.name)
        return self.say("unknown") if value is None else self.value(value, fact.type)

    def phrases(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The business's phrases with these ids."""
        texts = (self.text(self.business.phrases.get(phrase, {})) for phrase in ids)
        return tuple(text for text in texts if text)


def page_of(business: Business, locale: str, policy: str) -> str:
    """Where the terms page of a policy stands."""
    return f"/terms/{quote(business.id)}/{quote(locale)}/{quote(policy)}"


def anchored(page: str, rule: str | None) -> str:
    """A rule's place on its page; the page itself where the rule has none there."""
    return f"{page}#{quote(rule)}" if rule else page


def capital(line: str) -> str:
    """The line with a capital at its start, in scripts that have any."""
    return line[:1].upper() + line[1:]


def pairs(items: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Names and values side by side, in their order."""
    return tuple(items.items())
