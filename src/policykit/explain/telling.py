"""What is being told to whom: a decision, and the words to tell it in."""

from __future__ import annotations

from collections.abc import Mapping

from policykit.decision import Decision
from policykit.explain.explanation import Audience
from policykit.explain.names import Told, name_text
from policykit.explain.phrasebook import Phrasebook, shown
from policykit.model import Fact
from policykit.model import Texts as LocaleTexts


class Telling(Told):
    """What is told, and the audience. ``words`` are those of the rule that gave the answer."""

    __slots__ = ("audience", "words")

    def __init__(self, book: Phrasebook, decision: Decision, audience: Audience) -> None:
        super().__init__(book, decision)
        self.audience = audience
        self.words = book.rule(self.rule) if self.rule else None

    def to(self, audience: Audience) -> Telling:
        """The same, told to another audience."""
        return self if audience is self.audience else Telling(self.book, self.decision, audience)

    def name(self, name: str) -> str | None:
        """The text of a name that wording for customers may use; None where there is none."""
        return name_text(self, name, private=False)

    @property
    def could_be_better(self) -> bool:
        """Whether the answer is final and the policy knows a better one."""
        answer = self.decision.answer
        return self.decision.final and answer is not None and self.book.ranks.get(answer.outcome, 0) > 0

    def say(self, key: str, **names: str) -> str:
        """A sentence of the catalog, with its names filled in."""
        return self.book.catalog.say(key, **names)

    def text(self, texts: LocaleTexts) -> str:
        """An author's plain text in the reader's locale, on one line."""
        return self.book.text(texts)

    def label(self, outcome: str) -> str:
        """What the policy calls an outcome."""
        return self.book.label(outcome)

    def shown(self, fact: Fact) -> bool:
        """Whether this audience may read what the fact is."""
        return shown(fact, self.audience)

    def fact_text(self, fact: Fact) -> str:
        """A fact's value as the decision took it; the word for none where it was not sent."""
        value = self.decision.facts.get(fact.name)
        return self.say("unknown") if value is None else self.value(value, fact.type)

    def phrases(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The business's phrases with these ids."""
        return self.book.phrases(ids)


def pairs(items: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Names and values side by side, in their order."""
    return tuple(items.items())
