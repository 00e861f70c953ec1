"""What no HTTP client sends, sent byte by byte to a real server: no failure, and each refusal is a problem document."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema_rs
import pytest

from tests.e2e.server import Server
from tests.fuzz.raw import BODY, DECIDE, QUESTION, ask, chunked, exchange, refused, request


def test_the_question_itself_is_answered(server: Server):
    assert "refuse" == ask(server, request("POST", DECIDE, BODY)).json()["outcome"]


# --- bodies -------------------------------------------------------------------------------------

NO_JSON = {
    "empty": b" ",
    "half": BODY[:-1],
    "two documents": BODY + BODY,
    "a byte order mark": b"\xef\xbb\xbf" + BODY,
    "utf-16": BODY.decode().encode("utf-16"),
    "not a number": b'{"facts": NaN}',
    "endless": b'{"facts": Infinity}',
    "a leading zero": b'{"facts": 01}',
    "single quotes": b"{'facts': {}}",
    "a comment": b'{"facts": {} /* none */}',
    "a trailing comma": b'{"facts": {},}',
    "a control character": b'{"facts": {"a": "\x00"}}',
    "half a surrogate": b'{"facts": {"a": "\\ud800"}}',
    "bytes that are no text": b'{"facts": {"a": "\xff\xfe"}}',
    "an overlong byte sequence": b'{"facts": {"a": "\xc0\xaf"}}',
    "a surrogate as bytes": b'{"facts": {"a": "\xed\xa0\x80"}}',
    "a list": b"[" + BODY + b"]",
    "a repeated member": b'{"facts": {}, "facts": {}}',
    "a repeated fact": b'{"facts": {"item": {"price": null, "price": null}}}',
    "a repeated member in escapes": b'{"facts": {}, "\\u0066acts": {}}',
    "deep lists": b'{"facts": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"facts": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
    "open brackets": b"[" * 1_000_000,
}


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON)
def test_a_body_that_programs_read_differently_is_refused(
    server: Server, problem: jsonschema_rs.Validator, body: bytes
):
    refused(server, problem, request("POST", DECIDE, body), 400, "not-json")


def with_fact(path: str, value: object) -> bytes:
    question = copy.deepcopy(QUESTION)
    *groups, name = path.split("/")
    place = question["facts"]
    for group in groups:
        place = place.setdefault(group, {})
    place[name] = value
    return json.dumps(question).encode()


COERCED = {
    "a flag as a number": ("staff/photo_in_doubt", 1),
    "a flag as a text": ("staff/photo_in_doubt", "true"),
    "a time as a number": ("claim/made_at", 1772506800),
    "a time as a text of digits": ("claim/made_at", "1772506800"),
    "a time without its offset": ("claim/made_at", "2026-03-03T11:00:00"),
    "a time with a space": ("claim/made_at", "2026-03-03 11:00:00+08:00"),
    "a day as a time": ("claim/made_at", "2026-03-03"),
    "a day that there is not": ("claim/made_at", "2026-02-30T11:00:00+08:00"),
    "money as a number": ("item/price", 600),
    "an amount with a sign": ("item/price", {"amount": "+600", "currency": "TWD"}),
    "an amount with underscores": ("item/price", {"amount": "6_00", "currency": "TWD"}),
    "an amount that is no number": ("item/price", {"amount": "NaN", "currency": "TWD"}),
    "an amount without end": ("item/price", {"amount": "Infinity", "currency": "TWD"}),
    "an amount in other digits": ("item/price", {"amount": "\uff16\uff10\uff10", "currency": "TWD"}),
    "an amount and a line": ("item/price", {"amount": "600\n", "currency": "TWD"}),
    "an amount with a huge exponent": ("item/price", {"amount": "1e999999", "currency": "TWD"}),
    "a million digits": ("item/price", {"amount": "9" * 500_000, "currency": "TWD"}),
    "a currency in small letters": ("item/price", {"amount": "600", "currency": "twd"}),
    "money with another member": ("item/price", {"amount": "600", "currency": "TWD", "unit": 1}),
    "a choice in capitals": ("inspection/finding", "Sound"),
    "a choice and a line": ("inspection/finding", "sound\n"),
    "a fact as a list": ("claim/made_at", ["2026-03-03T11:00:00+08:00"]),
    "a group as a text": ("claim", "none"),
    "a fact nobody declared": ("claim/__class__", "x"),
}


@pytest.mark.parametrize(("path", "value"), COERCED.values(), ids=COERCED)
def test_no_value_is_bent_into_a_fact(server: Server, problem: jsonschema_rs.Validator, path: str, value: object):
    found = refused(server, problem, request("POST", DECIDE, with_fact(path, value)), 422, "wrong-facts")
    assert all(fault["pointer"].startswith(f"/facts/{path}") for fault in found["errors"])


@pytest.mark.parametrize("number", ["9" * 1_000_000, "0." + "9" * 900_000, "1e" + "9" * 500_000, "-" + "9" * 5_000])
def test_a_number_of_a_million_digits_is_refused_as_fast_as_any(
    server: Server, problem: jsonschema_rs.Validator, number: str
):
    body = BODY.replace(b'{"amount": "600", "currency": "TWD"}', number.encode())
    answer = ask(server, request("POST", DECIDE, body))
    assert answer.status in {400, 422}
    problem.validate(answer.json())


def test_every_fault_of_a_request_is_named_at_once(server: Server, problem: jsonschema_rs.Validator):
    body = json.dumps({"facts": {"a": 1, "item": {"price": 5}}, "as_of": 7, "locale": 8, "what": 9}).encode()
    found = refused(server, problem, request("POST", DECIDE, body), 422, "wrong-request")
    places = {"/facts/a", "/facts/item/price", "/as_of", "/locale", "/what"}
    assert places == {fault["pointer"] for fault in found["errors"]}


# --- what the body is said to be ----------------------------------------------------------------


@pytest.mark.parametrize(
    "media_type",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/json; charset=latin-1",
        "application/json, text/plain",
        "application/ld+json",
        "application/json;" + "a" * 2_000,
    ],
)
def test_another_media_type_is_refused(server: Server, problem: jsonschema_rs.Validator, media_type: str):
    refused(server, problem, request("POST", DECIDE, BODY, {"Content-Type": media_type}), 415, "wrong-media-type")


def test_a_compressed_body_is_refused(server: Server, problem: jsonschema_rs.Validator):
    refused(server, problem, request("POST", DECIDE, BODY, {"Content-Encoding": "gzip"}), 415, "wrong-media-type")


@pytest.mark.parametrize("media_type", ["application/json", "APPLICATION/JSON ; Charset=UTF-8"])
def test_the_right_media_type_is_taken_however_it_is_spelt(server: Server, media_type: str):
    assert 200 == ask(server, request("POST", DECIDE, BODY, {"Content-Type": media_type})).status


# --- lengths and pieces -------------------------------------------------------------------------


def in_pieces(body: bytes, size: int) -> bytes:
    head = {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    return request("POST", DECIDE, b"", head) + chunked(body, size)


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_body_in_pieces_is_a_body(server: Server, size: int):
    assert 200 == ask(server, in_pieces(BODY, size)).status


@pytest.mark.parametrize("length", [1024 * 1024 + 1, 2_000_000])
def test_a_body_that_is_too_long_is_refused(server: Server, problem: jsonschema_rs.Validator, length: int):
    padded = BODY + b" " * (length - len(BODY))
    refused(server, problem, request("POST", DECIDE, padded), 413, "too-large")
    refused(server, problem, in_pieces(padded, 65_536), 413, "too-large")


MALFORMED = {
    "no request at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "a line of nonsense": b"hello\r\n\r\n",
    "another protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a version that there is not": b"GET /v1 HTTP/9.9\r\nHost: a\r\n\r\n",
    "two lengths": request("POST", DECIDE, BODY).replace(b"\r\n\r\n", b"\r\nContent-Length: 5\r\n\r\n", 1),
    "a length that is no number": request("POST", DECIDE, BODY, {"Content-Length": "x"}),
    "a negative length": request("POST", DECIDE, BODY, {"Content-Length": "-1"}),
    "a length and pieces": request("POST", DECIDE, chunked(BODY, 9), {"Transfer-Encoding": "chunked"}),
    "pieces of no size": request(
        "POST", DECIDE, b"zz\r\nx\r\n0\r\n\r\n", {"Content-Length": "9", "Transfer-Encoding": "chunked"}
    ).replace(b"Content-Length: 9\r\n", b""),
    "a header without a name": b"GET /v1 HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n",
    "a space within a name": b"GET /v1 HTTP/1.1\r\nHost: a\r\nX Y: x\r\n\r\n",
    "a zero byte in a header": b"GET /v1 HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
    "a space in the target": b"GET /v1 /v1 HTTP/1.1\r\nHost: a\r\n\r\n",
}


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED)
def test_what_is_not_http_is_refused(server: Server, problem: jsonschema_rs.Validator, sent: bytes):
    refused(server, problem, sent, 400, "bad-request")


def test_a_header_that_is_too_large_is_refused(server: Server, problem: jsonschema_rs.Validator):
    refused(server, problem, request("GET", "/v1", headers={"X": "x" * 100_000}), 431, "header-too-large")


def test_too_many_headers_are_refused(server: Server, problem: jsonschema_rs.Validator):
    refused(
        server, problem, request("GET", "/v1", headers={f"X-{n}": "x" for n in range(5_000)}), 431, "header-too-large"
    )


# --- headers that we read -----------------------------------------------------------------------

READ = [
    "Accept",
    "Accept-Language",
    "Authorization",
    "Idempotency-Key",
    "If-None-Match",
    "Origin",
    "Prefer",
    "X-Request-Id",
    "traceparent",
]
ODD = {
    "empty": b"",
    "spaces": b" \t ",
    "latin letters": b"caf\xe9",
    "bytes": bytes(range(0x80, 0x100)),
    "commas": b"," * 3_000,
    "semicolons": b"a;q=" * 1_000,
    "quotes": b'"' * 999,
    "escapes": b'"\\' * 999,
    "numbers": b"9" * 3_000,
    "a weight": b"zh;q=1e999, en;q=NaN, *;q=-1",
}


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
@pytest.mark.parametrize("name", READ)
def test_no_header_makes_the_server_fail(
    server: Server, problem: jsonschema_rs.Validator, document: dict[str, Any], name: str, value: bytes
):
    for sent, method, path in (
        (request("GET", "/v1/fruit-shop/policies", headers={name: value}), "get", "/v1/{business}/policies"),
        (request("POST", DECIDE, BODY, {name: value}), "post", "/v1/{business}/policies/{policy}/decide"),
    ):
        answer = ask(server, sent)
        assert answer.status < 500
        assert str(answer.status) in document["paths"][path][method]["responses"]
        if answer.status >= 400:
            problem.validate(answer.json())


def test_a_request_id_brings_no_header_of_its_own(server: Server):
    answer = ask(server, request("GET", "/v1", headers={"X-Request-Id": "a%0d%0aX-Evil:%201"}))
    assert "x-evil" not in answer.headers


# --- targets and methods ------------------------------------------------------------------------

TARGETS = [
    "//",
    "/%",
    "/%00",
    "/v1/%2e%2e/%2e%2e/etc/passwd",
    "/v1/../../etc/passwd",
    "/v1/fruit-shop%2Fpolicies",
    "/v1/" + "a" * 2_000,
    "/terms/fruit-shop/%ff%fe",
    "/terms/\u6c34\u679c",
    "/problems/%3Cscript%3E",
    "/v1/fruit-shop/policies/returns?" + "a=b&" * 500,
    "/v1/{business}/policies",
    "/docs/..%2fapp.py",
    "/v1/fruit-shop/policies/returns/decide/",
]


@pytest.mark.parametrize("target", TARGETS, ids=[target[:40] for target in TARGETS])
def test_an_odd_target_is_answered_or_not_found(server: Server, problem: jsonschema_rs.Validator, target: str):
    answer = ask(server, request("GET", target), "GET")
    assert answer.status < 500
    if answer.status >= 400:
        problem.validate(answer.json())
        assert "<script>" not in answer.body.decode()


def test_a_target_that_is_too_long_is_refused(server: Server, problem: jsonschema_rs.Validator):
    refused(server, problem, request("GET", "/v1/" + "a" * 60_000), 414, "target-too-long")


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_another_method_is_refused_and_the_right_ones_named(
    server: Server, problem: jsonschema_rs.Validator, method: str
):
    for path, allowed in (("/v1", "GET, HEAD, OPTIONS"), (DECIDE, "OPTIONS, POST")):
        answer = ask(server, request(method, path))
        assert (405, allowed) == (answer.status, answer.headers["allow"])
        problem.validate(answer.json())


def test_every_address_answers_head_as_get_and_names_its_methods(server: Server, document: dict[str, Any]):
    for path, methods in document["paths"].items():
        if "{" in path or "get" not in methods or "text/event-stream" in str(methods["get"]["responses"]["200"]):
            continue
        got, head = ask(server, request("GET", path), "GET"), ask(server, request("HEAD", path), "HEAD")
        assert (got.status, b"") == (head.status, head.body), path
        assert got.headers.get("content-type") == head.headers.get("content-type"), path
        options = ask(server, request("OPTIONS", path), "OPTIONS")
        wanted = {method.upper() for method in methods} | {"HEAD", "OPTIONS"}
        assert (204, wanted) == (options.status, set(options.headers["allow"].split(", "))), path


# --- several on one connection ------------------------------------------------------------------


def test_a_pipeline_is_answered_whole_and_in_order(server: Server):
    names = [f"request-{number}" for number in range(50)]
    sent = b"".join(request("POST", DECIDE, BODY, {"X-Request-Id": name}) for name in names)
    found = exchange(server, sent, ("POST",) * len(names))
    assert names == [answer.headers["x-request-id"] for answer in found]
    assert {200} == {answer.status for answer in found}


def test_a_refusal_in_a_pipeline_leaves_the_others_alone(server: Server):
    bad = request("POST", DECIDE, b"{")
    good = request("POST", DECIDE, BODY)
    found = exchange(server, good + bad + good + bad + good, ("POST",) * 5)
    assert [200, 400, 200, 400, 200] == [answer.status for answer in found]


def test_a_client_that_leaves_does_no_harm(server: Server):
    for cut in range(0, len(BODY), 37):
        with server.connect() as connection:
            connection.sendall(request("POST", DECIDE, BODY)[: -len(BODY) + cut])
    assert 200 == ask(server, request("POST", DECIDE, BODY)).status


def test_a_client_may_ask_whether_to_go_on(server: Server):
    head = request("POST", DECIDE, BODY, {"Expect": "100-continue"})
    with server.connect() as connection:
        connection.sendall(head[: -len(BODY)])
        assert connection.recv(100).startswith(b"HTTP/1.1 100")
        connection.sendall(BODY)
        assert b"200 OK" in connection.recv(1_000)


# --- afterwards ---------------------------------------------------------------------------------


def test_the_server_has_said_nothing_of_what_it_was_sent(server: Server):
    said = server.log()
    assert "Traceback" not in said
    assert "2026-03-02T10:00:00" not in said
    assert '"status": 500' not in said
    assert server.process.poll() is None
