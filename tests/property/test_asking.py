"""Asking for what is missing, one fact after the other, ends: in the decision that all facts at once get.

decision(facts asked for) == decision(all facts), and a step that says "at least n more" takes at least n more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from policykit import pipeline
from policykit.decision import Decision, Status
from policykit.model import Business, Case, Facts
from policykit.pipeline import Ready
from policykit_api.answering.single import decision_on
from policykit_api.openapi.examples import nested
from policykit_api.wire import body
from policykit_api.wire.decision import Reader
from policykit_api.wire.needs import Needs, NeedsRequest, to_needs
from policykit_api.wire.request import question
from policykit_api.wire.shape import Audience, encode
from policykit_api.wire.values import moment

UNKNOWN = object()
BUSINESSES = [folder.name for folder in pipeline.business_folders(pipeline.example_root())]


@pytest.fixture(scope="module")
def businesses() -> dict[str, Ready]:
    bundle = pipeline.load(pipeline.example_root()).bundle
    assert bundle
    return dict(bundle.businesses)


def as_sent(facts: Facts, business: Business) -> dict[str, Any]:
    """The facts as a body brings them."""
    return body.decode(encode(nested(facts, business)))


def never_asked(facts: Facts, business: Business) -> Facts:
    """Those that need not be sent: where they are not what they are by default, the app says so to begin with."""
    return {name: value for name, value in facts.items() if business.facts[name].when_not_sent is not None}


def at(pointer: str, data: Any) -> Any:
    """What stands at a place of JSON data."""
    for name in pointer.split("/")[1:]:
        try:
            data = data[int(name) if isinstance(data, list) else name]
        except (KeyError, IndexError, TypeError):
            return UNKNOWN
    return data


def put(pointer: str, value: Any, data: Any) -> None:
    """Put a value at a place of JSON data, with the objects on the way there."""
    *way, last = pointer.split("/")[1:]
    for name in way:
        data = data[int(name)] if isinstance(data, list) else data.setdefault(name, {})
    data[last] = value


@dataclass
class Conversation:
    """An assistant who asks, and a person who knows the facts of one case and nothing else."""

    ready: Ready
    case: Case
    audience: Audience
    told: dict[str, Any]
    at_least: list[int] = field(default_factory=list)

    @property
    def business(self) -> Business:
        return self.ready.business

    def decision(self, facts: dict[str, Any]) -> Decision:
        asked = question({"facts": facts, "as_of": moment(self.case.as_of)}, NeedsRequest)
        return decision_on(asked, self.ready, self.case.policy)

    def goes_on(self) -> Decision:
        """Ask until it is decided or the person does not know; the decision that this ends with."""
        known = {"facts": as_sent(self.case.facts, self.business)}
        while True:
            decision = self.decision(self.told)
            needs = to_needs(decision, self.business, Reader("en", self.audience, frozenset()))
            self.at_least.append(needs.progress.needed_at_least)
            answers = ((pointer, at(pointer, known)) for pointer in pointers(needs))
            pointer, answer = next(((pointer, one) for pointer, one in answers if one is not UNKNOWN), ("", UNKNOWN))
            if answer is UNKNOWN:
                return decision
            put(pointer, answer, {"facts": self.told})


def pointers(needs: Needs) -> Iterator[str]:
    """The facts to ask for: the next one, and where the person does not know it, the others."""
    if needs.next:
        yield needs.next.pointer
    yield from (one.pointer for one in (*needs.missing.customer, *needs.missing.business))


@pytest.mark.parametrize("audience", ["customer", "agent"])
@pytest.mark.parametrize("name", BUSINESSES)
def test_asking_ends_in_the_decision_that_all_facts_get(businesses: dict[str, Ready], name: str, audience: Audience):
    ready = businesses[name]
    for case in ready.business.cases:
        talk = Conversation(ready, case, audience, as_sent(never_asked(case.facts, ready.business), ready.business))
        wanted = talk.decision(as_sent(case.facts, ready.business))
        got = talk.goes_on()
        assert (case.id, wanted.status, wanted.answer) == (case.id, got.status, got.answer)
        assert (wanted.final, wanted.governed_by, wanted.version) == (got.final, got.governed_by, got.version)
        if got.status is Status.DECIDED:
            steps = len(talk.at_least) - 1
            assert all(least <= steps - step for step, least in enumerate(talk.at_least)), (case.id, talk.at_least)
            assert 0 == talk.at_least[-1]
