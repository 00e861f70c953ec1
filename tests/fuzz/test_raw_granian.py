"""The same bytes to granian, which reads them by itself: what it takes that the other server refuses is named here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.server import Server, serving
from tests.fuzz.raw import BODY, DECIDE, ask, exchange, request
from tests.fuzz.test_raw_framing import BROKEN
from tests.fuzz.test_raw_sockets import MALFORMED

TAKEN = {
    "a length and pieces": 200,
    "pieces and a length": 200,
    "lines that end in LF": 200,
    "one line that ends in LF": 200,
    "two lengths that are the same": 200,
    "a length behind the pieces": 200,
    "an address without its path": 200,
    "a method in small letters": 405,
    "a tunnel": 421,
}
"""What granian reads in one way, as HTTP lets it, and the application answers; `api/README.md` says so."""
OF_ANOTHER_KIND = {"another protocol"}
"""What begins a conversation in HTTP/2: granian ends it without a word."""

CASES = {name: sent for name, sent in {**MALFORMED, **BROKEN}.items() if name not in OF_ANOTHER_KIND}


@pytest.fixture(scope="module")
def granian() -> Iterator[Server]:
    with serving(options=["--engine", "granian"]) as found:
        yield found


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_http_is_refused_but_for_what_is_named(granian: Server, name: str):
    assert TAKEN.get(name, 400) == ask(granian, CASES[name]).status


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request("GET", "/v1", headers={"X": "x" * 100_000}), 431),
        (request("GET", "/v1", headers={f"X-{number}": "x" for number in range(5_000)}), 431),
        (request("POST", DECIDE, BODY + b" " * 1024 * 1024), 413),
        (request("POST", DECIDE, b"{"), 400),
    ],
    ids=["a large header", "many headers", "a long body", "no JSON"],
)
def test_what_is_too_large_or_no_question_is_refused(granian: Server, sent: bytes, status: int):
    assert status == ask(granian, sent).status


def test_a_pipeline_is_answered_whole_and_in_order(granian: Server):
    names = [f"request-{number}" for number in range(50)]
    sent = b"".join(request("POST", DECIDE, BODY, {"X-Request-Id": name}) for name in names)
    assert names == [answer.headers["x-request-id"] for answer in exchange(granian, sent, ("POST",) * len(names))]


def test_nothing_of_this_was_a_failure(granian: Server):
    said = granian.log()
    assert "Traceback" not in said
    assert '"status": 500' not in said
