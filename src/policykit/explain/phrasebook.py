"""The words of one version of a policy in one locale: all that stays the same from decision to decision.

Each phrase is made when it is first asked for, and kept for as long as the book is. What a book keeps is
bounded by what its business has written: nothing in it comes from the facts of a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from urllib.parse import quote

from policykit.backends.prose.format import format_list, format_literal, format_share, format_value, harmless
from policykit.backends.prose.locales import babel_locale, text_in
from policykit.backends.prose.reading import reading
from policykit.backends.prose.shares import is_fraction, named_shares
from policykit.explain.catalog import Catalog, catalog_for
from policykit.explain.explanation import Audience, Link
from policykit.explain.line import Given, Line, Make, fixed
from policykit.explain.sentence import Sentence, sentence
from policykit.explain.typesetting import typeset
from policykit.model import (
    Business,
    Constant,
    Expression,
    Fact,
    NumberLiteral,
    Outcome,
    Policy,
    Rule,
    Texts,
    Tone,
    Wording,
)
from policykit.model.kept import Kept
from policykit.templating import look_of
from policykit.walk import aliases_read

LONGEST_TEXT = 1000
"""Characters of an author's plain text that are shown."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule says to the customer, and the deadlines and other heads of names that it speaks of itself.

    It ``rests_on`` the answers of policies that are asked. Where we are at fault, ``apologises`` says so.
    """

    rule: Rule
    wording: Sentence | None
    speaks_of: frozenset[str]
    rests_on: tuple[str, ...]
    apologises: bool


@dataclass(frozen=True, slots=True)
class FactWords:
    """A fact, and what makes the line that tells its value; None where nobody has written what it means."""

    fact: Fact
    tell: Make | None


class Phrasebook:
    """The words of a policy's version in a locale. ``page`` is the address of its terms page."""

    def __init__(self, business: Business, policy: Policy, locale: str, page: str | None = None) -> None:
        self.business = business
        self.policy = policy
        self.locale = locale
        self.page = page or page_of(business, locale, policy.id, policy.version)
        self.look = look_of(business)
        self.catalog: Catalog = catalog_for(locale, self.look)
        self.ranks = {outcome.name: rank for rank, outcome in reversed([*enumerate(policy.outcomes)])}
        # Keyed by identity: what the key belongs to is kept beside the words, and so stays what it is.
        self._texts: dict[int, tuple[Texts, str]] = {}
        self._rules: dict[int, RuleWords] = {}
        self._facts: dict[str, FactWords] = {}
        self._labels: dict[str, str] = {}
        self._phrases: dict[tuple[str, ...], tuple[Line, ...]] = {}
        self._numbers: dict[int, tuple[object, str]] = {}
        self._links: dict[str | None, Link] = {}
        self.kept = Kept()

    # --- texts --------------------------------------------------------------------------------

    def text(self, texts: Texts) -> str:
        """An author's plain text in the reader's locale, on one line."""
        if not texts:
            return ""
        found = self._texts.get(id(texts))
        if found is None:
            line = typeset(harmless(text_in(texts, self.locale), LONGEST_TEXT), self.locale)
            found = self._texts[id(texts)] = (texts, line)
        return found[1]

    def phrases(self, ids: tuple[str, ...]) -> tuple[Line, ...]:
        """The business's phrases with these ids."""
        if not ids:
            return ()
        found = self._phrases.get(ids)
        if found is None:
            texts = (self.text(self.business.phrases.get(phrase, {})) for phrase in ids)
            found = self._phrases[ids] = tuple(fixed(text) for text in texts if text)
        return found

    # --- outcomes and rules -------------------------------------------------------------------

    def outcome(self, name: str) -> Outcome | None:
        """The outcome of that name; None where the policy has none, as a floor's `nothing`."""
        rank = self.ranks.get(name)
        return None if rank is None else self.policy.outcomes[rank]

    def label(self, name: str) -> str:
        """What the policy calls an outcome."""
        found = self._labels.get(name)
        if found is None:
            outcome = self.outcome(name)
            found = (self.text(outcome.label) if outcome else "") or name.replace("_", " ")
            self._labels[name] = found
        return found

    def rule(self, rule: Rule) -> RuleWords:
        """What a rule of the policy, or of a floor that it binds, says."""
        found = self._rules.get(id(rule))
        if found is None:
            wording = self.wording(rule.answer.wording)
            heads = frozenset(name.partition(".")[0] for name in wording.names) if wording else frozenset()
            found = self._rules[id(rule)] = RuleWords(
                rule, wording, heads, aliases_read(*_formulas(rule)), rule.answer.tone is Tone.OUR_FAULT
            )
        return found

    def wording(self, wording: Wording) -> Sentence | None:
        """An author's template in the reader's locale, taken apart."""
        return sentence(text_in(wording.texts, self.locale), self.locale)

    # --- facts and numbers --------------------------------------------------------------------

    def fact(self, name: str) -> FactWords | None:
        """A fact with its line, `The time of delivery: {{ value }}`; None where there is no such fact."""
        found = self._facts.get(name)
        if found is None and (fact := self.business.facts.get(name)) is not None:
            meaning = capital(self.text(fact.meaning))
            line = self.catalog.sentence("fact").with_names({"meaning": meaning}.get)
            tell = partial(self._fact_line, fact, line) if fact.meaning else None
            found = self._facts[name] = FactWords(fact, tell)
        return found

    def _fact_line(self, fact: Fact, line: Sentence, given: Given) -> str:
        """A fact's value as the decision took it; the word for none where it was not sent."""
        value = given.facts.get(fact.name)
        unknown = self.catalog.sentences["unknown"]
        return line.line((unknown if value is None else format_value(value, fact.type, self.locale, self.business),))

    def number(self, policy: Policy, name: str) -> str | None:
        """A named number of the policy, or of a floor that it binds, as its author counts it; a share in percent."""
        literal = policy.numbers.get(name)
        if literal is None:
            return None
        found = self._numbers.get(id(literal))
        if found is None:
            found = self._numbers[id(literal)] = (literal, self._told(policy, name, literal))
        return found[1]

    def _told(self, policy: Policy, name: str, literal: Constant) -> str:
        if not isinstance(literal, NumberLiteral) or not is_fraction(literal):
            return format_literal(literal, self.locale, self.business)
        if name in named_shares(policy, reading(self.business, policy, self.locale)):
            return format_share(literal.value, self.locale)
        return format_literal(literal, self.locale, self.business)

    # --- around the answer --------------------------------------------------------------------

    @cached_property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(babel_locale(self.locale).text_direction)

    @cached_property
    def closing(self) -> Line:
        return fixed(self.catalog.say("closing", business=self.text(self.business.name)))

    @cached_property
    def contact(self) -> Line:
        """How to reach a person, where an appeal is spoken of; empty where the business names no way."""
        return fixed(self._contact("contact"))

    @cached_property
    def questions(self) -> Line:
        """The same, for any question."""
        return fixed(self._contact("questions"))

    def link(self, anchor: str | None) -> Link:
        """To a rule on the terms page, or to the page itself."""
        found = self._links.get(anchor)
        if found is None:
            text = self.catalog.say("link" if anchor else "link_page")
            found = self._links[anchor] = Link(text, anchored(self.page, anchor))
        return found

    def _contact(self, key: str) -> str:
        contact = self.business.contact
        ways = [harmless(way) for way in (contact.phone, contact.email) if way] or [harmless(contact.url or "")]
        if not any(ways):
            return ""
        said = self.catalog.say(key, ways=format_list(ways, self.locale, "or"))
        hours = self.text(contact.hours)
        return self.catalog.say("with_hours", sentence=said, hours=hours) if hours else said


def _formulas(rule: Rule) -> tuple[Expression, ...]:
    answer = rule.answer
    return (rule.when, *answer.values.values(), *answer.deadlines.values(), *answer.named.values())


def shown(fact: Fact, audience: Audience) -> bool:
    """Whether an audience may read what the fact is."""
    return audience is Audience.AUDITOR or not (fact.private or fact.protected)


def page_of(business: Business, locale: str, policy: str, version: str) -> str:
    """Where the terms page of a policy stands; of one with several versions, the page that this one keeps for good."""
    page = f"/terms/{quote(business.id)}/{quote(locale)}/{quote(policy)}"
    return f"{page}/{quote(version)}" if len(business.policies[policy]) > 1 else page


def anchored(page: str, rule: str | None) -> str:
    """A rule's place on its page; the page itself where the rule has none there."""
    return f"{page}#{quote(rule)}" if rule else page


def capital(line: str) -> str:
    """The line with a capital at its start, in scripts that have any."""
    return line[:1].upper() + line[1:]
