from __future__ import annotations

from policykit.model import Business
from policykit_api.examples import nested, request


def test_a_case_becomes_the_request_that_puts_its_question(fruit_shop: Business):
    case = next(case for case in fruit_shop.cases if case.id == "truly-damaged")
    assert {
        "facts": {
            "order": {"placed_at": "2026-03-01T08:00:00+08:00", "delivered_at": "2026-03-02T10:00:00+08:00"},
            "claim": {"made_at": "2026-03-03T09:00:00+08:00", "photo_at": "2026-03-03T09:00:00+08:00"},
            "inspection": {"finding": "damaged"},
            "item": {"price": {"amount": "600", "currency": "TWD"}},
        },
        "as_of": "2026-03-20T12:00:00+08:00",
        "include": ["explanation", "reasons"],
    } == request(case, fruit_shop)


def test_no_facts_are_an_empty_object(fruit_shop: Business):
    assert {} == nested({}, fruit_shop)
