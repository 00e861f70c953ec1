from __future__ import annotations

import re

import httpx
import pytest

from policykit_api.problem_kinds import KINDS


def test_all_problems_are_listed(client: httpx.Client):
    page = client.get("/problems").text
    assert all(f'href="{kind.type}"' in page for kind in KINDS)


@pytest.mark.parametrize(
    ("address", "onward"), [("/problems", ["/docs", "/"]), ("/problems/not-json", ["/problems", "/docs"])]
)
def test_each_page_leads_on(client: httpx.Client, address: str, onward: list[str]):
    text = client.get(address).text
    assert onward == [there for there in re.findall(r'<a href="([^"]+)"', text) if there in onward]
    assert [200] * len(onward) == [client.get(there).status_code for there in onward]


def test_an_unknown_problem_is_one_itself(client: httpx.Client):
    answer = client.get("/problems/none-such")
    assert (404, "/problems/not-found") == (answer.status_code, answer.json()["type"])
