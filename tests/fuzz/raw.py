"""Requests as bytes, and answers as they come: for what no HTTP client would send."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any

import jsonschema_rs

from tests.e2e.server import Server

DECIDE = "/v1/fruit-shop/policies/damage-claim/decide"
BATCH = f"{DECIDE}-batch"
QUESTION: dict[str, Any] = {
    "facts": {
        "order": {"placed_at": "2026-03-01T08:00:00+08:00", "delivered_at": "2026-03-02T10:00:00+08:00"},
        "claim": {"made_at": "2026-03-03T11:00:00+08:00", "photo_at": None},
        "item": {"price": {"amount": "600", "currency": "TWD"}},
    },
    "as_of": "2026-03-03T12:00:00+08:00",
}
BODY = json.dumps(QUESTION).encode()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its status, its headers by their names in small letters, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class _Reader(io.BufferedReader):
    """Outlives each answer that is read from it: the next one of a pipeline may be in it already."""

    def close(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class _Socket:
    reader: _Reader

    def makefile(self, _: str) -> _Reader:
        return self.reader


def exchange(server: Server, request: bytes, methods: tuple[str, ...] = ("GET",)) -> list[Answer]:
    """The answers to what is sent on one connection, one for each method, fewer where it was closed before."""
    with server.connect() as connection:
        connection.sendall(request)
        return list(answers(connection, methods))


def answers(connection: socket.socket, methods: tuple[str, ...]) -> Iterator[Answer]:
    """The next answers of a connection; ends early where the server closes it. Raises OSError where it is silent."""
    source = _Socket(_Reader(socket.SocketIO(connection, "r")))
    for method in methods:
        response = HTTPResponse(source, method=method)
        try:
            response.begin()
        except (HTTPException, ConnectionError):
            return
        headers = {name.lower(): value for name, value in response.getheaders()}
        yield Answer(response.status, headers, response.read())


def ask(server: Server, sent: bytes, method: str = "POST") -> Answer:
    """The one answer to what is sent."""
    found = exchange(server, sent, (method,))
    assert 1 == len(found), "the connection was closed without an answer"
    return found[0]


def refused(server: Server, problem: jsonschema_rs.Validator, sent: bytes, status: int, slug: str) -> Any:
    """The problem document of the refusal, which no cache keeps; its type is a page of the same server."""
    answer = ask(server, sent)
    assert (status, "application/problem+json") == (answer.status, answer.headers.get("content-type")), answer.body
    assert "no-store" == answer.headers["cache-control"]
    found = answer.json()
    problem.validate(found)
    assert (f"/problems/{slug}", status) == (found["type"], found["status"])
    page = ask(server, request("GET", found["type"]), "GET")
    assert (200, "text/html") == (page.status, page.headers["content-type"].partition(";")[0])
    return found


def rest(connection: socket.socket) -> bytes:
    """All that comes until the server closes the connection. Raises OSError where it keeps it open in silence."""
    received = b""
    while part := connection.recv(65_536):
        received += part
    return received


def statuses(received: bytes) -> list[int]:
    """The status of each answer in what has come."""
    return [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:]]


def request(
    method: str, target: str | bytes, body: bytes = b"", headers: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A request in HTTP/1.1. A header given as None is left out; a length is added where there is a body."""
    given: dict[str, str | bytes] = {"Host": "127.0.0.1"}
    if body:
        given |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    given |= headers or {}
    lines = [b"%s %s HTTP/1.1" % (method.encode(), as_bytes(target))]
    lines += [b"%s: %s" % (name.encode(), as_bytes(value)) for name, value in given.items()]
    return b"\r\n".join([*lines, b"", body])


def chunked(body: bytes, size: int) -> bytes:
    """The body in pieces of that size, and the end."""
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(map(piece, pieces)) + LAST


LAST = b"0\r\n\r\n"


def piece(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


def as_bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
