from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from litestar.testing import TestClient

from policykit import pipeline
from policykit.pipeline import Bundle
from policykit_api import create_app


def test_every_business_is_listed_with_ways_on(client: httpx.Client, bundle: Bundle):
    entries = client.get("/v1", headers={"accept-language": "en"}).json()["businesses"]
    assert sorted(bundle.businesses) == [entry["id"] for entry in entries]
    for entry in entries:
        assert entry["name"]
        assert "en" == entry["locale"]
        assert [200, 200] == [client.get(entry[way]).status_code for way in ("policies", "terms")]


def test_policies_are_listed_in_the_language_wanted(client: httpx.Client):
    answer = client.get("/v1/fruit-shop/policies", headers={"accept-language": "zh-TW"})
    assert ("zh-Hant", "Accept-Language") == (answer.headers["content-language"], answer.headers["vary"])
    listed = answer.json()
    assert ["conduct", "contact", "damage-claim", "returns"] == [policy["id"] for policy in listed["policies"]]
    assert "水果到貨時壞了，怎麼辦？" == listed["policies"][2]["question"]


def test_a_policy_says_all_that_its_question_needs(client: httpx.Client):
    for entry in client.get("/v1/fruit-shop/policies").json()["policies"]:
        policy = client.get(entry["href"], headers={"accept-language": "en"}).json()
        assert entry["id"] == policy["id"]
        assert all(outcome["label"] for outcome in policy["outcomes"])
        assert all(fact["pointer"] and fact["meaning"] for fact in policy["facts"])
        assert policy["version"] in [version["version"] for version in policy["versions"]]
        assert 200 == client.get(policy["terms"]).status_code


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/v1/nowhere/policies", "unknown-business"),
        ("/v1/nowhere/policies/returns", "unknown-business"),
        ("/v1/fruit-shop/policies/nothing", "unknown-policy"),
    ],
)
def test_what_is_unknown_is_not_found(client: httpx.Client, path: str, slug: str):
    answer = client.get(path)
    assert (404, f"/problems/{slug}") == (answer.status_code, answer.json()["type"])


def test_a_policy_lists_all_its_versions_oldest_first(client: httpx.Client):
    versions = client.get("/v1/fruit-shop/policies/returns").json()["versions"]
    midnight = "T00:00:00+08:00"
    assert [
        ("beginning", None, f"2025-01-01{midnight}"),
        ("2025-01-01", f"2025-01-01{midnight}", f"2026-01-01{midnight}"),
        ("2026-01-01", f"2026-01-01{midnight}", None),
    ] == [(one["version"], one["starts"], one["ends"]) for one in versions]


def test_a_policy_that_is_not_in_force_yet_is_shown_in_its_latest_version(bundle: Bundle):
    business = bundle.businesses["fruit-shop"].business
    (version,) = business.policies["damage-claim"]
    later = replace(version, starts=datetime(2199, 1, 1, tzinfo=UTC))
    changed = pipeline.prepare(replace(business, policies={"damage-claim": (later,)}, cases=()))
    with TestClient(create_app(Bundle({"fruit-shop": changed}))) as client:
        assert "2199-01-01" == client.get("/v1/fruit-shop/policies/damage-claim").json()["version"]
        assert 200 == client.get("/terms/fruit-shop/en/damage-claim").status_code


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/fruit-shop", "/v1/fruit-shop/policies", "/v1/fruit-shop/policies/returns"]
)
def test_the_locale_of_the_address_goes_before_the_header(client: httpx.Client, path: str):
    wanted = client.get(f"{path}?locale=en", headers={"accept-language": "zh-TW"})
    assert client.get(path, headers={"accept-language": "en"}).json() == wanted.json()
    refused = client.get(f"{path}?locale=klingon!")
    assert (400, "/problems/wrong-query") == (refused.status_code, refused.json()["type"])
    assert ["/locale"] == [fault["pointer"] for fault in refused.json()["errors"]]


def test_a_mistyped_policy_is_told_the_right_name_and_any_other_all_names(client: httpx.Client):
    def detail(policy: str) -> str:
        return str(client.get(f"/v1/fruit-shop/policies/{policy}").json()["detail"])

    assert "did you mean `returns`?" in detail("retruns")
    assert "it has `conduct`, `contact`, `damage-claim`, `returns`" in detail("xyzzy")
