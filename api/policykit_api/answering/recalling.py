"""A stored decision told again: composed from what was kept, evaluated never again. Knows nothing of HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policykit.deciding.facts import declared
from policykit.decision import Answer, Decision, Item
from policykit.explain import Audience, explain
from policykit.model import Business, Policy
from policykit.pipeline import Ready
from policykit_api.answering.single import answer_to
from policykit_api.problem_kinds import WORDS_GONE
from policykit_api.problems import Refused
from policykit_api.store.records import Record
from policykit_api.wire.decision import Decided, Reader, to_decided
from policykit_api.wire.recalled import Recalled, recalled
from policykit_api.wire.shape import explains


def told_again(record: Record, ready: Ready, reader: Reader) -> Recalled:
    """The decision as this reader gets it, in the words of the version that made it; raises ``Refused`` (410)."""
    words = ready.business.digest
    if record.digest == words:
        answer = answer_to(reader, record.decision, ready)
    elif still_told(record.decision, ready.business):
        answer = answer_from_others(record, ready.business, reader)
    else:
        raise Refused(WORDS_GONE, outcome(record.decision, reader))
    return recalled(record, answer, words, reader)


def answer_from_others(record: Record, business: Business, reader: Reader) -> Decided:
    """The answer, told by files that have changed since: as the one that the files before them gave."""
    decision, then = record.decision, replace(business, digest=record.digest)
    policy = version(then, decision.policy, decision.version)
    assert policy is not None
    explained = None
    if explains(reader.include):
        audience, markdown = Audience(reader.audience), "markdown" in reader.include
        explained = explain(then, policy, decision, reader.locale, audience, markdown=markdown)
    return to_decided(decision, then, reader, explained)


def outcome(decision: Decision, reader: Reader) -> str:
    """What can be said without the words: names only. A customer is told of a public rule only."""
    told = f"`{decision.policy}`, version `{decision.version}`,"
    answer = decision.answer
    if answer is None:
        return f"{told} needed more facts; this server no longer has that version as it was"
    public = any(reason.rule == answer.rule and reason.public for reason in decision.reasons)
    by = f" by the rule `{answer.rule}`" if public or reader.audience != "customer" else ""
    return f"{told} decided `{answer.outcome}`{by}; this server no longer has that version as it was"


# --- whether the words are still there ----------------------------------------------------------


def still_told(decision: Decision, business: Business) -> bool:
    """Whether the business, whose files have changed since, still has all that the decision speaks of."""
    policy = version(business, decision.policy, decision.version)
    if policy is None:
        return False
    answers = [answer for answer in (decision.answer, decision.alternative_answer) if answer is not None]
    items = [item for found in decision.items.values() for item in found]
    return (
        all(has_answer(policy, answer) for answer in answers)
        and all(has_item(business, item) for item in items)
        and all(is_declared(business, name) for name in facts_spoken_of(decision))
    )


def version(business: Business, policy: str, name: str) -> Policy | None:
    return next((one for one in business.policies.get(policy, ()) if one.version == name), None)


def has_item(business: Business, item: Item) -> bool:
    found = version(business, item.policy, item.version)
    return found is not None and has_answer(found, item.answer)


def has_answer(policy: Policy, answer: Answer) -> bool:
    """Whether the version has the outcome with its values, and the rule, be it its own or a floor's."""
    outcomes = (one for one in policy.outcomes if one.name == answer.outcome)
    values = {value.name for one in outcomes for value in one.values}
    floors = (floor.policy for binding in policy.floors for floor in binding.versions)
    known = any(one.own_rule(answer.rule) for one in (policy, *floors))
    has_outcome = any(one.name == answer.outcome for one in policy.outcomes)
    return has_outcome and known and set(answer.values) <= values


def facts_spoken_of(decision: Decision) -> Iterator[str]:
    yield from (need.fact for need in decision.needs)
    yield from (change.fact for change in decision.would_change)
    yield from decision.facts


def is_declared(business: Business, name: str) -> bool:
    try:
        declared(business, name)
    except KeyError:
        return False
    return True
