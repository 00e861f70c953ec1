"""Where one request ends and the next begins: shapes that two programs in a row read differently, byte by byte."""

from __future__ import annotations

import json
from collections.abc import Iterator

import jsonschema_rs
import pytest

from tests.e2e.server import Server, serving
from tests.fuzz.raw import BODY, DECIDE, LAST, answers, ask, chunked, exchange, piece, refused, request, rest, statuses

START = f"POST {DECIDE} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n".encode()
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
PIECES = chunked(BODY, 50)
HIDDEN = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: hidden\r\n\r\n"
"""What a proxy in front may have taken for a part of the request before it."""

CHUNKED = b"Transfer-Encoding: chunked\r\n"
BROKEN = {
    "a length and pieces": START + LENGTH + CHUNKED + b"\r\n" + PIECES,
    "pieces and a length": START + CHUNKED + LENGTH + b"\r\n" + PIECES,
    "pieces, then nothing special": START + b"Transfer-Encoding: chunked, identity\r\n\r\n" + PIECES,
    "nothing special and a length": START + b"Transfer-Encoding: identity\r\n" + LENGTH + b"\r\n" + BODY,
    "nothing special": START + b"Transfer-Encoding: identity\r\n\r\n" + BODY,
    "a coding that there is not": START + b"Transfer-Encoding: xchunked\r\n\r\n" + PIECES,
    "a coding in quotes": START + b'Transfer-Encoding: "chunked"\r\n\r\n' + PIECES,
    "a coding behind a strange space": START + b"Transfer-Encoding: \x0bchunked\r\n\r\n" + PIECES,
    "two lines of codings": START + CHUNKED + b"Transfer-Encoding: identity\r\n\r\n" + PIECES,
    "pieces of pieces": START + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + PIECES,
    "a space before the colon": START + b"Transfer-Encoding : chunked\r\n\r\n" + PIECES,
    "a space before the colon of the length": START + b"Content-Length : 5\r\n\r\n" + BODY,
    "a folded line": START + LENGTH + b"X: a\r\n b\r\n\r\n" + BODY,
    "a folded coding": START + b"Transfer-Encoding:\r\n chunked\r\n\r\n" + PIECES,
    "lines that end in LF": (START + LENGTH + b"\r\n").replace(b"\r\n", b"\n") + BODY,
    "one line that ends in LF": START + LENGTH + b"X: y\n\r\n" + BODY,
    "a line within a line": START + LENGTH + b"X: y\rTransfer-Encoding: chunked\r\n\r\n" + BODY,
    "two lengths that are the same": START + LENGTH + LENGTH + b"\r\n" + BODY,
    "a list of lengths": START + LENGTH.replace(b"\r\n", b", %d\r\n" % len(BODY)) + b"\r\n" + BODY,
    "a length with a sign": START + LENGTH.replace(b": ", b": +") + b"\r\n" + BODY,
    "a length in another base": START + b"Content-Length: 0x5\r\n\r\n" + BODY,
    "a length beyond all numbers": START + b"Content-Length: %d\r\n\r\n" % 10**25 + BODY,
    "pieces that end in LF": START + CHUNKED + b"\r\n" + PIECES.replace(b"\r\n", b"\n"),
    "an extension with a line": START + CHUNKED + b"\r\n" + PIECES.replace(b"\r\n", b";a\nb\r\n", 1),
    "a size in another form": START + CHUNKED + b"\r\n0x5\r\nabcde\r\n" + LAST,
    "a size beyond all numbers": START + CHUNKED + b"\r\n" + b"f" * 17 + b"\r\nabcde\r\n" + LAST,
    "a negative size": START + CHUNKED + b"\r\n-1\r\nabcde\r\n" + LAST,
    "a piece that is longer than it says": START + CHUNKED + b"\r\n5\r\nabcdefg\r\n" + LAST,
    "a length behind the pieces": START + CHUNKED + b"\r\n" + PIECES[:-2] + b"Content-Length: 5\r\n\r\n",
    "a space before the method": b" " + START + LENGTH + b"\r\n" + BODY,
    "a method in small letters": b"get /v1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a tunnel": b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n",
    "an address without its path": b"GET http://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an address in other letters": b"GET /v1/\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a delete sign": b"GET /v1 HTTP/1.1\r\nHost: localhost\r\nX: a\x7fb\r\n\r\n",
}


@pytest.mark.parametrize("sent", BROKEN.values(), ids=BROKEN)
def test_what_can_be_read_in_two_ways_is_refused_and_nothing_behind_it_is_read(
    server: Server, problem: jsonschema_rs.Validator, sent: bytes
):
    refused(server, problem, sent + HIDDEN, 400, "bad-request")
    with server.connect() as connection:
        connection.sendall(sent + HIDDEN)
        received = rest(connection)
    assert [400] == statuses(received)
    assert b"connection: close\r\n" in received
    assert b"hidden" not in received


AMBIGUOUS = {
    "no host": START.replace(b"Host: localhost\r\n", b"") + LENGTH + b"\r\n" + BODY,
    "two hosts": START + b"Host: localhost\r\n" + LENGTH + b"\r\n" + BODY,
    "two types": START + b"Content-Type: text/plain\r\n" + LENGTH + b"\r\n" + BODY,
    "two keys": START + b"Idempotency-Key: a\r\nIdempotency-Key: b\r\n" + LENGTH + b"\r\n" + BODY,
    "two codings": START + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + PIECES,
    "two codings in two lines": START + b"Transfer-Encoding: identity\r\n" + CHUNKED + b"\r\n" + PIECES,
    "an early version": b"GET /v1\r\n\r\n",
}


@pytest.mark.parametrize("sent", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_an_ambiguous_header_is_refused(server: Server, problem: jsonschema_rs.Validator, sent: bytes):
    refused(server, problem, sent, 400, "bad-request")


TAKEN = {
    "spaces before a value": START + b"Transfer-Encoding:\t chunked\r\n\r\n" + PIECES,
    "capitals": START + b"TRANSFER-ENCODING: CHUNKED\r\n\r\n" + PIECES,
    "an extension": START + CHUNKED + b"\r\n" + PIECES.replace(b"\r\n", b";name=value\r\n", 1),
    "a trailer": START + CHUNKED + b"\r\n" + PIECES[:-2] + b"X-Sum: 5\r\n\r\n",
    "empty lines before": b"\r\n\r\n" + START + LENGTH + b"\r\n" + BODY,
    "an address with its host": START.replace(b"POST ", b"POST http://localhost") + LENGTH + b"\r\n" + BODY,
    "a name with a port": START.replace(b"localhost", b"localhost:8000") + LENGTH + b"\r\n" + BODY,
    "an offer of HTTP/2": START + LENGTH + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    b"HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n" + BODY,
    "an offer of HTTP/2 with pieces": START + CHUNKED + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n" + PIECES,
    "an offer of a web socket": START + LENGTH + b"Connection: upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" + BODY,
    "an expectation that nobody knows": START + LENGTH + b"Expect: 200-maybe\r\n\r\n" + BODY,
}


@pytest.mark.parametrize("sent", TAKEN.values(), ids=TAKEN)
def test_what_is_clear_is_answered_and_what_is_behind_it_too(server: Server, sent: bytes):
    first, second = exchange(server, sent + HIDDEN, ("POST", "GET"))
    assert (200, "refuse") == (first.status, first.json().get("outcome"))
    assert (200, "hidden") == (second.status, second.headers["x-request-id"])


@pytest.mark.parametrize("sent", TAKEN.values(), ids=TAKEN)
def test_it_may_come_byte_by_byte(server: Server, sent: bytes):
    with server.connect() as connection:
        for at in range(len(sent)):
            connection.sendall(sent[at : at + 1])
        connection.sendall(HIDDEN)
        assert [200, 200] == [answer.status for answer in answers(connection, ("POST", "GET"))]


@pytest.mark.parametrize("header", [b"Connection: close\r\n", b"Connection: keep-alive, close\r\n"])
def test_a_connection_is_closed_as_asked_and_what_comes_behind_is_not_read(server: Server, header: bytes):
    with server.connect() as connection:
        connection.sendall(START + LENGTH + header + b"\r\n" + BODY + HIDDEN)
        received = rest(connection)
    assert [200] == statuses(received)
    assert b"hidden" not in received


def test_an_old_client_is_answered_and_let_go(server: Server):
    with server.connect() as connection:
        connection.sendall(b"GET /v1 HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert [200] == statuses(rest(connection))


def test_an_old_client_that_names_no_host_is_told_what_to_name(server: Server, problem: jsonschema_rs.Validator):
    refused(server, problem, b"GET /v1 HTTP/1.0\r\n\r\n", 421, "wrong-host")


def test_a_pipeline_goes_across_routes_methods_and_refusals(server: Server):
    sent = [
        ("GET", request("GET", "/v1"), 200),
        ("POST", request("POST", DECIDE, BODY), 200),
        ("HEAD", request("HEAD", "/terms"), 200),
        ("OPTIONS", request("OPTIONS", DECIDE), 204),
        ("POST", request("POST", f"{DECIDE}-batch", json.dumps({"items": [json.loads(BODY)] * 3}).encode()), 200),
        ("DELETE", request("DELETE", "/v1"), 405),
        ("POST", request("POST", DECIDE, BODY, {"Content-Type": "text/plain"}), 415),
        ("POST", request("POST", DECIDE, b"", {"Content-Type": "application/json"}), 400),
        ("GET", request("GET", "/nowhere"), 404),
        ("POST", request("POST", DECIDE, BODY, {"Prefer": "return=minimal"}), 200),
        ("GET", request("GET", "/openapi.json"), 200),
        ("GET", request("GET", "/v1"), 200),
    ]
    found = exchange(server, b"".join(one for _, one, _ in sent), tuple(method for method, _, _ in sent))
    assert [status for _, _, status in sent] == [answer.status for answer in found]


def test_a_body_that_goes_wrong_after_its_answer_gets_no_other(server: Server):
    head = {"Content-Type": "text/plain", "Transfer-Encoding": "chunked"}
    with server.connect() as connection:
        connection.sendall(request("POST", DECIDE, headers=head) + piece(b"x"))
        found = list(answers(connection, ("POST",)))
        connection.sendall(b"no size\r\n")
        assert b"" == rest(connection)
    assert [415] == [answer.status for answer in found]


# --- what comes back of what was sent -----------------------------------------------------------

ECHOED = ["X-Request-Id", "Origin", "Accept-Language", "Prefer", "traceparent", "Idempotency-Key", "Authorization",
          "If-None-Match", "Access-Control-Request-Headers", "Last-Event-ID"]  # fmt: skip
INJECTED = [b"a%0d%0aX-Evil: 1", b"a\\r\\nX-Evil: 1", "a\u560d\u560aX-Evil: 1".encode(), b"a\x85X-Evil: 1",
            "a\u2028X-Evil: 1".encode(), b'a", X-Evil="1', b"https://a.example\tX-Evil: 1"]  # fmt: skip


@pytest.fixture(scope="module")
def crossed() -> Iterator[Server]:
    """A server that answers pages of another site, which it names in its answers."""
    with serving(environment={"POLICYKIT_CORS_ORIGINS": "https://shop.example"}) as found:
        yield found


@pytest.mark.parametrize("name", ECHOED)
def test_no_header_brings_another_into_the_answer(name: str, crossed: Server):
    for value in INJECTED:
        for method, sent in (
            ("GET", request("GET", "/v1", headers={name: value})),
            ("POST", request("POST", DECIDE, BODY, {name: value})),
            ("OPTIONS", request("OPTIONS", "/v1", headers={"Access-Control-Request-Method": "GET", name: value})),
        ):
            answer = ask(crossed, sent, method)
            assert answer.status < 500
            assert "x-evil" not in answer.headers
            assert all("Evil" not in told for told in answer.headers.values())
