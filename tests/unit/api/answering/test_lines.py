from __future__ import annotations

import asyncio
from typing import Any

import pytest

from policykit_api.answering.lines import Left, Line, Lines, chunks

TEXT = '{"a": 1}\n\n  \r\n{"b": "雜糧"}\r\n{"c": 3}'.encode()
LINES = [Line(1, b'{"a": 1}'), Line(4, '{"b": "雜糧"}\r'.encode()), Line(5, b'{"c": 3}')]


def lines(pieces: list[bytes], longest: int = 1000) -> list[Line]:
    found = Lines(longest)
    return [line for piece in pieces for line in found.feed(piece)] + list(found.finish())


@pytest.mark.parametrize("size", range(1, len(TEXT) + 1))
def test_lines_are_the_same_wherever_pieces_end(size: int):
    assert LINES == lines([TEXT[at : at + size] for at in range(0, len(TEXT), size)])


def test_what_ends_with_the_end_of_a_line_has_no_line_after_it():
    assert [Line(1, b"1"), Line(2, b"2")] == lines([b"1\n2\n"])


@pytest.mark.parametrize("size", [1, 3, 50])
def test_a_line_that_is_too_long_is_passed_over_and_the_next_is_read(size: int):
    text = b"12345\n" + b"6" * 11 + b"\n1234567890\n" + b"7" * 40
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert [Line(1, b"12345"), Line(2, None), Line(3, b"1234567890"), Line(4, None)] == lines(pieces, 10)


def test_no_more_is_kept_of_a_line_than_it_may_have():
    found = Lines(10)
    for _ in range(100):
        assert [] == list(found.feed(b"123456"))
        assert len(found.begun) <= 10


async def received(*messages: dict[str, Any] | None) -> list[bytes]:
    """The body that messages bring; None stands for one that never comes."""
    waiting = iter(messages)

    async def receive() -> Any:
        return next(waiting) or await asyncio.sleep(60)

    return [chunk async for chunk in chunks(receive, 0.01)]


def part(body: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_ends_with_its_last_piece():
    assert [b"1", b"2"] == asyncio.run(received(part(b"1"), part(b"2", more=False)))


def test_a_client_that_leaves_before_the_end_is_told_from_one_that_ends():
    with pytest.raises(Left):
        asyncio.run(received(part(b"1"), {"type": "http.disconnect"}))


def test_nobody_is_waited_for_without_end():
    with pytest.raises(TimeoutError):
        asyncio.run(received(part(b"1"), None))
