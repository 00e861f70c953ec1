"""The law of needs_info: an answer given with facts missing is the answer under every completion of them.

    decided(policy, facts)  implies  for all c in completions(facts): answer(policy, c) == answer(policy, facts)

over domains so small that every completion can be tried. A completion that is wrong input is none.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from policykit.deciding.decide import decide
from policykit.deciding.facts import complete, declared, facts_from_json, pointer
from policykit.deciding.floors import AppliedFloor, OpenFloor
from policykit.deciding.judge import Judged, PerItemJudged, judge
from policykit.deciding.needs import formulas
from policykit.decision import Decision, Status
from policykit.model import Ask, Business, Expression, FactRef, Policy
from policykit.semantics import Verdict, govern
from policykit.walk import aliases_read, facts_read
from tests.implementations import answer_json
from tests.property.agreement import built
from tests.strategies import MAIN, Questions, Sent, completions, nested, questions

MOST_COMPLETIONS = 400
small = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("generated")


class Counted:
    """How many answers needed information, and how many of these needlessly: every completion says the same."""

    def __init__(self) -> None:
        self.decided = self.needing = self.needless = 0

    def __str__(self) -> str:
        share = self.needless / self.needing if self.needing else 0
        return (
            f"{self.decided} decided with facts missing; of {self.needing} needs_info, {self.needless} needless "
            f"({share:.1%}: every completion gives the same answer)"
        )


def decision_on(business: Business, asked: Questions, sent: Sent) -> Decision | None:
    """The decision; None where the facts are wrong input."""
    found = answer_json(business, MAIN, nested(sent), asked.as_of)
    return found if isinstance(found, Decision) else None


def test_an_answer_with_facts_missing_is_the_answer_under_every_completion(folder, record_property):
    counted = Counted()

    @small
    @given(asked=questions(small=True, sets=16))
    def holds(asked):
        business = built(asked.written, folder)
        for sent in asked.sent:
            compare_with_completions(business, asked, sent, counted)

    holds()
    record_property("measured", f"needs_info: {counted}")


def compare_with_completions(business: Business, asked: Questions, sent: Sent, counted: Counted) -> None:
    whole = completions(asked.written.declared, sent)
    decision = decision_on(business, asked, sent)
    if decision is None or not 1 < len(whole) <= MOST_COMPLETIONS:
        return
    answers = [known.answer for one in whole if (known := decision_on(business, asked, one)) is not None]
    if decision.status is Status.DECIDED:
        counted.decided += 1
        assert all(answer == decision.answer for answer in answers)
    else:
        counted.needing += 1
        counted.needless += len(answers) > 0 and all(answer == answers[0] for answer in answers)
        assert {answer.outcome for answer in answers if answer} <= set(decision.possible)


@small
@given(asked=questions(small=True, sets=4))
def test_a_complete_request_is_always_decided(folder, asked):
    business = built(asked.written, folder)
    for sent in asked.sent:
        for whole in completions(asked.written.declared, sent)[:20]:
            decision = decision_on(business, asked, whole)
            assert decision is None or decision.status is Status.DECIDED


@small
@given(asked=questions(sets=6))
def test_only_facts_that_are_read_are_asked_for(folder, asked):
    """needs is a subset of what undecided earlier rules read, else of what the governing answer reads."""
    business = built(asked.written, folder)
    for sent in asked.sent:
        decision = decision_on(business, asked, sent)
        if decision is None or decision.status is Status.DECIDED:
            continue
        facts = complete(business, facts_from_json(business, nested(sent)), asked.as_of)
        read = set(read_by(judge(business, MAIN, facts, asked.as_of, govern)))
        for need in decision.needs:
            assert {need.fact, *listed(business, need.fact)} & read, f"nothing undecided reads {need.fact}"
            assert pointer(need.fact) == need.pointer
            assert declared(business, need.fact).origin == need.origin
            assert need.fact not in decision.facts


def listed(business: Business, name: str) -> set[str]:
    """The list that a field of an element belongs to."""
    return {known for known in business.facts if name.startswith(f"{known}.")}


def read_by(judged: Judged) -> list[str]:
    """The facts that matter while the policy is undecided, those of asked policies and of its floor among them."""
    verdict = judged.verdict
    if verdict is None:
        return [name for name in (judged.policy.pinned_to,) if name]
    open_parts = [*parts_of(verdict), *parts_of_floor(judged.floor)]
    names = list(facts_read(*open_parts))
    for alias in aliases_read(*open_parts):
        names += read_by_asked(judged.asked[alias], judged.policy)
    return names


def parts_of(verdict: Verdict) -> list[Expression]:
    """The conditions of the rules that are undecided, else what the governing answer is made of."""
    return [rule.when for rule in verdict.undecided] or list(formulas(verdict.governing))


def parts_of_floor(floor: AppliedFloor | OpenFloor | None) -> list[Expression]:
    """What says whether a floor applies, as long as that is open; then what says what it gives."""
    match floor:
        case OpenFloor(binding=binding):
            return [FactRef(binding.country), binding.when]
        case AppliedFloor(verdict=verdict):
            return parts_of(verdict)
        case None:
            return []


def read_by_asked(found: Judged | PerItemJudged | Ask, policy: Policy) -> list[str]:
    match found:
        case Judged():
            return read_by(found)
        case PerItemJudged(per_item=per_item, items=items):
            return [per_item.list, *(name for item in items for name in read_by(item))]
        case Ask(as_of=as_of, per_item=per_item):
            return [name for name in (as_of, per_item.list if per_item else None) if name]


@small
@given(asked=questions(small=True, sets=4))
def test_asking_one_need_after_another_ends_in_a_decision(folder, asked):
    business = built(asked.written, folder)
    for sent in asked.sent:
        for whole in completions(asked.written.declared, sent)[:1]:
            if decision_on(business, asked, whole) is not None:
                ask_until_decided(business, asked, facts_from_json(business, nested(sent)), whole)


def ask_until_decided(business: Business, asked: Questions, facts, whole: Sent) -> None:
    """Each step sends the fact that stands first in `needs`; at the end nothing more is needed."""
    answers = facts_from_json(business, nested(whole))
    for _ in range(len(business.facts) + 10):
        decision = decide(business, MAIN, facts, asked.as_of)
        if decision.status is Status.DECIDED:
            return
        assert decision.needs, "information is needed, and nothing is asked for"
        facts = told(business, facts, decision.needs[0].fact, answers)
    raise AssertionError("still undecided after every fact was asked for")


def told(business: Business, facts, name: str, answers):
    """The facts with one more, or with one more field of an element."""
    if name in business.facts:
        return {**facts, name: answers[name]}
    (owner,) = listed(business, name)
    index, field = name.removeprefix(f"{owner}.").split(".", 1)
    elements = list(facts[owner])
    elements[int(index)] = {**elements[int(index)], field: answers[owner][int(index)][field]}
    return {**facts, owner: tuple(elements)}
