from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from policykit.pipeline import Bundle
from policykit_api.access.caller import ANYBODY
from policykit_api.access.gate import pause
from policykit_api.access.limit import Allowance, Limit
from policykit_api.answering import streaming
from policykit_api.answering.batching import Batch
from policykit_api.answering.recording import Recorder
from policykit_api.answering.streaming import Stream
from policykit_api.problem_kinds import WRONG_KEY
from policykit_api.problems import Refused
from policykit_api.settings.limits import Limits
from tests.unit.api.keeping import recorder

LINE = b'{"facts": {}}\n'
LEFT = {"type": "http.disconnect"}


@pytest.fixture
def stream(bundle: Bundle) -> Stream:
    questions = Batch(bundle.businesses["fruit-shop"], "damage-claim", recorder(bundle), "en")
    return Stream(questions, Limits(line_bytes=1000, stream_seconds=0.05))


class Client:
    """The other side: it sends these messages, then nothing, and keeps what it gets."""

    def __init__(self, *messages: bytes | dict[str, Any], last: bool = False, reads: bool = True) -> None:
        self.messages = [
            {"type": "http.request", "body": one, "more_body": True} if isinstance(one, bytes) else one
            for one in messages
        ]
        self.messages += [{"type": "http.request", "body": b"", "more_body": False}] if last else []
        self.reads = reads
        self.got: list[dict[str, Any]] = []
        self.answered_before: list[int] = []

    async def receive(self) -> Any:
        self.answered_before.append(len(self.entries))
        if not self.messages:
            await asyncio.sleep(60)
        return self.messages.pop(0)

    async def send(self, message: Any) -> None:
        if not self.reads:
            await asyncio.sleep(60)
        self.got.append(message)

    @property
    def entries(self) -> list[dict[str, Any]]:
        body = b"".join(one.get("body", b"") for one in self.got)
        return [json.loads(line) for line in body.splitlines()]

    @property
    def ended(self) -> bool:
        return bool(self.got) and not self.got[-1].get("more_body", True)


def run(stream: Stream, client: Client) -> Client:
    asyncio.run(stream({}, client.receive, client.send))
    return client


def test_lines_are_answered_while_others_are_still_to_come(stream: Stream):
    client = run(stream, Client(LINE, LINE + LINE[:5], LINE[5:], last=True))
    assert [0, 1, 2, 3] == client.answered_before
    assert ([1, 2, 3], True) == ([one["line"] for one in client.entries], client.ended)


def test_the_last_line_needs_no_end(stream: Stream):
    assert [1, 2] == [one["line"] for one in run(stream, Client(LINE + LINE.strip(), last=True)).entries]


def test_a_line_that_is_too_long_gets_its_problem_and_the_stream_goes_on(stream: Stream):
    long, after = run(stream, Client(b"x" * 600, b"x" * 600 + b"\n" + LINE, last=True)).entries
    assert (1, "/problems/too-large") == (long["line"], long["problem"]["type"])
    assert (2, "needs_info") == (after["line"], after["answer"]["status"])


def test_work_ends_where_the_client_leaves(stream: Stream):
    client = run(stream, Client(LINE, LEFT, LINE))
    assert (1, 1, False) == (len(client.entries), len(client.messages), client.ended)


def test_a_client_that_does_not_go_on_is_told_where_it_stood(stream: Stream):
    first, last = run(stream, Client(LINE + LINE[:5])).entries
    assert (1, "answer" in first) == (first["line"], True)
    assert (2, "/problems/timed-out") == (last["line"], last["problem"]["type"])


def test_a_client_that_sends_nothing_at_all_is_refused(stream: Stream):
    with pytest.raises(Refused) as refused:
        run(stream, Client())
    assert 408 == refused.value.kind.status


def test_a_client_that_does_not_read_is_not_waited_for_without_end(stream: Stream):
    client = run(stream, Client(LINE, LINE, reads=False))
    assert (0, 1) == (len(client.got), len(client.messages))


def test_a_stream_ends_with_the_key_that_it_came_with(stream: Stream):
    answered = iter([None, Refused(WRONG_KEY, "the key was revoked")])

    def check() -> None:
        refused = next(answered)
        if refused is not None:
            raise refused

    client = run(replace(stream, check=check), Client(LINE * 2, LINE, LINE, last=True))
    assert client.ended
    assert [None, None, "/problems/wrong-key"] == [one.get("problem", {}).get("type") for one in client.entries]


def test_a_stream_waits_for_the_limit_of_its_key(stream: Stream, monkeypatch: pytest.MonkeyPatch):
    """Of a bucket of ten half is left to other requests; each line beyond the first five waits for a token."""
    paused: list[float] = []
    caller = replace(ANYBODY, limit=Limit(Allowance(1_000, 10)))
    limited = replace(stream, batch=replace(stream.batch, recorder=Recorder(stream.batch.recorder.service, caller)))
    monkeypatch.setattr(streaming, "pause", lambda *given: paused.append(pause(*given)) or paused[-1])
    client = run(limited, Client(LINE * 200, last=True))
    assert 200 == len(client.entries)
    assert sum(paused) > 0.0
