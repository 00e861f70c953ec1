from __future__ import annotations

import httpx
import pytest

RETURNS = "/v1/fruit-shop/policies/returns/versions"
CONTACT = "/v1/fruit-shop/policies/contact/versions"


def test_versions_are_listed_oldest_first_with_what_pins_them(client: httpx.Client):
    listed = client.get(RETURNS).json()
    assert ["beginning", "2025-01-01", "2026-01-01"] == [one["version"] for one in listed["versions"]]
    assert ("order.placed_at", "2026-01-01") == (listed["pinned_to"], listed["in_force"])


@pytest.mark.parametrize(
    ("at", "version"),
    [
        ("2024-12-31T23:59:59+08:00", "beginning"),
        ("2025-01-01T00:00:00+08:00", "2025-01-01"),
        ("2025-12-31T16:00:00Z", "2026-01-01"),
    ],
)
def test_an_order_keeps_the_version_in_force_when_it_was_placed(client: httpx.Client, at: str, version: str):
    found = client.get(f"{RETURNS}/applying", params={"at": at}).json()
    assert (version, "pinned_to", "order.placed_at") == (
        found["version"]["version"],
        found["chosen_by"],
        found["pinned_to"],
    )
    assert version == client.get(found["href"]).json()["version"]


def test_the_version_that_applies_is_the_one_that_decides(client: httpx.Client):
    for at in ("2024-06-01T08:00:00+08:00", "2025-06-01T08:00:00+08:00", "2026-06-01T08:00:00+08:00"):
        asked = {"facts": {"order": {"placed_at": at}}, "as_of": "2026-07-01T08:00:00+08:00"}
        decided = client.post("/v1/fruit-shop/policies/returns/decide", json=asked).json()
        found = client.get(f"{RETURNS}/applying", params={"at": at}).json()
        assert decided["policy"]["version"] == found["version"]["version"]


def test_a_plus_sign_that_is_not_encoded_is_understood(client: httpx.Client):
    assert 200 == client.get(f"{RETURNS}/applying?at=2026-03-01T08:00:00+08:00").status_code


def test_the_pinning_fact_is_asked_for(client: httpx.Client):
    answer = client.get(f"{RETURNS}/applying")
    assert (400, "/problems/wrong-query") == (answer.status_code, answer.json()["type"])
    assert [("/at", "the version depends on the value of `order.placed_at`")] == [
        (fault["pointer"], fault["detail"]) for fault in answer.json()["errors"]
    ]


def test_a_policy_pinned_to_nothing_goes_by_the_instant_asked_about(client: httpx.Client):
    found = client.get(f"{CONTACT}/applying", params={"at": "2026-06-01T08:00:00Z"}).json()
    assert ("as_of", None) == (found["chosen_by"], found["pinned_to"])
    assert 400 == client.get(f"{CONTACT}/applying").status_code


@pytest.mark.parametrize("at", ["yesterday", "2026-03-01", "", "2026-03-01T08:00:00"])
def test_what_is_no_instant_is_refused(client: httpx.Client, at: str):
    answer = client.get(f"{RETURNS}/applying", params={"at": at})
    assert (400, "/problems/wrong-query") == (answer.status_code, answer.json()["type"])
    assert ["/at"] == [fault["pointer"] for fault in answer.json()["errors"]]


def test_an_unknown_version_is_not_found(client: httpx.Client):
    answer = client.get(f"{RETURNS}/2024-01-01")
    assert (404, "/problems/unknown-version") == (answer.status_code, answer.json()["type"])
    assert "beginning, 2025-01-01, 2026-01-01" in answer.json()["detail"]
