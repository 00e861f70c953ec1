from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.databases import dumped, holds
from tests.shops import CREDIT as CREDIT_FILE
from tests.shops import SECRETS
from tests.unit.api.keeping import CREDIT, keeping, question

DECISIONS = "/v1/secret-shop/decisions"
ALL = "explanation,reasons,would_change"


def stored(client: httpx.Client, **members: object) -> str:
    """The address of a decision that is kept now."""
    answer = client.post(CREDIT, json=question(store=True, **members))
    assert 200 == answer.status_code, answer.text
    address: str = answer.headers["content-location"]
    assert f"{DECISIONS}/{answer.json()['id']}" == address
    return address


def test_a_decision_is_told_again_as_it_was_given(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client:
        given = client.post(CREDIT, json=question(store=True, include=ALL.split(",")))
        again = client.get(given.headers["content-location"], params={"include": ALL, "locale": "en"})
    told = again.json()
    where = told.pop("stored")
    assert given.json() == told
    assert (told["policy"]["digest"], []) == (where["words"], where["masked"])


def test_another_locale_and_another_audience_are_other_words_for_the_same(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client:
        address = stored(client)
        told = client.get(address, params={"locale": "de", "audience": "agent", "include": ALL}).json()
    assert ("later", "trusted") == (told["outcome"], told["rule"])
    assert "zahlen Sie, wann es passt" in told["explanation"]["text"]
    assert "Nur für Mitarbeitende" in told["explanation"]["text"]


def test_a_masked_condition_says_so_even_to_an_auditor(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client:
        told = client.get(stored(client), params={"audience": "auditor", "include": ALL}).json()
    condition = told["reasons"][0]["conditions"][0]
    assert {"fact": "customer.risk", "test": "less than 900", "held": None, "private": True} == condition
    assert {"customer.note", "customer.known_as", "customer.risk", "lines"} == set(told["stored"]["masked"])


@pytest.mark.parametrize("audience", ["customer", "agent", "auditor"])
@pytest.mark.parametrize("key", [{}, {"idempotency-key": '"once"'}], ids=["stored", "repeatable"])
def test_no_secret_reaches_the_database(url: str, tmp_path: Path, audience: str, key: dict[str, str]):
    with keeping(url, tmp_path) as client:
        for policy in (CREDIT, f"{CREDIT}-batch", "/v1/secret-shop/decide"):
            asked = question(store=True, audience=audience, include=ALL.split(","))
            if policy.endswith("batch"):
                asked = {"items": [asked]}
            elif not policy.endswith("credit/decide"):
                asked |= {"policies": ["credit"]}
            answer = client.post(policy, json=asked, headers=key and {"idempotency-key": f'"{policy}"'})
            assert answer.status_code in {200, 422}, answer.text
    if not (key and audience == "auditor"):
        assert holds(dumped(url), "trusted")
    assert [] == [secret for secret in SECRETS if holds(dumped(url), secret)]


def test_what_is_not_asked_for_is_not_kept(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client:
        answer = client.post(CREDIT, json=question())
        assert "content-location" not in answer.headers
        assert 404 == client.get(f"{DECISIONS}/{answer.json()['id']}").status_code
        assert [] == client.get(DECISIONS).json()["decisions"]


def test_a_server_can_keep_all_or_nothing(url: str, tmp_path: Path):
    with keeping(url, tmp_path, decisions="always") as client:
        assert 200 == client.get(client.post(CREDIT, json=question()).headers["content-location"]).status_code
    with keeping(url, tmp_path, decisions="never") as client:
        assert 200 == client.post(CREDIT, json=question()).status_code
        refused = client.post(CREDIT, json=question(store=True))
    assert (422, "/store") == (refused.status_code, refused.json()["errors"][0]["pointer"])


def test_the_words_may_be_of_newer_files_that_still_have_the_version(url: str, tmp_path: Path):
    changed = CREDIT_FILE.replace("Pay when it suits you", "Pay whenever you like")
    with keeping(url, tmp_path) as client:
        address = stored(client)
        before = client.get(address, params={"include": ALL, "audience": "auditor"}).json()
    with keeping(url, tmp_path, files={"credit": changed}) as client:
        after = client.get(address, params={"include": ALL, "audience": "auditor"}).json()
    assert before["policy"] == after["policy"]
    assert before["stored"]["words"] == before["policy"]["digest"] != after["stored"]["words"]
    assert "Pay whenever you like" in after["explanation"]["text"]
    assert before["policy"]["digest"] in after["explanation"]["text"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("effective: {from: beginning}", "effective: {from: 2020-01-01}"), ("id: trusted", "id: known")],
    ids=["version", "rule"],
)
def test_where_the_version_is_gone_the_outcome_and_the_rule_are_still_told(
    url: str, tmp_path: Path, old: str, new: str
):
    with keeping(url, tmp_path) as client:
        address = stored(client)
    with keeping(url, tmp_path, files={"credit": CREDIT_FILE.replace(old, new)}) as client:
        gone = client.get(address)
    assert (410, "/problems/words-gone") == (gone.status_code, gone.json()["type"])
    assert "`credit`, version `beginning`, decided `later` by the rule `trusted`" in gone.json()["detail"]


def test_what_was_still_missing_is_told_again_too(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client:
        told = client.get(stored(client, facts={"order": {}}), params={"locale": "de"}).json()
    assert "needs_info" == told["status"]
    assert "Wie hoch ist das Risiko?" == told["needs"][0]["question"]


@pytest.mark.parametrize(
    "address", [f"{DECISIONS}/dec_0", f"{DECISIONS}/{'x' * 500}", "/v1/other-shop/decisions/dec_0"]
)
def test_there_is_no_other_decision(url: str, tmp_path: Path, address: str):
    with keeping(url, tmp_path) as client:
        assert 404 == client.get(address).status_code


def test_the_list_goes_on_until_the_oldest(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client:
        kept = [stored(client) for _ in range(5)]
        found, following = [], f"{DECISIONS}?limit=2&policy=credit&since={quote('2026-01-01T00:00:00+01:00')}"
        while following:
            page = client.get(following).json()
            found += [entry["href"] for entry in page["decisions"]]
            following = page["next"]
    assert sorted(kept, reverse=True) == found


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=²", "since=yesterday", "outcome=later&outcome=refuse", "sice=x", "policy=%00"],
)
def test_what_a_list_cannot_be_asked_is_named(url: str, tmp_path: Path, query: str):
    with keeping(url, tmp_path) as client:
        refused = client.get(f"{DECISIONS}?{query}")
    assert (400, "/problems/wrong-query") == (refused.status_code, refused.json()["type"])
    assert [f"/{query.partition('=')[0]}"] == [fault["pointer"] for fault in refused.json()["errors"]]
