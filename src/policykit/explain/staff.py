"""What the staff member reads beside the customer's message: guidance, the rule behind it, what is still missing."""

from __future__ import annotations

from policykit.backends.prose.format import format_list, harmless
from policykit.decision import Need
from policykit.explain.explanation import Audience, Staff
from policykit.explain.law import terms
from policykit.explain.phrasebook import capital
from policykit.explain.telling import Telling
from policykit.explain.why import deciding_conditions, facts_by_origin
from policykit.explain.wording import filled
from policykit.model import OTHERWISE, DecidedBy, Origin


def staff(telling: Telling) -> Staff:
    """Guidance and notes for whoever talks to the customer."""
    return Staff(
        notes=_notes(telling),
        why=_why(telling),
        guidance=_guidance(telling),
        needs=needs(telling),
        terms=terms(telling),
    )


def _why(telling: Telling) -> tuple[str, ...]:
    """The facts that decided and of which the customer's message says nothing."""
    told = [line for lines in _facts(telling.to(Audience.CUSTOMER)) for line in lines]
    return tuple(line for lines in _facts(telling) for line in lines if line not in told)


def _facts(telling: Telling) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return facts_by_origin(telling, deciding_conditions(telling))


def _guidance(telling: Telling) -> tuple[str, ...]:
    if telling.rule is None:
        return ()
    guidance = telling.book.wording(telling.rule.answer.guidance)
    return filled(guidance, lambda name: telling.names.text(name, telling.given, private=True))


def _notes(telling: Telling) -> tuple[str, ...]:
    decision, rule = telling.decision, telling.rule
    notes = []
    if decision.answer is not None:
        outcome = capital(telling.label(decision.answer.outcome))
        key = "staff_otherwise" if decision.answer.rule == OTHERWISE else "staff_rule"
        notes.append(
            telling.say(
                key, outcome=outcome, rule=decision.answer.rule, policy=decision.policy, version=decision.version
            )
        )
        if decision.decided_by == DecidedBy.PERSON:
            notes.append(telling.say("staff_confirm"))
    if rule is not None and not rule.public:
        notes.append(telling.say("staff_internal"))
    if decision.answer is None and decision.possible:
        possible = format_list([telling.label(name) for name in decision.possible], telling.locale, "or")
        notes.append(telling.say("staff_possible", outcomes=possible))
    return tuple(notes)


def needs(telling: Telling) -> tuple[str, ...]:
    """The facts still to find out, the next one first, and who knows them."""
    return tuple(_need(telling, need) for need in telling.decision.needs)


def _need(telling: Telling, need: Need) -> str:
    fact = telling.business.facts.get(need.fact)
    text = (telling.text(fact.question) or telling.text(fact.meaning)) if fact else ""
    key = "need_customer" if need.origin is Origin.CUSTOMER else "need_business"
    return telling.say(key, fact=text or harmless(need.fact))
