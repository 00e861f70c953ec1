"""What is being told to whom: a decision, and the words to tell it in."""

from __future__ import annotations

from collections.abc import Mapping

from policykit.backends.prose.format import format_value
from policykit.decision import Decision
from policykit.explain.explanation import Audience
from policykit.explain.line import Line, Make, given_in, made
from policykit.explain.names import names_of
from policykit.explain.phrasebook import Phrasebook, shown
from policykit.model import Business, Fact, Policy, Type, Value
from policykit.model import Texts as LocaleTexts


class Telling:
    """What is told, and the audience: a decision, in the words of the version of the policy that it is from.

    ``rule`` gave the answer, and ``words`` are its; both are None while there is none, or where it is no rule of this
    policy.
    """

    __slots__ = ("audience", "book", "business", "decision", "given", "locale", "names", "policy", "rule", "words")

    def __init__(self, book: Phrasebook, decision: Decision, audience: Audience) -> None:
        self.book = book
        self.business: Business = book.business
        self.decision = decision
        self.locale: str = book.locale
        self.policy: Policy = book.policy
        self.audience = audience
        self.given = given_in(decision)
        self.names = names_of(book, decision)
        self.rule = self.names.rule
        self.words = book.rule(self.rule) if self.rule else None

    def to(self, audience: Audience) -> Telling:
        """The same, told to another audience."""
        return self if audience is self.audience else Telling(self.book, self.decision, audience)

    def name(self, name: str) -> str | None:
        """The text of a name that wording for customers may use; None where there is none."""
        return self.names.text(name, self.given)

    def value(self, value: Value, kind: Type | None) -> str:
        """A value as text; by what it is, where its type is not known."""
        return format_value(value, kind, self.locale, self.business)

    def line(self, make: Make) -> Line | None:
        """The line that is made so; None where there is none."""
        text = make(self.given)
        return None if text is None else made(make, text)

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

    def phrases(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The business's phrases with these ids."""
        return self.book.phrases(ids)


def pairs(items: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Names and values side by side, in their order."""
    return tuple(items.items())
