"""How to have an answer looked at again: what can be appealed, until when, and what then happens."""

from __future__ import annotations

from dataclasses import dataclass

from policykit.backends.prose.reading import reading
from policykit.backends.prose.rules import Line
from policykit.document.places import Links, Place
from policykit.document.rule_views import known_as, prose_in
from policykit.document.words import words_for
from policykit.model import Business, Policy
from policykit.templating import look_of

APPEAL_BY = "appeal_by"
"""The deadline of an answer by which it can be appealed."""
APPEAL = "appeal"
"""The part that says what becomes of an appeal."""


@dataclass(frozen=True, slots=True)
class AppealView:
    """The appeals that one policy knows: each of its answers with the time to appeal, and how we then answer."""

    title: str
    href: str
    limits: tuple[Line, ...]
    answers: tuple[Line, ...]


def appeal_views(policies: tuple[Policy, ...], business: Business, links: Links) -> tuple[AppealView, ...]:
    """The policies of which a public rule can be appealed, or says what becomes of an appeal."""
    views = (_view(policy, business, links) for policy in policies)
    return tuple(view for view in views if view.limits or view.answers)


def _view(policy: Policy, business: Business, links: Links) -> AppealView:
    locale = links.here.locale or business.locales[0]
    reader, words = reading(business, policy, locale), words_for(locale, look_of(business))
    public = [rule for rule in (*policy.rules, policy.otherwise) if rule.public]
    heard = [rule for rule in reversed(public) if rule.part == APPEAL]  # the usual case is tried last
    answers = tuple(Line(known_as(rule, reader, words), prose_in(rule, reader).answer) for rule in heard)
    limits = dict.fromkeys(
        Line(prose.outcome, line.text)
        for rule in public
        for prose in [prose_in(rule, reader)]
        for line in prose.deadlines
        if APPEAL_BY in rule.answer.deadlines and line.label == reader.words.deadlines[APPEAL_BY]
    )
    there = links.to(Place(business.id, locale, policy.id))
    return AppealView(reader.text(policy.question), there, tuple(limits), answers)
