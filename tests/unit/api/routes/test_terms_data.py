from __future__ import annotations

import html
from typing import Any

import httpx
import pytest

from policykit.pipeline import Bundle


def texts(data: Any) -> list[str]:
    match data:
        case str():
            return [data]
        case dict():
            return [text for value in data.values() for text in texts(value)]
        case list():
            return [text for value in data for text in texts(value)]
        case _:
            return []


def test_what_the_data_says_stands_on_the_page(client: httpx.Client, bundle: Bundle):
    for name, ready in bundle.businesses.items():
        for policy in ready.business.policies:
            data = client.get(f"/v1/{name}/policies/{policy}/terms?locale=en").json()
            page = html.unescape(client.get(f"/terms/{name}/en/{policy}").text)
            rules = [rule for group in data["groups"] for rule in group["rules"]]
            headings = [
                data["title"],
                *(rule["heading"] for rule in rules),
                *(one["title"] for one in data["examples"]),
            ]
            assert [] == [text for text in headings if text not in page]
            for rule in rules:
                assert all(text in page for text in texts(rule["prose"]["notes"]))
                assert f'id="{rule["id"]}"' in page


def test_a_version_of_its_own_is_told(client: httpx.Client):
    path = "/v1/fruit-shop/policies/returns/terms"
    assert "2026-01-01" == client.get(path).json()["version"]
    assert "2025-01-01" == client.get(path, params={"version": "2025-01-01"}).json()["version"]
    assert 404 == client.get(path, params={"version": "never"}).status_code


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
def test_a_business_is_told_with_its_policies(client: httpx.Client, locale: str):
    told = client.get("/v1/fruit-shop/terms", params={"locale": locale}).json()
    assert locale == told["locale"]
    for entry in told["policies"]:
        assert entry["title"]
        assert [200, 200] == [client.get(entry[way]).status_code for way in ("terms", "page")]
