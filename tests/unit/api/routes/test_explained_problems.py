from __future__ import annotations

import httpx

from policykit_api.problem_kinds import KINDS


def test_all_problems_are_listed(client: httpx.Client):
    page = client.get("/problems").text
    assert all(f'href="{kind.type}"' in page for kind in KINDS)


def test_an_unknown_problem_is_one_itself(client: httpx.Client):
    answer = client.get("/problems/none-such")
    assert (404, "/problems/not-found") == (answer.status_code, answer.json()["type"])
