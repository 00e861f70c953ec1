from __future__ import annotations

import pytest

from policykit_api.openapi.naming import Names, camel


@pytest.mark.parametrize(
    ("name", "written"),
    [("fruit-shop", "FruitShop"), ("order.placed_at", "OrderPlacedAt"), ("shop2", "Shop2"), ("a", "A")],
)
def test_names_are_written_in_one_word(name: str, written: str):
    assert written == camel(name)


def test_a_policy_is_called_by_its_business_and_itself():
    assert "FruitShopDamageClaim" == Names({"fruit-shop": ["damage-claim", "returns"]}).of("fruit-shop", "damage-claim")


def test_those_that_would_be_called_the_same_have_exact_names_and_no_other_changes():
    names = Names({"a-b": ["c", "d"], "a": ["b-c"]})
    assert ["__a_b__c", "__a__b_c", "ABD"] == [names.of("a-b", "c"), names.of("a", "b-c"), names.of("a-b", "d")]
    assert "ABD" == Names({"a-b": ["d"]}).of("a-b", "d")
