from __future__ import annotations

from litestar.testing import TestClient

from policykit import pipeline
from policykit.model import Business
from policykit_api import create_app
from policykit_api.openapi.examples import nested, parameters_of, request
from tests.unit.test_pipeline import write


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


def test_a_business_that_is_called_as_in_the_examples_needs_none_of_its_own(tmp_path):
    """It has no public case, and no policy of the name that stands where there is none."""
    loaded = pipeline.load(write(tmp_path))
    assert ("shop", "returns", "beginning") == tuple(
        parameters_of(loaded.bundle)[name] for name in ("business", "policy", "version")
    )
    with TestClient(create_app(loaded.bundle)) as client:
        assert 200 == client.get("/openapi.json").status_code
