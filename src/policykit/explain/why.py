"""Why an answer is what it is: the facts that decided, and what would have changed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from policykit.backends.prose.format import format_value
from policykit.decision import Change, Condition
from policykit.explain.entries import entries
from policykit.explain.explanation import Audience
from policykit.explain.line import Given, fixed, made
from policykit.explain.phrasebook import FactWords
from policykit.explain.telling import Telling
from policykit.explain.windows import told_windows
from policykit.model import OTHERWISE, Absent, Origin

MOST_FACTS = 8
"""Facts that a customer is shown: more is a file, not a reason."""
MOST_CHANGES = 3


def facts_by_origin(telling: Telling, conditions: Iterable[Condition]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts behind the conditions, in words: what the customer told us, and what our records show."""
    told: list[str] = []
    recorded: list[str] = []
    for words, line in islice(_known(telling, conditions), MOST_FACTS):
        lines = told if words.fact.origin is Origin.CUSTOMER else recorded
        lines += [line, *entries(telling, words.fact)]
    return tuple(told), tuple(recorded)


def why(telling: Telling, conditions: Iterable[Condition]) -> tuple[str, ...]:
    """What else there is to say: that no better rule fits, which time is over, which answer this one follows from."""
    answer, because = telling.decision.answer, telling.decision.because
    lines = []
    if telling.could_be_better:
        if answer and answer.rule == OTHERWISE:
            lines.append(telling.say("no_better_rule"))
        lines += told_windows(telling, conditions)
    if because is not None:
        versions = telling.business.policies.get(because.policy, ())
        question = telling.text(versions[-1].question) if versions else because.policy
        lines.append(telling.say("because", question=question))
    return tuple(lines)


def changes(telling: Telling) -> tuple[str, ...]:
    """What would have led to a better answer, as far as it may be told."""
    found = enumerate(telling.decision.would_change)
    told = ((number, change) for number, change in found if _may_be_told(telling, change))
    return tuple(_change(telling, number, change) for number, change in islice(told, MOST_CHANGES))


def deciding_conditions(telling: Telling) -> list[Condition]:
    """The conditions that made the governing rule hold; where none holds, those that kept better rules from it.

    Where a table collects, those of every row that holds.
    """
    answer = telling.decision.answer
    if answer is None:
        return []
    internal = telling.audience is not Audience.CUSTOMER
    reasons = [reason for reason in telling.decision.reasons if reason.public or internal]
    found = []
    if answer.rule == OTHERWISE and telling.decision.final:
        found = [c for reason in reasons if not reason.held for c in reason.conditions if c.held is (c.under == "none")]
    governing = {answer.rule, *(hit.rule for hit in answer.hits)} if answer.hits else (answer.rule,)
    for reason in reasons:
        if reason.held and reason.rule in governing and reason.policy is None:
            found += [c for c in reason.conditions if c.held is (c.under != "none")]
    return found


def _known(telling: Telling, conditions: Iterable[Condition]) -> Iterator[tuple[FactWords, str]]:
    """Facts with a meaning that this audience may read, each with its line, in the order of the conditions."""
    facts, names = telling.decision.facts, dict[str, None]()
    for condition in conditions:
        names[condition.fact] = None
        # Of the other facts that the test reads, those that are there.
        for name in condition.reads:
            if not isinstance(facts.get(name), Absent | None):
                names[name] = None
    for name in names:
        words = telling.book.fact(name)
        if words is not None and words.tell is not None and telling.shown(words.fact):
            line = telling.line(words.tell)
            if line is not None:
                yield words, line


def _may_be_told(telling: Telling, change: Change) -> bool:
    fact = telling.business.facts.get(change.fact)
    rule = telling.policy.own_rule(change.rule)
    public = rule is None or rule.public
    return fact is not None and bool(fact.meaning) and fact.hint and public and not (fact.private or fact.protected)


def _change(telling: Telling, number: int, change: Change) -> str:
    fact = telling.business.facts[change.fact]
    known = {"meaning": telling.text(fact.meaning), "outcome": telling.label(change.outcome)}
    if isinstance(change.becomes, Absent):
        return fixed(telling.say("change_none", **known))
    if isinstance(change.becomes, bool):
        return fixed(telling.say("change_yes" if change.becomes else "change_no", **known))
    if change.relation == "present":
        return fixed(telling.say("change_present", **known))
    key = {"by": "change_by", "from": "change_from"}.get(change.relation, "change_is")
    book = telling.book

    def becomes(given: Given) -> str:
        value = format_value(given.changes[number].becomes, fact.type, book.locale, book.business)
        return book.catalog.say(key, value=value, **known)

    return made(becomes, becomes(telling.given))
