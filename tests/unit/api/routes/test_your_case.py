from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest

from policykit.document.your_case.fields import NONE
from policykit.document.your_case.form import ASKED, DO, NEXT, SKIP
from policykit.values import now

FORM = "/terms/fruit-shop/en/damage-claim/your_case"
URLENCODED = "application/x-www-form-urlencoded"
PAGE = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


def ago(days: int) -> str:
    """So many days ago, as a browser sends a day and a time."""
    return f"{now() - timedelta(days=days):%Y-%m-%dT%H:%M}"


DELIVERED = {"order.placed_at": ago(9), "order.delivered_at": ago(7)}


def send(client: httpx.Client, fields: Mapping[str, str], address: str = FORM) -> httpx.Response:
    return client.post(address, data=dict(fields), headers=PAGE)


def test_the_form_begins_with_its_first_question(client: httpx.Client):
    answer = client.get(FORM)
    assert (200, "text/html; charset=utf-8") == (answer.status_code, answer.headers["content-type"])
    assert "The time of the order" in answer.text
    assert '<form method="post"' in answer.text


def test_a_policys_page_leads_to_it(client: httpx.Client):
    assert 'href="damage-claim/your_case"' in client.get("/terms/fruit-shop/en/damage-claim").text


def test_each_answer_is_followed_by_the_next_question_and_travels_on(client: httpx.Client):
    answer = send(client, {ASKED: "order.placed_at", DO: NEXT, "order.placed_at": DELIVERED["order.placed_at"]})
    assert 200 == answer.status_code
    assert "The time of delivery" in answer.text
    assert f'name="order.placed_at" value="{DELIVERED["order.placed_at"]}"' in answer.text


def test_a_late_claim_without_a_photo_is_walked_to_its_refusal(client: httpx.Client):
    answer = send(client, DELIVERED | {f"claim.photo_at{NONE}": "yes"})
    assert "No refund this time" in answer.text
    assert "Only a photo sent within 24 hours of delivery shows what happened on the way" in answer.text
    assert "This is a preview" in answer.text


def test_the_explanation_is_that_of_the_api(client: httpx.Client):
    fields = DELIVERED | {f"claim.photo_at{NONE}": "yes"}
    delivered, placed = (f"{fields[name]}:00+08:00" for name in ("order.delivered_at", "order.placed_at"))
    facts = {"order": {"placed_at": placed, "delivered_at": delivered}, "claim": {"photo_at": None}}
    body = {"facts": facts, "locale": "en", "include": ["explanation"]}
    told = client.post("/v1/fruit-shop/policies/damage-claim/decide", json=body).json()["explanation"]["html"]
    page = send(client, fields).text
    assert [line for line in told.splitlines() if "told us" not in line and line not in page] == []


def test_what_cannot_be_taken_comes_back_with_a_message_and_status_422(client: httpx.Client):
    answer = send(client, {ASKED: "order.placed_at", DO: NEXT, "order.placed_at": "last <Tuesday>"})
    assert 422 == answer.status_code
    assert "<title>Error: The time of the order" in answer.text
    assert 'value="last &lt;Tuesday&gt;"' in answer.text
    assert "Please give the day and the time" in answer.text


def test_forms_may_be_sent_to_this_server_alone_and_nothing_runs(client: httpx.Client):
    policy = client.get(FORM).headers["content-security-policy"]
    assert "form-action 'self'" in policy
    assert "script-src 'none'" in policy
    assert "form-action 'none'" in client.get("/terms/fruit-shop/en/damage-claim").headers["content-security-policy"]


def test_no_cache_that_others_share_keeps_a_page_and_no_cookie_is_set(client: httpx.Client):
    for answer in (client.get(FORM), send(client, DELIVERED)):
        assert "private, no-cache" == answer.headers["cache-control"]
        assert "set-cookie" not in answer.headers


def test_it_speaks_the_language_of_its_address(client: httpx.Client):
    answer = send(client, {ASKED: "order.placed_at", DO: NEXT}, FORM.replace("/en/", "/zh-Hant/"))
    assert ("zh-Hant", 422) == (answer.headers["content-language"], answer.status_code)
    assert "<title>有誤：下單時間" in answer.text


def test_a_slash_at_the_end_leads_to_the_page(client: httpx.Client):
    answer = client.get(f"{FORM}/", follow_redirects=False)
    assert (308, FORM) == (answer.status_code, answer.headers["location"])


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("/terms/nowhere/en/returns/your_case", "unknown-business"),
        ("/terms/fruit-shop/fr/returns/your_case", "unknown-locale"),
        ("/terms/fruit-shop/en/nothing/your_case", "unknown-policy"),
    ],
)
def test_what_is_unknown_is_not_found(client: httpx.Client, address: str, slug: str):
    for answer in (client.get(address), client.post(address)):
        assert (404, f"/problems/{slug}") == (answer.status_code, answer.json()["type"])


REFUSED = {
    "another media type": (b"{}", "application/json", 415),
    "no media type": (b"a=b", "", 415),
    "another charset": (b"a=b", f"{URLENCODED}; charset=latin-1", 415),
    "no pairs": (b"order.placed_at", URLENCODED, 400),
    "broken escapes": (b"order.placed_at=%zz", URLENCODED, 400),
    "no UTF-8": (b"order.placed_at=%ff", URLENCODED, 400),
    "bytes beyond ASCII": ("order.placed_at=ä".encode(), URLENCODED, 400),
    "a field twice": (b"order.placed_at=1&order.placed_at=2", URLENCODED, 400),
    "very many fields": (b"&".join(b"%d=" % number for number in range(2001)), URLENCODED, 400),
    "a fact of another policy": (b"item.condition=opened", URLENCODED, 422),
    "a private fact": (b"seller.goodwill=yes", URLENCODED, 422),
    "an unknown field": (b"surprise=yes", URLENCODED, 422),
    "too long": (b"order.placed_at=" + b"1" * 64 * 1024, URLENCODED, 413),
    "longer than any body": (b"order.placed_at=" + b"1" * 1024 * 1024, URLENCODED, 413),
}


@pytest.mark.parametrize(("body", "media", "status"), REFUSED.values(), ids=REFUSED)
def test_a_form_that_cannot_be_read_is_refused_to_programs_and_to_people(
    client: httpx.Client, body: bytes, media: str, status: int
):
    headers = {"content-type": media} if media else {}
    to_program = client.post(FORM, content=body, headers=headers)
    assert (status, "application/problem+json") == (to_program.status_code, to_program.headers["content-type"])
    to_person = client.post(FORM.replace("/en/", "/zh-Hant/"), content=body, headers=headers | PAGE)
    assert (status, "zh-Hant") == (to_person.status_code, to_person.headers["content-language"])
    assert "這份表單我們讀不了" in to_person.text
    assert "no-store" == to_person.headers["cache-control"]


def test_a_private_fact_is_refused_like_one_that_does_not_exist(client: httpx.Client):
    answers = [client.post(FORM, data={name: "yes"}).text for name in ("seller.goodwill", "seller.nothing_")]
    assert answers[0].replace("seller.goodwill", "seller.nothing_") == answers[1]


def test_what_nobody_knows_is_passed_over(client: httpx.Client):
    answer = send(client, {ASKED: "order.placed_at", DO: SKIP})
    assert 200 == answer.status_code
    assert "Here it takes a person" in answer.text
    assert "You don&#39;t know" in answer.text
