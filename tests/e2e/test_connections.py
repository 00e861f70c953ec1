"""What no HTTP client would send, put to a real server byte by byte: half, slow, too large, too much, all at once."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from tests.e2e.server import Server, serving
from tests.e2e.test_stopping import BODY, request

LIMITS = {
    "POLICYKIT_LIMITS_HEADER_SECONDS": "0.5",
    "POLICYKIT_LIMITS_BODY_SECONDS": "0.5",
    "POLICYKIT_LIMITS_BODY_RATE": "1000",
    "POLICYKIT_LIMITS_IDLE_SECONDS": "1",
    "POLICYKIT_LIMITS_HEADER_BYTES": "4000",
    "POLICYKIT_LIMITS_TARGET_BYTES": "1000",
    "POLICYKIT_LIMITS_HEADER_FIELDS": "20",
    "POLICYKIT_SERVER_CONNECTIONS": "8",
}
GET = b"GET /v1 HTTP/1.1\r\nhost: localhost\r\n"
POST = b"POST /v1 HTTP/1.1\r\nhost: localhost\r\n"
NOWHERE = b"GET /nowhere HTTP/1.1\r\nhost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(environment=LIMITS) as found:
        yield found


@pytest.fixture
def line(server: Server) -> Iterator[socket.socket]:
    with closing(server.connect()) as found:
        yield found


def rest(line: socket.socket) -> bytes:
    """All that comes until the server closes the connection."""
    received = b""
    while part := line.recv(65536):
        received += part
    return received


def statuses(received: bytes) -> list[int]:
    return [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:]]


def problem(received: bytes) -> str:
    """The type of the problem with which the last answer says what is wrong."""
    head, _, body = received.rpartition(b"HTTP/1.1 ")[2].partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    assert b"x-request-id: " in head
    assert b"connection: close" in head
    return json.loads(body)["type"]


@pytest.mark.parametrize(
    "half",
    [b"G", b"GET /v1 HTTP/1.1\r\n", GET, b"GET /" + b"a" * 100, GET + b"x-name: valu"],
    ids=["one letter", "a first line", "a header without its end", "an address without its end", "half a line"],
)
def test_a_half_sent_header_is_dropped(line: socket.socket, half: bytes):
    line.sendall(half)
    assert "/problems/timed-out" == problem(rest(line))


def test_a_header_that_comes_letter_by_letter_is_dropped(line: socket.socket):
    began = time.monotonic()
    try:
        while time.monotonic() - began < 15:
            line.sendall(b"G" if time.monotonic() == began else b"E")
            time.sleep(0.1)
    except OSError:
        pass
    assert time.monotonic() - began < 15


@pytest.mark.parametrize("sent", [0, 1, 100], ids=["nothing of it", "a byte", "a part"])
def test_a_half_sent_body_is_dropped(line: socket.socket, sent: int):
    line.sendall(request()[: len(request()) - len(BODY) + sent])
    assert "/problems/timed-out" == problem(rest(line))


def test_a_half_sent_body_is_counted_as_it_was_answered(server: Server, line: socket.socket):
    line.sendall(request()[: len(request()) - len(BODY)])
    assert [408] == statuses(rest(line))
    with closing(server.connect()) as other:
        other.sendall(b"GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        counts = rest(other)
    decide = b'policykit_requests_total{method="POST",route="/v1/{business}/policies/{policy}/decide",status="%d"}'
    assert decide % 408 in counts
    assert decide % 400 not in counts


def test_a_body_that_comes_too_slowly_is_dropped(line: socket.socket):
    line.sendall(request()[: -len(BODY)])
    for byte in BODY[:40]:
        time.sleep(0.05)
        try:
            line.sendall(bytes([byte]))
        except OSError:
            break
    assert "/problems/timed-out" == problem(rest(line))


def test_a_body_in_pieces_that_come_in_time_is_answered(line: socket.socket):
    line.sendall(request(last=True)[: -len(BODY)])
    for start in range(0, len(BODY), 100):
        time.sleep(0.05)
        line.sendall(BODY[start : start + 100])
    assert [200] == statuses(rest(line))


def test_a_connection_without_a_request_is_closed_in_silence(line: socket.socket):
    assert b"" == rest(line)


def test_a_connection_that_stays_idle_is_closed_after_its_answer(line: socket.socket):
    line.sendall(request())
    assert [200] == statuses(rest(line))


@pytest.mark.parametrize(
    ("header", "type_"),
    [
        (GET + b"x: " + b"a" * 5000 + b"\r\n\r\n", "header-too-large"),
        (GET + b"x: " + b"a" * 5001, "header-too-large"),
        (GET + b"x: a\r\n" * 25 + b"\r\n", "header-too-large"),
        (b"GET /" + b"a" * 1001 + b" HTTP/1.1\r\nhost: localhost\r\n\r\n", "target-too-long"),
        (b"GET /" + b"a" * 6000, "target-too-long"),
        (b"GET /?" + b"a" * 1001 + b" HTTP/1.1\r\nhost: localhost\r\n\r\n", "target-too-long"),
        (b"hello\r\n\r\n", "bad-request"),
        (b"GET /v1 HTTP/1.1\r\nhost : x\r\n\r\n", "bad-request"),
        (POST + b"content-length: 1, 2\r\n\r\n", "bad-request"),
        (
            b"POST /v1 HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n",
            "bad-request",
        ),
        (POST + b"transfer-encoding: chunked\r\n\r\nxx\r\n", "bad-request"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "bad-request"),
    ],
)
def test_what_cannot_be_taken_is_a_problem_document(line: socket.socket, header: bytes, type_: str):
    line.sendall(header)
    assert f"/problems/{type_}" == problem(rest(line))


def test_a_header_within_the_limits_is_taken_in_pieces(line: socket.socket):
    for piece in (GET, b"x: " + b"a" * 1500, b"a" * 1500 + b"\r\n", b"connection: close\r\n\r\n"):
        line.sendall(piece)
        time.sleep(0.02)
    assert [200] == statuses(rest(line))


def test_pipelined_requests_are_answered_in_their_order(line: socket.socket):
    line.sendall(GET + b"\r\n" + request() * 3 + NOWHERE + request(last=True))
    assert [200, 200, 200, 200, 404, 200] == statuses(rest(line))


PLAIN = json.dumps({name: value for name, value in json.loads(BODY).items() if name != "include"}).encode()
BARE = (
    b"POST /v1/fruit-shop/policies/damage-claim/decide HTTP/1.1\r\nhost: localhost\r\nprefer: return=minimal\r\n"
    b"content-type: application/json\r\ncontent-length: %d\r\n%s\r\n%s"
)


def test_answers_given_at_once_keep_their_place_among_others(line: socket.socket):
    bare = BARE % (len(PLAIN), b"", PLAIN)
    line.sendall(bare + NOWHERE + bare + bare + BARE % (len(PLAIN), b"connection: close\r\n", PLAIN))
    received = rest(line)
    assert [200, 404, 200, 200, 200] == statuses(received)
    assert 4 == received.count(b'"status":"decided"') == received.count(b"preference-applied: return=minimal")


@pytest.mark.parametrize("cut", [20, 180, len(BARE)], ids=["in its address", "in its header", "in its body"])
def test_a_plain_question_in_two_pieces_is_answered(line: socket.socket, cut: int):
    sent = BARE % (len(PLAIN), b"connection: close\r\n", PLAIN)
    for piece in (sent[:cut], sent[cut:]):
        line.sendall(piece)
        time.sleep(0.1)
    assert [200] == statuses(rest(line))


def test_a_broken_request_is_refused_after_the_answers_to_those_before_it(line: socket.socket):
    line.sendall(request() * 3 + b"hello\r\n\r\n")
    assert [200, 200, 200, 400] == statuses(received := rest(line))
    assert "/problems/bad-request" == problem(received)


def test_a_half_sent_request_behind_others_is_dropped_after_their_answers(line: socket.socket):
    line.sendall(request() * 2 + request()[:-10])
    assert [200, 200, 408] == statuses(rest(line))


def test_a_client_that_has_closed_its_side_still_gets_its_answers(line: socket.socket):
    line.sendall(request() * 2)
    line.shutdown(socket.SHUT_WR)
    assert [200, 200] == statuses(rest(line))


def test_a_client_that_closes_its_side_amid_a_request_is_let_go(line: socket.socket):
    line.sendall(request()[:-10])
    line.shutdown(socket.SHUT_WR)
    assert b"" == rest(line)


def test_a_client_that_waits_to_be_told_to_go_on_is_told(line: socket.socket):
    head = request(last=True)[: -len(BODY)].removesuffix(b"\r\n") + b"expect: 100-continue\r\n\r\n"
    line.sendall(head)
    assert line.recv(100).startswith(b"HTTP/1.1 100 Continue")
    line.sendall(BODY)
    assert [200] == statuses(rest(line))


def test_a_connection_too_many_is_told_so_and_health_still_answers(server: Server):
    with ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(closing(server.connect())).sendall(request())
        time.sleep(0.2)
        one_more, doctor = (stack.enter_context(closing(server.connect())) for _ in range(2))
        one_more.sendall(request())
        assert "/problems/too-busy" == problem(received := rest(one_more))
        assert b"retry-after: 1\r\n" in received
        doctor.sendall(b"GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        assert [200] == statuses(rest(doctor))


def test_after_all_this_the_server_is_well_and_its_log_has_no_traceback(server: Server, line: socket.socket):
    line.sendall(request(last=True))
    assert [200] == statuses(rest(line))
    assert "Traceback" not in server.log()


def test_a_page_cannot_name_its_browsers_machine_by_the_headers_of_proxies(line: socket.socket):
    """As a page does whose name its owner has pointed at 127.0.0.1: it may send such headers to its own origin."""
    line.sendall(b"GET /v1 HTTP/1.1\r\nhost: evil.example\r\nx-forwarded-for: nobody\r\nconnection: close\r\n\r\n")
    received = rest(line)
    assert [401] == statuses(received)
    assert b"fruit-shop" not in received


def from_address(server: Server, address: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=20, source_address=(address, 0))


def test_one_address_cannot_take_all_connections():
    with serving(environment={"POLICYKIT_SERVER_CONNECTIONS_OF_ONE": "3"}) as server, ExitStack() as open_ones:
        for _ in range(3):
            held = open_ones.enter_context(closing(from_address(server, "127.0.0.2")))
            held.sendall(NOWHERE)
            assert b"HTTP/1.1 404" in held.recv(65536)
        with closing(from_address(server, "127.0.0.2")) as fourth:
            fourth.sendall(NOWHERE)
            assert "/problems/too-busy" == problem(rest(fourth))
        with closing(from_address(server, "127.0.0.2")) as watching:
            watching.sendall(NOWHERE.replace(b"/nowhere", b"/health/live"))
            assert b"HTTP/1.1 200" in watching.recv(65536)
        with closing(from_address(server, "127.0.0.3")) as another:
            another.sendall(NOWHERE)
            assert b"HTTP/1.1 404" in another.recv(65536)
        open_ones.close()
        time.sleep(0.5)
        with closing(from_address(server, "127.0.0.2")) as again:
            again.sendall(NOWHERE)
            assert b"HTTP/1.1 404" in again.recv(65536)
