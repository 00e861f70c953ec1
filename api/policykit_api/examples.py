"""Examples for the OpenAPI document, taken from the public cases of the bundle that is served."""

from __future__ import annotations

from typing import Any

from msgspec import json

from policykit.model import Business, Case, Facts
from policykit.pipeline import Bundle
from policykit_api.openapi import Examples
from policykit_api.wire.shape import encode
from policykit_api.wire.values import moment, to_wire

MOST = 3


def examples(bundle: Bundle) -> Examples:
    """The first business with a public case, its first policy that has one, and a few requests to that policy."""
    for ready in bundle.businesses.values():
        cases = [case for case in ready.business.cases if case.public]
        if cases:
            business, policy = ready.business, cases[0].policy
            requests = {case.id: told(case, business) for case in cases if case.policy == policy}
            return Examples(parameters(business, policy), dict(list(requests.items())[:MOST]))
    return Examples({"business": "shop", "policy": "returns", "locale": "en", "slug": "wrong-facts"})


def parameters(business: Business, policy: str) -> dict[str, str]:
    return {"business": business.id, "policy": policy, "locale": business.locales[0], "slug": "wrong-facts"}


def told(case: Case, business: Business) -> dict[str, Any]:
    """The case as an OpenAPI example object."""
    return {"summary": case.title.get("en", case.id), "value": request(case, business)}


def request(case: Case, business: Business) -> dict[str, Any]:
    """The request that puts the case's question, as plain JSON data."""
    sent = {
        "facts": nested(case.facts, business),
        "as_of": moment(case.as_of),
        "include": ["explanation", "reasons"],
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
