from __future__ import annotations

import httpx
import jsonschema_rs
import pytest

from policykit.model import Business
from policykit_api.openapi.examples import request


def test_all_facts_of_a_business_are_listed(client: httpx.Client, fruit_shop: Business):
    answer = client.get("/v1/fruit-shop/facts?locale=en")
    assert "en" == answer.headers["content-language"]
    assert list(fruit_shop.facts) == [fact["fact"] for fact in answer.json()["facts"]]


def test_the_schema_of_a_policys_facts_takes_its_cases(client: httpx.Client, fruit_shop: Business):
    answer = client.get("/v1/fruit-shop/policies/returns/facts-schema?locale=en")
    assert "application/schema+json" == answer.headers["content-type"]
    schema = jsonschema_rs.validator_for(answer.json(), validate_formats=True)
    for case in fruit_shop.cases:
        if case.policy == "returns":
            schema.validate(request(case, fruit_shop)["facts"])
    assert not schema.is_valid({"order": {"placed_at": "yesterday"}})


def test_the_schema_speaks_the_language_wanted(client: httpx.Client):
    path = "/v1/fruit-shop/policies/returns/facts-schema"
    english, chinese = (client.get(path, headers={"accept-language": one}).text for one in ("en", "zh-HK"))
    assert "The time of the order" in english
    assert "下單時間" in chinese


@pytest.mark.parametrize("locale", ["en_GB!", "", "x" * 100])
def test_what_is_no_locale_is_refused(client: httpx.Client, locale: str):
    assert 400 == client.get("/v1/fruit-shop/facts", params={"locale": locale}).status_code
