from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from policykit.model import Better, NumberType, OutcomeValue
from policykit.pipeline import Bundle
from policykit_api.wire.policies import outcome_list
from tests.unit.api.conftest import DECIDE

RETURNS = "/v1/fruit-shop/policies/returns/outcomes"


def listed(client: httpx.Client, address: str, locale: str = "en") -> dict[str, Any]:
    answer = client.get(address, headers={"accept-language": locale})
    assert 200 == answer.status_code, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_outcomes_stand_best_first_with_who_decides_them(client: httpx.Client, bundle: Bundle):
    for name, ready in bundle.businesses.items():
        for policy, versions in ready.business.policies.items():
            found = listed(client, f"/v1/{name}/policies/{policy}/outcomes")
            (version,) = (one for one in versions if one.version == found["version"])
            assert [(one.name, one.final, one.decided_by.value) for one in version.outcomes] == [
                (one["outcome"], one["final"], one["decided_by"]) for one in found["outcomes"]
            ]


def test_a_value_has_its_type_its_currency_and_its_better_way(client: httpx.Client):
    refund = listed(client, RETURNS)["outcomes"][0]["values"][0]
    assert {"name": "amount", "label": "refund", "type": "money", "currency": "TWD", "better": "higher"} == refund


def test_a_number_has_its_unit(bundle: Bundle):
    business = bundle.businesses["fruit-shop"].business
    (policy,) = business.policies["damage-claim"]
    points = OutcomeValue("points", NumberType(unit="km"), better=Better.LOWER)
    changed = replace(policy, outcomes=(replace(policy.outcomes[0], values=(points,)), *policy.outcomes[1:]))
    value = outcome_list(business, changed, "en").outcomes[0].values[0]
    assert ("points", "number", "km", "lower") == (value.name, value.type, value.unit, value.better)


def test_labels_are_in_the_locale_wanted(client: httpx.Client):
    english, chinese = (listed(client, RETURNS, locale) for locale in ("en", "zh-HK"))
    assert ("en", "zh-Hant") == (english["locale"], chinese["locale"])
    for one, other in zip(english["outcomes"], chinese["outcomes"], strict=True):
        assert one["outcome"] == other["outcome"]
        assert one["label"] != other["label"]
    assert english == client.get(f"{RETURNS}?locale=en", headers={"accept-language": "zh-HK"}).json()


def test_they_are_those_that_the_policy_itself_lists(client: httpx.Client):
    policy = listed(client, "/v1/fruit-shop/policies/returns")
    found = listed(client, RETURNS)
    assert [policy[name] for name in ("version", "digest", "outcomes")] == [
        found[name] for name in ("version", "digest", "outcomes")
    ]


def test_a_decision_has_one_of_them(client: httpx.Client, question: dict[str, Any]):
    outcome = client.post(DECIDE, json=question).json()["outcome"]
    assert outcome in [one["outcome"] for one in listed(client, DECIDE.replace("/decide", "/outcomes"))["outcomes"]]


def test_what_has_not_changed_is_not_sent_again(client: httpx.Client):
    tag = client.get(RETURNS).headers["etag"]
    assert (304, b"") == ((again := client.get(RETURNS, headers={"if-none-match": tag})).status_code, again.content)


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("/v1/nowhere/policies/returns/outcomes", "unknown-business"),
        ("/v1/fruit-shop/policies/nothing/outcomes", "unknown-policy"),
    ],
)
def test_what_is_unknown_is_not_found(client: httpx.Client, address: str, slug: str):
    answer = client.get(address)
    assert (404, f"/problems/{slug}") == (answer.status_code, answer.json()["type"])
