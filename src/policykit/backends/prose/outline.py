"""A whole policy as plain text, for the terminal: its question, its rules in order, what else it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from policykit.backends.prose.clauses import Clause
from policykit.backends.prose.counting import counting
from policykit.backends.prose.literals import value_text
from policykit.backends.prose.reading import Reading, reading
from policykit.backends.prose.rules import RuleProse, rule_sentences
from policykit.model import Business, DateType, Policy, Rule


def show(policy: Policy, business: Business, locale: str) -> str:
    """The policy as its author may check it, internal rules included and marked; ends with a line break."""
    reader = reading(business, policy, locale)
    lines = [*heading(policy, reader), *counted(policy, reader), "", which_decide(policy, reader)]
    for number, rule in enumerate((*policy.rules, policy.otherwise), start=1):
        prose = rule_sentences(policy, rule, business, locale)
        lines += ["", f"{number}. {prose.sentence}", *(f"   {line}" for line in below(rule, prose, reader))]
    return "\n".join(lines) + "\n"


def heading(policy: Policy, reader: Reading) -> Iterator[str]:
    yield reader.text(policy.question)
    if policy.summary:
        yield reader.text(policy.summary)
    yield " ".join(in_force(policy, reader))


def which_decide(policy: Policy, reader: Reading) -> str:
    """Which of the rules that fit make the answer. The best row of a table stands first, so there the first decides."""
    if policy.lists or policy.aggregation:
        return reader.words.every_rule[policy.aggregation or "list"]
    return reader.words.rules_in_order


def counted(policy: Policy, reader: Reading) -> Iterator[str]:
    """How what has a name is counted: a line each, and one for each of its parts below it."""
    words = reader.words
    if policy.labels:
        yield ""
    for name, label in policy.labels.items():
        how = counting(policy.lets[name], reader)
        yield words.sentence(words.tidy(words.labelled.format(label=reader.text(label), text=how.text)))
        yield from _below(how, "   ")


def _below(how: Clause, indent: str) -> Iterator[str]:
    for part in how.parts:
        yield f"{indent}- {part.text}"
        yield from _below(part, f"{indent}  ")


def in_force(policy: Policy, reader: Reading) -> Iterator[str]:
    """From when this version is in force, and until when where it ends."""
    words = reader.words
    if policy.starts is None:
        yield words.from_the_beginning
    else:
        yield words.tidy(words.in_force.format(start=local_day(policy.starts, reader)))
    if policy.ends is not None:
        last_instant = policy.ends - timedelta(microseconds=1)
        yield words.tidy(words.until.format(end=local_day(last_instant, reader)))


def local_day(instant: datetime, reader: Reading) -> str:
    """The day of an instant where the business is."""
    day = instant.astimezone(ZoneInfo(reader.business.calendar.zone)).date()
    return value_text(day, DateType(), reader)


def below(rule: Rule, prose: RuleProse, reader: Reading) -> Iterator[str]:
    """The lines under a rule: its id, then whatever else its answer says."""
    words = reader.words
    yield f"[{rule.id}]" if rule.public else f"[{rule.id}] {words.enclosed.format(text=words.internal)}"
    yield from prose.notes
    if prose.cites is not None:
        question = reader.text(reader.business.policies[prose.cites][-1].question)
        yield words.because.format(question=question)
    listed = (
        (words.alternatives, prose.alternatives),
        (words.next_steps, prose.next_steps),
        (words.scope, prose.scope),
        (words.unaffected, prose.unaffected),
    )
    for label, texts in listed:
        if texts:
            yield words.labelled.format(label=label, text="").rstrip()
            yield from (f"- {text}" for text in texts)
