"""A policy in short, made from its rules: what can be answered, the best for the customer first, and mainly when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policykit.backends.prose.clauses import clause
from policykit.backends.prose.reading import Reading
from policykit.backends.prose.rules import topic
from policykit.document.examples import label
from policykit.document.rule_views import TABLE, prose_in, topic_of, variant_of
from policykit.document.words import Words
from policykit.model import And, Expression, Outcome, Quantifier, Rule, Test

MOST_CASES = 4
"""Cases that are named for one answer; the rules tell the others."""
LEAST_FOLDED = 3
"""Cases that are worth a line saying how many there are; fewer are named as well."""


@dataclass(frozen=True, slots=True)
class Short:
    """A case in a few words, and the anchor of its rule."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Glance:
    """One answer, and the cases in which it is given; ``more`` says how many there are besides."""

    answer: str
    cases: tuple[Short, ...]
    more: str = ""


def glances(reader: Reading, words: Words) -> tuple[Glance, ...]:
    """What the public rules answer, best first; of a table's rows, which are a table already, the answers alone."""
    public = [rule for rule in (*reader.policy.rules, reader.policy.otherwise) if rule.public]
    given = {rule.answer.outcome for rule in public}
    return tuple(_glance(one, public, reader, words) for one in reader.policy.outcomes if one.name in given)


def _glance(outcome: Outcome, public: list[Rule], reader: Reading, words: Words) -> Glance:
    chosen = [rule for rule in public if rule.answer.outcome == outcome.name and rule.part != TABLE]
    told = {short.text: short for short in (_short(rule, reader, words) for rule in reversed(chosen))}
    cases = tuple(told.values())[::-1]
    answer, left_out = label(outcome.name, reader.policy, reader), len(cases) - MOST_CASES
    if left_out < LEAST_FOLDED:
        return Glance(answer, cases)
    return Glance(answer, cases[:MOST_CASES], words.count("glance_more", left_out))


def _short(rule: Rule, reader: Reading, words: Words) -> Short:
    """What the rule is about; where its name would only repeat the outcome, the condition that says most."""
    if rule.id == reader.policy.otherwise.id:
        return Short(words["glance_otherwise"], rule.id)
    prose, named = prose_in(rule, reader), _what_is_on_record(rule.when, reader)
    about = topic_of(rule, prose, reader, words)
    name = about if about or named else variant_of(rule, prose.outcome, reader.policy, words)
    if name not in ("", prose.outcome):
        return Short(name, rule.id)
    first = named or (prose.clauses[0].text if prose.clauses else prose.condition)
    several = words.say("glance_several", condition=first) if len(prose.clauses) > 1 else first
    return Short(reader.words.sentence(several), rule.id)


def _what_is_on_record(condition: Expression, reader: Reading) -> str:
    """Of a rule about one entry of a list, what that entry is: what was done, not that it was confirmed."""
    match condition:
        case Test(condition=inner):
            return _what_is_on_record(inner, reader)
        case Quantifier(variable=variable, list=entries, where=where):
            inside = reader.holding(variable, entries)
            return next((clause(part, inside).text for part in _parts(where) if topic(part, inside)), "")
        case _:
            return ""


def _parts(condition: Expression) -> Iterator[Expression]:
    match condition:
        case Test(condition=inner):
            yield from _parts(inner)
        case And(parts=parts):
            for part in parts:
                yield from _parts(part)
        case _:
            yield condition
