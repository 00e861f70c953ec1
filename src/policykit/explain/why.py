"""Why an answer is what it is: the facts that decided, and what would have changed it."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.decision import Change, Condition, Reason
from policykit.explain.explanation import Audience
from policykit.explain.telling import Telling
from policykit.explain.windows import told_windows
from policykit.model import OTHERWISE, Absent, Fact, Origin

MOST_FACTS = 8
"""Facts that a customer is shown: more is a file, not a reason."""
MOST_CHANGES = 3


def facts_by_origin(telling: Telling) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts that decided, in words: what the customer told us, and what our records show."""
    facts = list(_deciding_facts(telling))[:MOST_FACTS]
    told = tuple(_line(telling, fact) for fact in facts if fact.origin is Origin.CUSTOMER)
    recorded = tuple(_line(telling, fact) for fact in facts if fact.origin is Origin.BUSINESS)
    return told, recorded


def why(telling: Telling) -> tuple[str, ...]:
    """What else there is to say: that no better rule fits, which time is over, which answer this one follows from."""
    answer, because = telling.decision.answer, telling.decision.because
    lines = []
    if answer and answer.rule == OTHERWISE and telling.could_be_better:
        lines.append(telling.say("no_better_rule"))
    if telling.could_be_better:
        lines += told_windows(telling, _deciding_conditions(telling))
    if because is not None:
        versions = telling.business.policies.get(because.policy, ())
        question = telling.text(versions[-1].question) if versions else because.policy
        lines.append(telling.say("because", question=question))
    return tuple(lines)


def changes(telling: Telling) -> tuple[str, ...]:
    """What would have led to a better answer, as far as it may be told."""
    told = (change for change in telling.decision.would_change if _may_be_told(telling, change))
    return tuple(_change(telling, change) for change in list(told)[:MOST_CHANGES])


def _deciding_facts(telling: Telling) -> Iterator[Fact]:
    """Facts with a meaning that this audience may read, in the order of the conditions, none twice."""
    names = dict.fromkeys(name for c in _deciding_conditions(telling) for name in _read_by(telling, c))
    for name in names:
        fact = telling.business.facts.get(name)
        if fact is not None and telling.shown(fact) and fact.meaning:
            yield fact


def _read_by(telling: Telling, condition: Condition) -> Iterator[str]:
    """The fact under test, and the other facts that the test reads and that are there."""
    yield condition.fact
    for name in condition.reads:
        if not isinstance(telling.decision.facts.get(name), Absent | None):
            yield name


def _deciding_conditions(telling: Telling) -> Iterator[Condition]:
    """The conditions that made the governing rule hold; where none holds, those that kept better rules from it.

    Where a table collects, those of every row that holds.
    """
    answer = telling.decision.answer
    if answer is None:
        return
    internal = telling.audience is not Audience.CUSTOMER
    reasons = [reason for reason in telling.decision.reasons if reason.public or internal]
    if answer.rule == OTHERWISE and telling.decision.final:
        yield from (c for reason in reasons if not reason.held for c in reason.conditions if _failed(c))
    governing = {answer.rule, *(hit.rule for hit in answer.hits)}
    yield from (c for reason in reasons if _governs(reason, governing) for c in reason.conditions if _helped(c))


def _governs(reason: Reason, rules: set[str]) -> bool:
    return reason.held and reason.rule in rules and reason.policy is None


def _helped(condition: Condition) -> bool:
    return condition.held is (condition.under != "none")


def _failed(condition: Condition) -> bool:
    return condition.held is (condition.under == "none")


def _line(telling: Telling, fact: Fact) -> str:
    return telling.book.fact(fact).line((telling.fact_text(fact),))


def _may_be_told(telling: Telling, change: Change) -> bool:
    fact = telling.business.facts.get(change.fact)
    rule = telling.policy.own_rule(change.rule)
    public = rule is None or rule.public
    return fact is not None and bool(fact.meaning) and fact.hint and public and not (fact.private or fact.protected)


def _change(telling: Telling, change: Change) -> str:
    fact = telling.business.facts[change.fact]
    meaning, outcome = telling.text(fact.meaning), telling.label(change.outcome)
    if isinstance(change.becomes, Absent):
        return telling.say("change_none", meaning=meaning, outcome=outcome)
    if isinstance(change.becomes, bool):
        return telling.say("change_yes" if change.becomes else "change_no", meaning=meaning, outcome=outcome)
    value = telling.value(change.becomes, fact.type)
    key = {"by": "change_by", "from": "change_from"}.get(change.relation, "change_is")
    return telling.say(key, meaning=meaning, value=value, outcome=outcome)
