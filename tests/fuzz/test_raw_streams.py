"""Batches, streams of lines and the stream of events, byte by byte: one bad line spoils nothing but its own answer."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import jsonschema_rs
import pytest

from tests.e2e.server import Server, serving
from tests.fuzz.conftest import Shape
from tests.fuzz.raw import BATCH, BODY, LAST, QUESTION, answers, ask, chunked, exchange, piece, refused, request, rest
from tests.fuzz.test_raw_sockets import COERCED, NO_JSON, ODD, with_fact

LINES = {"Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"}
OPENING = request("POST", BATCH, headers=LINES)


def stream(body: bytes, size: int = 65_536) -> bytes:
    return OPENING + chunked(body, size)


def entries(server: Server, sent: bytes) -> list[Any]:
    """The entries of the answer to a stream."""
    answer = ask(server, sent)
    assert (200, "application/x-ndjson") == (answer.status, answer.headers["content-type"])
    return [json.loads(line) for line in answer.body.splitlines()]


def told(entry: Any) -> Any:
    return entry["answer"]["outcome"] if "answer" in entry else entry["problem"]["type"]


# --- lines --------------------------------------------------------------------------------------

BAD_LINES = {name: body for name, body in NO_JSON.items() if body.strip() and b"\n" not in body}


@pytest.mark.parametrize("size", [65_536, 1_000])
def test_bad_lines_spoil_nothing_but_their_own_answers(server: Server, shape: Shape, size: int):
    sent = b"".join(BODY + b"\n" + line + b"\n" for line in BAD_LINES.values())
    found = entries(server, stream(sent + BODY, size))
    assert [*range(1, 2 * len(BAD_LINES) + 2)] == [entry["line"] for entry in found]
    assert ["refuse", "/problems/not-json"] * len(BAD_LINES) + ["refuse"] == [told(entry) for entry in found]
    for entry in found:
        shape("LineEntry").validate(entry)


def test_a_wrong_fact_is_refused_in_its_own_line(server: Server, shape: Shape):
    found = entries(server, stream(b"\n".join(with_fact(path, value) for path, value in COERCED.values())))
    assert ["/problems/wrong-facts"] * len(COERCED) == [told(entry) for entry in found]
    for entry, (path, _) in zip(found, COERCED.values(), strict=True):
        shape("LineEntry").validate(entry)
        assert all(fault["pointer"].startswith(f"/facts/{path}") for fault in entry["problem"]["errors"])


ENDS = {
    "none behind the last": (BODY + b"\n" + BODY, [1, 2]),
    "carriage returns": (BODY + b"\r\n" + BODY + b"\r\n", [1, 2]),
    "empty lines": (b"\n\n" + BODY + b"\n \n\t\r\n" + BODY + b"\n\n", [3, 6]),
    "other ends of lines within a text": (with_fact("claim/__note", "a\u2028b\u0085c").replace(b"\n", b""), [1]),
    "nothing": (b"", []),
    "ends alone": (b"\n" * 5_000, []),
}


@pytest.mark.parametrize("size", [1, 65_536])
@pytest.mark.parametrize(("body", "numbers"), ENDS.values(), ids=ENDS)
def test_lines_end_where_they_end(server: Server, body: bytes, numbers: list[int], size: int):
    assert numbers == [entry["line"] for entry in entries(server, stream(body, size))]


def test_half_a_line_at_the_end_is_refused_as_one(server: Server):
    assert ["refuse", "/problems/not-json"] == [
        told(entry) for entry in entries(server, stream(BODY + b"\n" + BODY[:-9]))
    ]


def test_a_line_that_is_too_long_is_refused_and_the_next_one_is_answered(server: Server):
    found = entries(server, stream(b"[" * 1_048_577 + b"\n" + BODY + b"\n" + b" " * 3_000_000 + b"\n" + BODY))
    assert ["/problems/too-large", "refuse", "/problems/too-large", "refuse"] == [told(entry) for entry in found]


def test_each_line_is_answered_before_the_next_one_is_sent(server: Server):
    with server.connect() as connection:
        connection.sendall(OPENING)
        for _ in range(5):
            connection.sendall(piece(BODY + b"\n"))
            received = b""
            while b'"outcome":"refuse"' not in received:
                received += connection.recv(65_536)
        connection.sendall(LAST)
        assert connection.recv(65_536).endswith(LAST)


def test_what_follows_a_stream_on_its_connection_is_answered(server: Server):
    first, second = exchange(server, stream(BODY) + request("GET", "/v1"), ("POST", "GET"))
    assert [200, 200] == [first.status, second.status]


BROKEN = [
    b"no size\r\n",
    b"5\r\nabcdefg\r\n",
    b"-5\r\n",
    b"f" * 17 + b"\r\n",
    b"0\r\nContent-Length: 5\r\n\r\n",
    b"5;\n\r\n",
]


@pytest.mark.parametrize("broken", BROKEN)
def test_pieces_that_go_wrong_end_the_stream_without_its_end(server: Server, broken: bytes):
    with server.connect() as connection:
        connection.sendall(OPENING + piece(BODY + b"\n"))
        begun = connection.recv(65_536)
        connection.sendall(broken)
        received = begun + rest(connection)
    assert 1 == received.count(b"HTTP/1.1 ")
    assert not received.endswith(LAST)


@pytest.mark.parametrize("broken", BROKEN)
def test_pieces_that_go_wrong_at_once_are_refused(server: Server, problem: jsonschema_rs.Validator, broken: bytes):
    answer = ask(server, OPENING + broken)
    assert 400 == answer.status or b"" == answer.body
    if answer.body:
        problem.validate(answer.json())


@pytest.mark.parametrize("cut", [0, 1, 5, 200])
def test_a_client_that_leaves_amid_a_stream_does_no_harm(server: Server, cut: int):
    for _ in range(5):
        with server.connect() as connection:
            connection.sendall(OPENING + piece(BODY + b"\n")[: -cut or None])
    with server.connect() as connection:
        connection.sendall(OPENING + piece(BODY + b"\n")[: -cut or None])
        connection.shutdown(socket.SHUT_WR)
        rest(connection)
    assert 200 == ask(server, request("POST", BATCH.removesuffix("-batch"), BODY)).status


# --- slow ones ----------------------------------------------------------------------------------

IMPATIENT = {
    "POLICYKIT_LIMITS_STREAM_SECONDS": "0.6",
    "POLICYKIT_LIMITS_BODY_SECONDS": "0.3",
    "POLICYKIT_LIMITS_HEADER_SECONDS": "0.3",
    "POLICYKIT_RELOAD_LISTENERS": "2",
}


@pytest.fixture(scope="module")
def impatient() -> Iterator[Server]:
    with serving(environment=IMPATIENT) as found:
        yield found


@pytest.mark.parametrize("begun", [b"", b'{"facts"', BODY + b"\n", BODY + b"\n{"])
def test_a_stream_whose_client_pauses_for_too_long_is_ended_with_a_reason(impatient: Server, begun: bytes):
    with impatient.connect() as connection:
        connection.sendall(OPENING + (piece(begun) if begun else b""))
        found = next(answers(connection, ("POST",)))
    if found.status == 200:
        assert "/problems/timed-out" == told(json.loads(found.body.splitlines()[-1]))
    else:
        assert (408, "/problems/timed-out") == (found.status, found.json()["type"])


def test_half_a_piece_of_a_stream_is_dropped(impatient: Server):
    with impatient.connect() as connection:
        connection.sendall(OPENING + b"5\r\n{")
        assert b"/problems/timed-out" in rest(connection)


def test_a_half_sent_batch_is_dropped(impatient: Server):
    with impatient.connect() as connection:
        connection.sendall(request("POST", BATCH, BODY)[:-5])
        assert b"HTTP/1.1 408" in rest(connection)


# --- batches ------------------------------------------------------------------------------------


def batch(*items: object, **more: object) -> bytes:
    return request("POST", BATCH, json.dumps({"items": items, **more}).encode())


def test_a_bad_item_spoils_nothing_but_its_own_answer(server: Server, shape: Shape):
    bad = [None, True, 1, "x", [], {}, {"facts": []}, {"facts": None}, {"ref": 5, **QUESTION}, {"ref": "", **QUESTION},
           {**QUESTION, "as_of": "tomorrow"}, {**QUESTION, "__class__": 1}, {"facts": {"": {"": 1}}}]  # fmt: skip
    found = ask(server, batch(*(item for one in bad for item in (QUESTION, one)))).json()
    shape("BatchAnswer").validate(found)
    assert ["refuse"] * len(bad) == [told(entry) for entry in found["items"][::2]]
    assert all(entry["problem"]["status"] < 500 for entry in found["items"][1::2] if "problem" in entry)
    assert 10 < sum("problem" in entry for entry in found["items"])


@pytest.mark.parametrize(
    ("sent", "status", "slug"),
    [
        (batch(*[{}] * 1_001), 422, "too-many-items"),
        (request("POST", BATCH, b'{"items": [' + b" " * (4 * 1024 * 1024) + b"]}"), 413, "too-large"),
        (request("POST", BATCH, b'{"items": [{"facts": {}, "facts": {}}, {]}'), 400, "not-json"),
        (request("POST", BATCH, b'{"items": [{}], "items": []}'), 400, "not-json"),
        (request("POST", BATCH, b'{"items": ' + b"[" * 100_000), 400, "not-json"),
        (request("POST", BATCH, b"[]"), 400, "not-json"),
        (request("POST", BATCH, b'{"items": {}}'), 422, "wrong-request"),
        (request("POST", BATCH, b'{"items": [], "as_of": 5}'), 422, "wrong-request"),
        (request("POST", BATCH, BODY, {"Content-Type": "application/x-json-stream"}), 415, "wrong-media-type"),
        (
            request("POST", BATCH, BODY, {"Content-Type": "application/x-ndjson; charset=utf-16"}),
            415,
            "wrong-media-type",
        ),
    ],
)
def test_a_batch_that_is_no_batch_is_refused(
    server: Server, problem: jsonschema_rs.Validator, sent: bytes, status: int, slug: str
):
    refused(server, problem, sent, status, slug)


# --- keys that make requests repeatable ----------------------------------------------------------

NO_KEYS = [b"", b" ", b'"', b'""', b'"a', b"a b", b'"a"b', b'"' + b"a" * 256 + b'"', b"a" * 256, b"\xff", b'"\xe9"',
           b"a,b", b'"a";x=1', b"{}", b'"\\n"', b"'a'"]  # fmt: skip


@pytest.mark.parametrize("key", NO_KEYS)
def test_what_is_no_key_is_refused(server: Server, problem: jsonschema_rs.Validator, key: bytes):
    decide = BATCH.removesuffix("-batch")
    for sent in (request("POST", decide, BODY, {"Idempotency-Key": key}), batch(QUESTION).replace(
        b"Host:", b"Idempotency-Key: " + key + b"\r\nHost:", 1
    )):  # fmt: skip
        refused(server, problem, sent, 400, "bad-request")


def test_a_key_gets_the_same_bytes_again_in_a_pipeline_and_belongs_to_one_request(server: Server):
    decide, key = BATCH.removesuffix("-batch"), {"Idempotency-Key": f'"again-{time.time_ns()}"'}
    same, other = request("POST", decide, BODY, key), request("POST", decide, BODY + b" ", key)
    first, second, third, fourth = exchange(server, same + same + other + same, ("POST",) * 4)
    assert [200, 200, 422, 200] == [answer.status for answer in (first, second, third, fourth)]
    assert first.body == second.body == fourth.body
    assert "/problems/idempotency-key-reused" == third.json()["type"]


# --- events -------------------------------------------------------------------------------------

LISTEN = "/v1/events"


def heard(connection: socket.socket, word: bytes) -> bytes:
    received = b""
    while word not in received:
        part = connection.recv(65_536)
        assert part, received
        received += part
    return received


@pytest.mark.parametrize("last", ODD.values(), ids=ODD)
def test_events_begin_whatever_was_heard_last(server: Server, last: bytes):
    with server.connect() as connection:
        connection.sendall(request("GET", LISTEN, headers={"Last-Event-ID": last}))
        received = heard(connection, b"event: serving")
    assert b"HTTP/1.1 200" in received
    assert b"text/event-stream" in received


def listening(server: Server) -> socket.socket:
    """A connection that hears events, as soon as there is room for one more: those who left are missed a bit later."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        connection = server.connect()
        connection.sendall(request("GET", LISTEN))
        if b"HTTP/1.1 200" in heard(connection, b"\r\n\r\n"):
            return connection
        connection.close()
        time.sleep(0.05)
    raise AssertionError("those who left are still waited for")


def test_listeners_that_leave_make_room_for_others(impatient: Server, problem: jsonschema_rs.Validator):
    for _ in range(3):
        with ExitStack() as stack:
            for _ in range(2):
                stack.enter_context(listening(impatient))
            refused(impatient, problem, request("GET", LISTEN), 503, "too-many-listeners")


def test_what_a_listener_sends_behind_is_left_until_the_end_of_the_events(server: Server):
    with server.connect() as connection:
        connection.sendall(request("GET", LISTEN) + request("GET", "/v1") * 20)
        assert 1 == heard(connection, b"event: serving").count(b"HTTP/1.1 ")


def test_after_all_this_the_servers_are_well(server: Server, impatient: Server):
    for one in (server, impatient):
        assert 200 == ask(one, request("GET", "/health/ready"), "GET").status
        assert "Traceback" not in one.log()
        assert '"status": 500' not in one.log()
