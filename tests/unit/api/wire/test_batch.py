from __future__ import annotations

import json

import pytest

from policykit_api.problems import Refused
from policykit_api.wire.batch import MOST_COMMAS, MOST_ITEMS, batch
from policykit_api.wire.request import Question


def refusal(sent: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        batch(sent)
    return refused.value


def test_items_are_taken_as_they_were_sent_and_the_rest_is_their_default():
    items, default = batch(
        b'{"locale": "en", "items": [ {"facts": {}} , 5, [tru]], "audience": "agent"}'.replace(b"tru", b"true")
    )
    assert [b'{"facts": {}}', b"5", b"[true]"] == [bytes(item) for item in items]
    assert Question(locale="en", audience="agent") == default


def test_no_items_are_a_batch_as_well():
    assert ([], Question()) == batch(b'{"items": []}')


def test_what_is_wrong_within_an_item_is_left_to_it():
    items, _ = batch(b'{"items": [{"a": 1, "a": 2}, "\xff", ' + b"[" * 100 + b"]" * 100 + b"]}")
    assert 3 == len(items)


@pytest.mark.parametrize(
    ("sent", "pointers"),
    [
        (b"{}", ["/items"]),
        (b'{"items": {"facts": {}}}', ["/items"]),
        (b'{"items": null, "locale": 5}', ["/items", "/locale"]),
        (b'{"items": ["en"], "locale": "en", "facts": {}, "include": ["all"]}', ["/facts", "/include/0"]),
        (b'{"items": [{}], "ref": "all of them"}', ["/ref"]),
    ],
)
def test_what_is_wrong_with_the_batch_itself_is_said_at_once(sent: bytes, pointers: list[str]):
    refused = refusal(sent)
    assert "wrong-request" == refused.kind.slug
    assert pointers == [fault.pointer for fault in refused.faults]


def test_a_thousand_items_are_taken_and_not_one_more():
    assert MOST_ITEMS == len(batch(json.dumps({"items": [{}] * MOST_ITEMS}).encode())[0])
    refused = refusal(json.dumps({"items": [{}] * (MOST_ITEMS + 1), "locale": 5}).encode())
    assert "too-many-items" == refused.kind.slug
    assert ["/items", "/locale"] == [fault.pointer for fault in refused.faults]
    assert "1,000" in str(refused.faults[0].help)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"[]",
        b'{"items": [',
        b'{"items": [1 2]}',
        b'{"items": [], "items": [1]}',
        b'{"items": [1], "locale": "en", "locale": "en"}',
        b'{"items": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"items": [], "locale": "\xff"}',
    ],
)
def test_what_is_no_json_is_refused_as_a_whole(sent: bytes):
    assert "not-json" == refusal(sent).kind.slug


def test_a_list_that_is_much_too_long_is_not_made_into_items(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("policykit_api.wire.batch._items", None)  # would be asked for the items
    refused = refusal(b'{"items": [' + b"0," * 2_000_000 + b"0]}")
    assert ("too-many-items", ["/items"]) == (refused.kind.slug, [fault.pointer for fault in refused.faults])


NOTE = 'a, "b", \\ [,, {' + "," * 120


@pytest.mark.parametrize("count", [MOST_ITEMS, MOST_ITEMS + 1])
@pytest.mark.parametrize("item", [NOTE, {"facts": {"note": NOTE, "lines": [{"a": 1, "b": [1, 2]}, {}]}}])
def test_commas_within_items_are_no_further_items(item: object, count: int):
    sent = json.dumps({"items": [item] * count}).encode()
    assert sent.count(b",") > MOST_COMMAS
    if count > MOST_ITEMS:
        assert "too-many-items" == refusal(sent).kind.slug
    else:
        assert count == len(batch(sent)[0])


@pytest.mark.parametrize("items", [b"[]", b"5"])
def test_little_may_stand_beside_the_items(items: bytes):
    assert "too-large" == refusal(b'{"items": %b, "x": [%b{}]}' % (items, b"{}," * 30_000)).kind.slug
