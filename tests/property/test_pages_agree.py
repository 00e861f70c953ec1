"""The page and the decision agree: a reader who has nothing but the page comes to the answer that the engine gives.

first rule on the page whose sentence holds of the facts == rule of decide(facts)
what its lines come to, by the figures that stand in them == values and deadlines of decide(facts)

Sentences are read back from the HTML (`tests/reading_back.py`), in every language, and asked about facts drawn so that
each public rule governs, on both sides of each limit that the page states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pytest

from policykit import pipeline
from policykit.backends.prose.locales import text_in
from policykit.document import Place, page
from policykit.model import Policy, Rule
from policykit.pipeline import Ready
from policykit.semantics import Setting, evaluate
from tests.page_text import Card, Row, Told, told
from tests.property.drawing import Draw, draws
from tests.reading_back import Meanings, Reader

LOADED = pipeline.load(pipeline.example_root())
assert LOADED.bundle is not None, LOADED.diagnostics
READY = LOADED.bundle.businesses
VERSIONS = [
    pytest.param(ready, policy, id=f"{ready.business.id}-{policy.id}-{policy.version}")
    for ready in READY.values()
    for versions in ready.business.policies.values()
    for policy in versions
]
PAGES = [
    pytest.param(ready, policy, locale, id=f"{version.id}-{locale}")
    for version in VERSIONS
    for ready, policy in [version.values]
    for locale in ready.business.locales
]


@cache
def page_of(name: str, policy_id: str, version: str, locale: str) -> Told:
    business = READY[name].business
    return told(page({name: business}, Place(name, locale, policy_id, version)))


# --- a rule as the page tells it ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Understood:
    """A rule as a reader understands it: when it applies, and what each value and deadline of its answer comes to.

    Of each there may be several readings: "more than two days after" leaves one instant open.
    """

    id: str
    told: str
    when: Meanings
    results: Mapping[str, Meanings]


def understood(page_told: Told, reader: Reader) -> tuple[Understood, ...]:
    """The public rules, in the order in which the page tells the reader to take them."""
    rules = {rule.id: rule for rule in (*reader.policy.rules, reader.policy.otherwise)}
    by_id = {
        **{card.id: from_card(card, rules[card.id], reader) for card in page_told.cards},
        **{row.id: from_row(row, rules[row.id], page_told, reader) for row in page_told.rows},
    }
    return tuple(by_id[rule] for rule in taken_in_turn(page_told, by_id))


def taken_in_turn(page_told: Told, by_id: Mapping[str, Understood]) -> list[str]:
    """The order of the page, but for a ladder: there the gravest step counts whose conditions are all met."""
    return [rule for group in page_told.groups for rule in (group.rules[::-1] if group.gravest_first else group.rules)]


def from_card(card: Card, rule: Rule, reader: Reader) -> Understood:
    return Understood(card.id, card.told, reader.rule(card.lead, card.clauses), results(card.lines, rule, reader))


def from_row(row: Row, rule: Rule, page_told: Told, reader: Reader) -> Understood:
    outcome = text_in(reader.policy.outcome(rule.answer.outcome).label, reader.locale)
    lines = {**page_told.alike.get(reader.words.sentence(outcome), {}), **row.cells}
    return Understood(
        row.id, " ".join((outcome, *row.cells.values())), reader.row(row.cells), results(lines, rule, reader)
    )


def results(lines: Mapping[str, str], rule: Rule, reader: Reader) -> dict[str, Meanings]:
    """What each value and deadline comes to, by its name; those that the page leaves out have no reading."""
    words, outcome = reader.words, reader.policy.outcome(rule.answer.outcome)
    kinds = {words.sentence(text_in(value.label, reader.locale)): value for value in outcome.values}
    found = {value.name: reader.value(lines[label], value.type) for label, value in kinds.items() if label in lines}
    due = lines.get(words.sentence(words.deadlines["due"]))
    ends = reader.deadline(due) if due else []
    after = reader.with_due(ends[0]) if ends else reader
    deadlines = {name: lines.get(words.sentence(label)) for name, label in words.deadlines.items()}
    return found | {name: after.deadline(text) for name, text in deadlines.items() if text}


# --- drawn facts --------------------------------------------------------------------------------


@cache
def drawn(name: str, policy_id: str, version: str) -> Mapping[str, Sequence[Draw]]:
    """Facts by the rule that governs them, around every limit that the page states in its first language."""
    business = READY[name].business
    policy = next(one for one in business.policies[policy_id] if one.version == version)
    locale = business.locales[0]
    rules = understood(page_of(name, policy_id, version, locale), Reader(business, policy, locale))
    return draws(READY[name], policy, [meant for rule in rules for meant in rule.when])


def drawn_for(ready: Ready, policy: Policy) -> Mapping[str, Sequence[Draw]]:
    return drawn(ready.business.id, policy.id, policy.version)


def public(policy: Policy) -> list[str]:
    return [rule.id for rule in (*policy.rules, policy.otherwise) if rule.public]


@pytest.mark.parametrize(("ready", "policy"), VERSIONS)
def test_every_public_rule_is_reached(ready: Ready, policy: Policy, record_property):
    found = drawn_for(ready, policy)
    counts = {rule: len(found.get(rule, ())) for rule in public(policy)}
    record_property("measured", f"draws for {ready.business.id}/{policy.id} {policy.version}: {sum(counts.values())}")
    assert [] == [rule for rule, count in counts.items() if not count]


@pytest.mark.parametrize(("ready", "policy", "locale"), PAGES)
def test_every_sentence_can_be_read(ready: Ready, policy: Policy, locale: str):
    rules = understood(
        page_of(ready.business.id, policy.id, policy.version, locale), Reader(ready.business, policy, locale)
    )
    assert set(public(policy)) == {rule.id for rule in rules}
    assert [] == [rule.id for rule in rules if not rule.when]
    assert [] == [f"{rule.id}: {name}" for rule in rules for name, meant in rule.results.items() if not meant]


@pytest.mark.parametrize(("ready", "policy", "locale"), PAGES)
def test_a_reader_of_the_page_comes_to_the_decision(ready: Ready, policy: Policy, locale: str):
    rules = understood(
        page_of(ready.business.id, policy.id, policy.version, locale), Reader(ready.business, policy, locale)
    )
    hidden = {rule.id for rule in policy.rules if not rule.public}
    found = [draw for draws_of_rule in drawn_for(ready, policy).values() for draw in draws_of_rule]
    assert [] == [
        wrong
        for draw in found
        if draw.rule not in hidden
        for wrong in disagreements(draw, rules, reader_labels(policy, locale))
    ]


@pytest.mark.parametrize(("ready", "policy", "locale"), PAGES)
def test_rules_side_by_side_say_what_their_cards_say(ready: Ready, policy: Policy, locale: str):
    page_told = page_of(ready.business.id, policy.id, policy.version, locale)
    reader = Reader(ready.business, policy, locale)
    cards = {rule.id: rule for rule in understood(page_told, reader)}
    rules = {rule.id: rule for rule in (*policy.rules, policy.otherwise)}
    rows = [from_row(row, rules[row.id], page_told, reader) for row in page_told.compared]
    found = [draw for draws_of_rule in drawn_for(ready, policy).values() for draw in draws_of_rule]
    assert [] == [row.id for row in rows if not row.when]
    assert policy.kind == "tiers" or [] == [
        f"{row.id}: {dict(draw.setting.facts)}"
        for row in rows
        for draw in found
        if may_hold(row.when, draw.setting) != may_hold(cards[row.id].when, draw.setting)
    ]
    assert [] == [
        f"{row.id}: {name}"
        for row in rows
        for name, meant in row.results.items()
        if not meant or meant != cards[row.id].results[name]
    ]


def reader_labels(policy: Policy, locale: str) -> Mapping[str, str]:
    return {outcome.name: text_in(outcome.label, locale) for outcome in policy.outcomes}


def disagreements(draw: Draw, rules: Sequence[Understood], labels: Mapping[str, str]) -> Iterator[str]:
    """What the page says otherwise than the engine, about one set of facts."""
    verdict = draw.judged.verdict
    assert verdict is not None
    first = next((rule for rule in rules if may_hold(rule.when, draw.setting)), None)
    governing = next(rule for rule in rules if rule.id == draw.rule)
    if first is not governing and not (first and borderline(first.when, draw.setting)):
        yield f"{draw.rule} governs, the page says {first and first.id}: {dict(draw.setting.facts)}"
    if labels[verdict.governing.answer.outcome].casefold() not in governing.told.casefold():
        yield f"{draw.rule}: the page does not say {labels[verdict.governing.answer.outcome]}"
    for name, value in {**verdict.values, **verdict.deadlines}.items():
        meant = governing.results.get(name)
        if meant is None:
            yield f"{draw.rule}: the page says nothing of {name}"
        elif value not in [evaluate(one, draw.setting) for one in meant]:
            yield f"{draw.rule}: {name} is {value}"


def may_hold(meant: Meanings, setting: Setting) -> bool:
    return any(evaluate(one, setting) is True for one in meant)


def borderline(meant: Meanings, setting: Setting) -> bool:
    """Whether the readings differ: the facts stand at the very instant that the sentence leaves open."""
    return len({evaluate(one, setting) is True for one in meant}) > 1
