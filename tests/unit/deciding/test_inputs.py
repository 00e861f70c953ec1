from __future__ import annotations

import pytest

from policykit import pipeline
from policykit.deciding.inputs import facts_of
from policykit.model import Business
from policykit.pipeline import Bundle


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    loaded = pipeline.load(pipeline.example_root())
    assert loaded.bundle is not None
    return loaded.bundle


@pytest.fixture
def fruit_shop(bundle: Bundle) -> Business:
    return bundle.businesses["fruit-shop"].business


def test_the_facts_of_a_policy_are_those_it_reads(fruit_shop: Business):
    (policy,) = fruit_shop.policies["damage-claim"]
    names = facts_of(fruit_shop, policy)
    assert {"order.placed_at", "claim.photo_at", "staff.photo_in_doubt", "item.price"} <= set(names)
    assert not {"conduct.incidents", "contact.channel"} & set(names)


def test_a_policy_that_asks_another_takes_its_facts_too(bundle: Bundle):
    business = bundle.businesses["food-delivery"].business
    complaint, errands = business.policies["complaint"][0], business.policies["errands"][0]
    names = set(facts_of(business, complaint))
    assert set(facts_of(business, errands)) <= names
    assert "errand.asked_at" in names


def test_facts_stand_in_the_order_of_their_file(fruit_shop: Business):
    policy = fruit_shop.policies["returns"][-1]
    names = facts_of(fruit_shop, policy)
    assert sorted(names, key=list(fruit_shop.facts).index) == names


def test_the_facts_of_its_floors_are_read_too(bundle: Bundle):
    business = bundle.businesses["online-store"].business
    (policy,) = business.policies["returns"]
    assert {binding.country for binding in policy.floors} <= set(facts_of(business, policy))


def test_what_is_asked_once_an_element_reads_the_list_and_not_what_its_elements_say(bundle: Bundle):
    business = bundle.businesses["online-store"].business
    policy = business.policies["return-several"][-1]
    names = set(facts_of(business, policy))
    for one in (ask.per_item for ask in policy.asks if ask.per_item):
        assert one.list in names
        assert names.isdisjoint(f"{one.variable}.{field}" for field in business.facts[one.list].type.fields)
