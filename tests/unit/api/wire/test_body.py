from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal

import httpx
import pytest
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.problems import Refused
from policykit_api.settings import Settings
from policykit_api.settings.limits import Limits
from policykit_api.wire.body import DEEPEST, MOST_BRACKETS, TOO_LONG, called, decode

Send = Callable[..., httpx.Response]


def refusal(body: bytes) -> str:
    with pytest.raises(Refused) as refused:
        decode(body)
    assert "/problems/not-json" == refused.value.kind.type
    return refused.value.detail


def nested(depth: int) -> bytes:
    """An object whose lists nest so deep, itself counted."""
    return b'{"a":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{} {}",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 01}',
        b'{"a": "\\ud800"}',
        b'{"a": "\x01"}',
        b"\xef\xbb\xbf{}",
        '{"a": 1}'.encode("utf-16"),
    ],
)
def test_what_is_not_json_is_refused(body: bytes):
    assert refusal(body)


def test_a_body_that_is_not_utf_8_is_refused():
    assert "a text in the body is not UTF-8, from its byte 0 on" == refusal(b'{"a": "\xff"}')


@pytest.mark.parametrize("sent", [b"", b" \r\n"])
def test_an_empty_body_is_called_so(sent: bytes):
    assert "the body is empty" == refusal(sent)


@pytest.mark.parametrize(
    ("body", "what"), [(b"[]", "a list"), (b"null", "null"), (b'"x"', "a text"), (b"1.5", "a number")]
)
def test_only_an_object_is_a_request(body: bytes, what: str):
    assert f"expected an object, not {what}" == refusal(body)


def test_nesting_is_bounded():
    assert decode(nested(DEEPEST))
    assert f"the body nests more than {DEEPEST} deep" == refusal(nested(DEEPEST + 1))
    assert f"the body nests more than {DEEPEST} deep" == refusal(nested(100_000))


def test_what_stands_in_the_innermost_list_is_no_deeper():
    assert {"a": [1]} == decode(b'{"a": [1]}')
    assert decode(nested(DEEPEST).replace(b"[]", b"[1]"))


def filled(head: bytes, part: bytes, tail: bytes, size: int = 1024 * 1024) -> bytes:
    """A body as long as any may be, mostly of the same part."""
    return (head + part * ((size - len(head) - len(tail)) // len(part))).removesuffix(b",") + tail


def test_there_is_an_end_to_brackets():
    for part in (b"[],", b"[{}],", b"[" * 30 + b"]" * 30 + b","):
        assert f"the body has more than {MOST_BRACKETS:,} opening brackets" == refusal(filled(b'{"a":[', part, b"]}"))


@pytest.mark.parametrize(
    ("head", "part"),
    [
        (b'{"a":[', b"  [],"),
        (b'{"a":"\\":","b":[', b'{"":1},'),
        (b'{"a":[', b"[" * 15 + b"]" * 15 + b" " * 40 + b","),
        (b'{"a":[', b"1e1,"),
        (b'{"a":[', b'"",'),
    ],
    ids=["lists", "objects, which may repeat a name", "deep lists", "numbers", "texts"],
)
def test_no_body_takes_long_to_be_read(head: bytes, part: bytes):
    body = filled(head, part, b"]}")
    began = time.process_time()
    assert decode(body)
    assert time.process_time() - began < 1


def test_repeated_names_are_refused_and_named():
    assert "an object repeats the name `b`" == refusal(b'{"a": [{"b": 1, "c": {}, "b" :2}]}')
    assert "an object repeats the name `a`, `b`" == refusal(b'{"a": 1, "b": 2, "a": 3, "b": 4}')


def test_a_colon_within_a_text_is_no_name():
    assert {"a": '":', "b": '":x'} == decode(b'{"a": "\\":", "b": "\\":x"}')


def test_numbers_keep_their_digits():
    assert {"a": Decimal("0.10"), "b": 10**25} == decode(b'{"a": 0.10, "b": 1%s}' % (b"0" * 25))


@pytest.mark.parametrize("number", [b"1." + b"1" * 1_000_000, b"1e" + b"9" * 50, b"1e" + b"9" * 80])
def test_a_number_too_long_for_any_fact_stays_one(number: bytes):
    assert {"a": TOO_LONG} == decode(b'{"a": %s}' % number)


def test_a_whole_number_without_end_is_refused():
    assert "a whole number has more than 4,300 digits" == refusal(b'{"a": %s}' % (b"9" * 900_000))


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/JSON; charset=UTF-8", 'application/json;charset="utf-8"']
)
def test_json_in_utf_8_is_taken(send: Send, content_type: str):
    assert 200 == send(b'{"facts": {}}', content_type).status_code


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", "application/jsonx"],
)
def test_another_media_type_is_refused(send: Send, content_type: str):
    answer = send(b'{"facts": {}}', content_type)
    assert (415, "/problems/wrong-media-type") == (answer.status_code, answer.json()["type"])


def test_a_compressed_body_is_refused(send: Send):
    assert 415 == send(b'{"facts": {}}', content_encoding="gzip").status_code


def test_a_body_over_one_mebibyte_is_refused(send: Send):
    most = 1024 * 1024
    assert 200 == send(b'{"facts": {}}'.ljust(most)).status_code
    answer = send(b'{"facts": {}}'.ljust(most + 1))
    assert (413, "/problems/too-large") == (answer.status_code, answer.json()["type"])
    assert "the body is longer than 1,048,576 bytes" == answer.json()["detail"]


def test_a_refusal_names_the_limit_that_was_set(bundle: Bundle):
    with TestClient(create_app(bundle, Settings(limits=Limits(body_bytes=20)))) as client:
        answer = client.post("/v1/fruit-shop/policies/returns/decide", json={"facts": {}, "locale": "en"})
    assert (413, "the body is longer than 20 bytes") == (answer.status_code, answer.json()["detail"])


@pytest.mark.parametrize(("data", "name"), [(True, "a flag"), (1, "a number"), ({}, "an object")])
def test_data_is_called_what_a_person_calls_it(data: object, name: str):
    assert name == called(data)
