"""Examples for the OpenAPI documents: the public cases of the policies, as they are sent and as they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import json

from policykit import pipeline
from policykit.decision import NoVersion, WrongFacts
from policykit.model import Business, Case, Facts
from policykit.pipeline import Bundle, Ready
from policykit_api.answering import single as answering
from policykit_api.wire.decision import Decided, Reader
from policykit_api.wire.shape import Include, encode
from policykit_api.wire.values import moment, to_wire

MOST = 2
NO_ID = f"dec_{'0' * 26}"
"""Stands for the id of a decision that nobody has asked for."""
INCLUDE: tuple[Include, ...] = ("explanation", "reasons")


@dataclass(frozen=True, slots=True)
class Example:
    """A case: its title, the request that puts its question, and the answer to a customer."""

    id: str
    title: str
    request: dict[str, Any]
    answer: Decided


def examples(bundle: Bundle, business: str, policy: str) -> tuple[Example, ...]:
    """The first public cases of a policy."""
    ready = bundle.businesses.get(business)
    if ready is None:
        return ()
    cases = [case for case in ready.business.cases if case.public and case.policy == policy]
    return tuple(made for case in cases[:MOST] if (made := example(case, ready)) is not None)


def first(bundle: Bundle) -> tuple[str, str] | None:
    """The first business with a public case, and the policy that the case is about."""
    for name, ready in bundle.businesses.items():
        for case in ready.business.cases:
            if case.public:
                return name, case.policy
    return None


def parameters_of(bundle: Bundle) -> dict[str, str]:
    """Values of the parameters of paths."""
    found = first(bundle)
    business, policy = found or ("shop", "returns")
    ready = bundle.businesses[business] if found else None
    return {
        "business": business,
        "policy": policy,
        "locale": ready.business.locales[0] if ready else "en",
        "version": ready.business.policies[policy][-1].version if ready else "beginning",
        "slug": "wrong-facts",
        "decision": NO_ID,
    }


def example(case: Case, ready: Ready) -> Example | None:
    """The case as it is sent and answered; None where it is one of wrong input."""
    reader = Reader(english(ready.business), "customer", frozenset(INCLUDE))
    try:
        decision = pipeline.decide(ready, case.policy, case.facts, case.as_of, answering.parts(reader.include))
    except (NoVersion, WrongFacts):
        return None
    answer = msgspec.structs.replace(answering.answer_to(reader, decision, ready), id=NO_ID)
    title = case.title.get(reader.locale, case.id)
    return Example(case.id, title, request(case, ready.business), answer)


def english(business: Business) -> str:
    """English where the business writes it, else its first locale: what developers read."""
    return next((one for one in business.locales if one.partition("-")[0] == "en"), business.locales[0])


def request(case: Case, business: Business) -> dict[str, Any]:
    """The request that puts the case's question, as plain JSON data."""
    sent = {
        "facts": nested(case.facts, business),
        "as_of": moment(case.as_of),
        "include": list(INCLUDE),
    }
    plain: dict[str, Any] = json.decode(encode(sent))
    return plain


def nested(facts: Facts, business: Business) -> dict[str, Any]:
    """The facts as a request sends them, nested by the parts of their names."""
    root: dict[str, Any] = {}
    for name, value in facts.items():
        *groups, last = name.split(".")
        place = root
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = to_wire(value, business.facts[name].type)
    return root
