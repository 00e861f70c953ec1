"""Worked examples: the public cases of a policy, told in words as the engine decides them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from policykit.backends.prose.entries import known
from policykit.backends.prose.format import format_deadline, format_value
from policykit.backends.prose.reading import Reading, meaning, plain
from policykit.backends.prose.rules import Line
from policykit.deciding.decide import decide
from policykit.decision import MERCHANT, Answer, Decision, Status
from policykit.document.outcomes import worst
from policykit.explain.compose import one_by_one
from policykit.model import AS_OF, Ask, Business, Case, Expression, Fact, ListType, Policy, Value
from policykit.walk import aliases_read, facts_read

MOST_ENTRIES = 10
"""Entries of a list that an example tells; it says how many there are in all."""

Decide = Callable[[Business, Case], Decision]
"""The engine: the decision on a case."""


def by_the_oracle(business: Business, case: Case) -> Decision:
    """The decision on a case as the semantics gives it."""
    return decide(business, case.policy, case.facts, case.as_of)


@dataclass(frozen=True, slots=True)
class Given:
    """A fact that a case states: what it means, its value, and of a list the entries."""

    label: str
    text: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """One case in words. Of one that needs more facts, ``asks`` are the questions and ``possible`` what is open.

    ``items`` are the answers for each element of a list, where the answer rests on them. ``law`` names the law
    that governs, where one does; ``rule`` is then the floor's place on the page. ``worst``: the policy's last outcome.
    """

    id: str
    title: str
    given: tuple[Given, ...]
    outcome: str
    results: tuple[Line, ...]
    rule: str | None
    asks: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    law: str = ""
    items: tuple[str, ...] = ()
    worst: bool = False


def examples(policy: Policy, reader: Reading, engine: Decide) -> tuple[Example, ...]:
    """The public cases of this version, in their order; none that would tell of an internal rule or a private fact."""
    cases = [case for case in reader.business.cases if case.public and case.policy == policy.id]
    decided = [(case, engine(reader.business, case)) for case in cases]
    shown = Shown(frozenset(public_facts(policy, reader)), frozenset(floor_facts(policy, reader)))
    return tuple(
        told(case, decision, policy, reader, shown) for case, decision in decided if tellable(decision, policy, shown)
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """The facts that examples may show: those of the public rules, and where law has a say those of its floors."""

    public: frozenset[str]
    floors: frozenset[str]


def tellable(decision: Decision, policy: Policy, shown: Shown) -> bool:
    """Whether the case belongs to this version, and what governs it is public."""
    if decision.version != policy.version:
        return False
    if decision.answer is not None:
        return policy.rule(decision.answer.rule).public
    return all(need.fact in shown.public | shown.floors for need in decision.needs)


def told(case: Case, decision: Decision, policy: Policy, reader: Reading, shown: Shown) -> Example:
    title = reader.words.sentence(reader.text(case.title) or plain(case.id))
    lines = given(case, decision, reader, shown.public | shown.floors if decision.law else shown.public)
    if decision.status is Status.NEEDS_INFO or decision.answer is None:
        asks = tuple(
            reader.text(reader.business.facts[need.fact].question) or meaning(need.fact, reader)
            for need in decision.needs
        )
        return Example(case.id, title, lines, "", (), None, asks, possible(decision, policy, reader))
    answer = decision.answer
    by_law = decision.law if decision.governed_by != MERCHANT else None
    return Example(
        case.id, title, lines, label(answer.outcome, policy, reader), results(answer, policy, reader),
        by_law.floor if by_law else answer.rule,
        law=reader.text(reader.business.packs[by_law.floor.partition(".")[0]].name) if by_law else "",
        items=one_by_one(reader.business, policy, decision, reader.locale), worst=worst(answer.outcome, policy),
    )  # fmt: skip


def label(outcome: str, policy: Policy, reader: Reading) -> str:
    return reader.words.sentence(reader.text(policy.outcome(outcome).label) or plain(outcome))


def possible(decision: Decision, policy: Policy, reader: Reading) -> tuple[str, ...]:
    """The outcomes still open, as far as public rules give them."""
    public = {rule.answer.outcome for rule in (*policy.rules, policy.otherwise) if rule.public}
    return tuple(label(name, policy, reader) for name in decision.possible if name in public)


def given(case: Case, decision: Decision, reader: Reading, shown: frozenset[str]) -> tuple[Given, ...]:
    """The facts that the case states and that are shown, in the order of the business's facts."""
    business = reader.business
    stated = [
        name
        for name in (known for known in business.facts if known in shown)
        if name in decision.facts and (name in case.facts or business.facts[name].when_not_sent is AS_OF)
    ]
    return tuple(
        Given(
            reader.words.sentence(meaning(name, reader)),
            reader.words.tidy(format_value(decision.facts[name], business.facts[name].type, reader.locale, business)),
            entries(business.facts[name], decision.facts[name], reader),
        )
        for name in stated
    )


def entries(fact: Fact, value: Value, reader: Reading) -> tuple[str, ...]:
    """The first entries of a list, each by what is known of it and is not private; none of anything else."""
    if not isinstance(fact.type, ListType) or not isinstance(value, tuple):
        return ()
    fields = [(name, field) for name, field in fact.type.fields.items() if field.meaning and not field.private]
    told = (known(entry, fields, reader.locale, reader.business) for entry in value[:MOST_ENTRIES])
    lines = (reader.words.clauses_listed.join([_field(*one, reader) for one in entry]) for entry in told)
    return tuple(reader.words.sentence(line) for line in lines if line)


def _field(field: Fact, value: str, reader: Reading) -> str:
    label = reader.text(field.meaning)
    return reader.words.labelled.format(label=label, text=value) if value else label


def floor_facts(policy: Policy, reader: Reading) -> tuple[str, ...]:
    """The facts that the policy's floors of law look at and that are not private."""
    names: dict[str, None] = {}
    for binding in policy.floors:
        rules = [rule for floor in binding.versions for rule in (*floor.policy.rules, floor.policy.otherwise)]
        formulas = [formula for rule in rules for formula in (rule.when, *rule.answer.values.values())]
        names |= dict.fromkeys((binding.country, *facts_read(binding.when, *formulas)))
    return tuple(name for name in names if not reader.business.facts[name].private)


def public_facts(policy: Policy, reader: Reading) -> tuple[str, ...]:
    """The facts that public rules look at and that are not private, in the order of the business's facts.

    Those that the public rules of an asked policy look at are among them: they decide its answer, and so this one's.
    """
    business = reader.business
    read: set[str] = set()
    seen, pending = {policy.id}, [policy]
    while pending:
        names, asks = _looked_at(pending.pop())
        read |= names
        read |= {ask.per_item.list for ask in asks if ask.per_item}
        once = [ask.policy for ask in asks if ask.per_item is None and ask.policy not in seen]
        seen.update(once)
        pending += [version for asked in dict.fromkeys(once) for version in business.policies[asked]]
    return tuple(name for name, fact in business.facts.items() if name in read and not fact.private)


def _looked_at(policy: Policy) -> tuple[set[str], tuple[Ask, ...]]:
    """The facts and the asked policies that the public rules of one version look at."""
    formulas = public_formulas(policy)
    cited = [rule.answer.because for rule in (*policy.rules, policy.otherwise) if rule.public]
    aliases = {*aliases_read(*formulas), *cited}
    return set(facts_read(*formulas)), tuple(ask for ask in policy.asks if ask.alias in aliases)


def public_formulas(policy: Policy) -> tuple[Expression, ...]:
    """The conditions, values and deadlines of the public rules."""
    return tuple(
        formula
        for rule in (*policy.rules, policy.otherwise)
        if rule.public
        for formula in (rule.when, *rule.answer.values.values(), *rule.answer.deadlines.values())
    )


def results(answer: Answer, policy: Policy, reader: Reading) -> tuple[Line, ...]:
    """The values and the deadlines of an answer, each by its label."""
    words, business, locale = reader.words, reader.business, reader.locale
    declared = [value for value in policy.outcome(answer.outcome).values if value.name in answer.values]
    values = [
        Line(
            words.sentence(reader.text(value.label) or plain(value.name)),
            words.tidy(format_value(answer.values[value.name], value.type, locale, business)),
        )
        for value in declared
    ]
    deadlines = [
        Line(
            words.sentence(words.deadlines.get(deadline.name, plain(deadline.name))),
            words.tidy(format_deadline(deadline, locale, business)),
        )
        for deadline in answer.deadlines
    ]
    return (*values, *deadlines)
