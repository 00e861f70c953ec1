"""The auditor's record: every rule that was read, condition by condition, and everything that it rests on."""

from __future__ import annotations

from policykit.backends.prose.format import (
    format_deadline,
    format_distance,
    format_when,
    harmless,
)
from policykit.decision import MERCHANT, Answer, Condition, Deadline, Hit, Reason
from policykit.explain.explanation import ConditionRow, Record, RuleRow
from policykit.explain.names import value_type
from policykit.explain.staff import needs
from policykit.explain.telling import Telling, pairs
from policykit.explain.why import changes
from policykit.explain.windows import window_text
from policykit.model import FlagType, Value


def record(telling: Telling) -> Record:
    """Everything, in the order in which one examines it."""
    return Record(
        summary=pairs(_summary(telling)),
        answer=pairs(_answer(telling)),
        rules=tuple(_rule(telling, reason) for reason in telling.decision.reasons),
        facts=pairs({name: _fact(telling, name, value) for name, value in telling.decision.facts.items()}),
        named=pairs({name: telling.names.named(name, value) for name, value in telling.decision.named.items()}),
        needs=needs(telling),
        changes=changes(telling),
    )


def _summary(telling: Telling) -> dict[str, str]:
    decision, answer = telling.decision, telling.decision.answer
    known = {
        "policy": f"{decision.business}/{decision.policy}",
        "version": decision.version,
        "digest": telling.business.digest,
        "as_of": format_when(decision.as_of, telling.locale, telling.business),
        "status": telling.say(f"status_{decision.status.value}"),
        "outcome": _aside(telling, telling.label(answer.outcome), answer.outcome) if answer else "",
        "rule": answer.rule if answer else "",
        "final": _yes(telling, held=decision.final),
        "decided_by": telling.say(f"by_{decision.decided_by}_short"),
        "governed_by": telling.say("record_by_merchant") if decision.governed_by == MERCHANT else decision.governed_by,
        "provision": _provision(telling) if decision.law else "",
        "possible": ", ".join(decision.possible) if answer is None else "",
    }
    if decision.because is not None:
        cited = decision.because
        known["because"] = f"{cited.policy} {cited.version} #{cited.rule}"
    return {telling.say(f"record_{key}"): harmless(value) for key, value in known.items() if value}


def _provision(telling: Telling) -> str:
    """Where the law stands and what the buyer's country calls it, each with how sure that is."""
    law = telling.decision.law
    assert law is not None
    if law.provision is None:
        return law.floor
    source = telling.say(
        "record_checked", text=law.provision.source, confidence=telling.say(law.provision.checked.confidence)
    )
    if law.citation is None:
        return source
    national = telling.say(
        "record_checked", text=law.citation.text, confidence=telling.say(law.citation.checked.confidence)
    )
    return f"{source}; {law.country}{telling.say('colon')}{national}"


def _answer(telling: Telling) -> dict[str, str]:
    answer = telling.decision.answer
    if answer is None:
        return {}
    values = {
        name: telling.value(value, value_type(answer, name, telling.policy)) for name, value in answer.values.items()
    }
    deadlines = {d.name: _exactly(telling, d) for d in answer.deadlines}
    lists = {
        "alternatives": answer.alternatives,
        "next_steps": answer.next_steps,
        "scope": answer.scope,
        "unaffected": answer.unaffected,
    }
    hits = {f"#{hit.rule}": _hit(telling, answer, hit) for hit in answer.hits}
    return {**values, **hits, **deadlines, **{name: ", ".join(ids) for name, ids in lists.items() if ids}}


def _hit(telling: Telling, answer: Answer, hit: Hit) -> str:
    """The values of one row that holds."""
    kinds = {name: value_type(answer, name, telling.policy) for name in hit.values}
    return ", ".join(f"{name} {telling.value(value, kinds[name])}" for name, value in hit.values.items())


def _rule(telling: Telling, reason: Reason) -> RuleRow:
    rule = f"{reason.policy}#{reason.rule}" if reason.policy else reason.rule
    key = "rule_held" if reason.held else "rule_failed"
    title = telling.say(key if reason.public else f"{key}_internal", rule=rule)
    return RuleRow(title, tuple(_condition(telling, condition) for condition in reason.conditions))


def _condition(telling: Telling, condition: Condition) -> ConditionRow:
    # A quantifier tests a list, which is no value of its own.
    value = telling.decision.facts.get(condition.fact) if condition.value is None else condition.value
    test = f"{condition.under}: {condition.test}" if condition.under else condition.test
    verdict = telling.say({True: "held", False: "failed", None: "undecided"}[condition.held])
    shown = telling.say("unknown") if value is None else telling.value(value, condition.type)
    margin = format_distance(condition, telling.locale, telling.business)
    window = "" if condition.window is None else window_text(telling, condition.window)
    return ConditionRow(harmless(condition.fact), harmless(test), shown, verdict, margin, window)


def _fact(telling: Telling, name: str, value: Value) -> str:
    fact = telling.business.facts.get(name)
    return telling.value(value, fact.type if fact else None)


def _exactly(telling: Telling, deadline: Deadline) -> str:
    return _aside(telling, format_deadline(deadline, telling.locale, telling.business), deadline.at.isoformat())


def _aside(telling: Telling, text: str, remark: str) -> str:
    """The text with a remark in brackets, as the language writes them."""
    return telling.say("item_values", outcome=text, values=remark)


def _yes(telling: Telling, *, held: bool) -> str:
    return telling.value(held, FlagType())
