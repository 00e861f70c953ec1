from __future__ import annotations

import pytest

from policykit.backends.jsonschema import Schema
from policykit.pipeline import Bundle
from policykit_api.openapi.exact import Exact, rules
from policykit_api.openapi.shapes import reference
from policykit_api.wire.shape import Said


class Kept(dict[str, Schema]):
    def __call__(self, name: str, schema: Schema) -> Schema:
        self[name] = schema
        return reference(name)


@pytest.fixture
def kept() -> Kept:
    return Kept()


def exact(bundle: Bundle, business: str, policy: str, kept: Kept) -> Exact:
    found = bundle.businesses[business].business
    return Exact(found, found.policies[policy], "Returns", kept)


def test_outcomes_are_the_policys_best_first_and_told(bundle: Bundle, kept: Kept):
    exact(bundle, "fruit-shop", "returns", kept).fill(Said.OUTCOME)
    outcome = kept["ReturnsOutcome"]
    assert ["cancel", "refund", "refund_in_part", "review", "refuse"] == outcome["enum"]
    assert "- `refuse`: no return this time" in outcome["description"]


def test_values_are_exact_and_money_is_shared(bundle: Bundle, kept: Kept):
    exact(bundle, "fruit-shop", "returns", kept).fill(Said.VALUES)
    values = kept["ReturnsValues"]
    assert {"$ref": "#/components/schemas/MoneyTWD", "description": "refund"} == values["properties"]["amount"]
    assert {"const": "TWD"} == kept["MoneyTWD"]["properties"]["currency"]
    assert values["additionalProperties"] is False


def test_facts_are_those_of_every_version(bundle: Bundle, kept: Kept):
    exact(bundle, "fruit-shop", "returns", kept).fill(Said.FACTS)
    facts = kept["ReturnsFacts"]
    assert {"order", "item", "return", "claim"} == set(facts["properties"])
    assert reference("FruitShopFactItemKind") == facts["properties"]["item"]["properties"]["kind"]


def test_rules_are_of_every_version_and_of_the_floors(bundle: Bundle):
    store = bundle.businesses["online-store"].business
    (policy,) = store.policies["returns"]
    floors = {rule.id for one in policy.floors for floor in one.versions for rule in floor.policy.rules}
    assert floors
    assert floors | {rule.id for rule in policy.rules} | {"otherwise"} <= set(rules((policy,)))


def test_what_governs_is_the_merchant_or_a_floor(bundle: Bundle, kept: Kept):
    exact(bundle, "online-store", "returns", kept).fill(Said.GOVERNED_BY)
    assert {"merchant", "eu.withdrawal"} <= set(kept["ReturnsGovernedBy"]["enum"])


def test_of_all_policies_together_only_the_facts_are_exact(bundle: Bundle, kept: Kept):
    business = bundle.businesses["fruit-shop"].business
    every = Exact(business, (), "FruitShop", kept)
    assert [None] * 4 == [every.fill(part) for part in Said if part is not Said.FACTS]
    every.fill(Said.FACTS)
    assert "patternProperties" not in kept["FruitShopFacts"]
