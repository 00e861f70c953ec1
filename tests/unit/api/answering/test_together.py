"""A list of questions gets what each of them gets by itself, whether or not they can be taken together."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from typing import Any

import pytest

from policykit.pipeline import Bundle
from policykit.values import parse_instant
from policykit_api.answering.batching import Batch
from policykit_api.answering.together import answer_list, plain_list
from policykit_api.metrics.counts import Outcome
from policykit_api.problems import Refused
from policykit_api.wire.batch import LONGEST_AROUND, batch
from tests.unit.api.keeping import recorder

AS_OF = "2026-03-03T12:00:00+08:00"
NOW = parse_instant(AS_OF)


@pytest.fixture
def plain(question: dict[str, Any]) -> bytes:
    return json.dumps({"facts": question["facts"], "as_of": question["as_of"]}).encode()


def asked_of(bundle: Bundle, counts: Counter[Outcome] | None = None) -> Batch:
    def count(outcome: Outcome, number: int) -> None:
        if counts is not None:
            counts[outcome] += number

    return Batch(bundle.businesses["fruit-shop"], "damage-claim", recorder(bundle), "en", minimal=True, count=count)


def listed(*items: bytes, around: bytes = b"") -> bytes:
    return b'{"items":[' + b",".join(items) + b"]" + around + b"}"


def entries(asked: Batch, content: bytes) -> list[Any]:
    found = json.loads(asyncio.run(answer_list(asked, content, lambda _: None)))["items"]
    for one in found:
        one.get("answer", {}).pop("id", None)
    return found


def by_itself(asked: Batch, item: bytes) -> Any:
    return entries(asked, listed(item, b"5"))[0]


def changed(plain: bytes, **said: Any) -> bytes:
    return json.dumps({**json.loads(plain), **said}).encode()


def test_plain_questions_are_taken_together_and_each_gets_its_own_id(bundle: Bundle, plain: bytes):
    asked, content = asked_of(bundle), listed(*[plain] * 200)
    assert plain_list(asked, content, NOW) is not None
    answers = asyncio.run(answer_list(asked, content, lambda _: None))
    assert 200 == len(set(re.findall(rb'"id":"(dec_\w{26})"', answers)))
    assert [by_itself(asked, plain)] * 200 == entries(asked, content)


def test_an_empty_list_has_no_entries(bundle: Bundle):
    assert [] == entries(asked_of(bundle), listed())


SPOILT = {
    "a fact is missing": lambda plain: changed(plain, facts={}),
    "an unknown fact": lambda plain: changed(plain, facts={"a": 1}),
    "a name is repeated": lambda plain: b'{"as_of": "2026-03-03T12:00:00+08:00", ' + plain[1:],
    "a name is repeated within": lambda plain: plain.replace(b'"facts": {', b'"facts": {"claim": {}, '),
    "an instant has a blank for its T": lambda plain: plain.replace(b"T", b" ", 1),
    "an audience that may see more": lambda plain: changed(plain, audience="agent"),
    "more is wanted": lambda plain: changed(plain, include=["reasons"]),
    "no question": lambda _: b"5",
    "a name of its own": lambda plain: changed(plain, ref="雜糧"),
    "a name in the form of an instant": lambda plain: changed(plain, ref=AS_OF),
    "something escaped": lambda plain: changed(plain, ref='"'),
    "an instant out of range": lambda plain: changed(plain, as_of="1800-01-01T00:00:00+08:00"),
    "a locale": lambda plain: changed(plain, locale="en"),
    "no locale": lambda plain: changed(plain, locale="??"),
    "longer than it might be alone": lambda plain: plain[:-1] + b" " * 1024 * 1024 + b"}",
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_one_question_that_is_not_plain_spoils_no_other(bundle: Bundle, plain: bytes, spoil):
    asked, odd = asked_of(bundle), spoil(plain)
    assert odd != plain
    found = entries(asked, listed(plain, odd, plain))
    assert [by_itself(asked, one) for one in (plain, odd, plain)] == found


@pytest.mark.parametrize("around", [b"", b',"as_of":"2026-03-03T10:00:00+08:00"'], ids=["now", "said for all"])
def test_questions_without_as_of_are_all_of_one_instant(bundle: Bundle, plain: bytes, around: bytes):
    asked, timeless = asked_of(bundle), json.dumps({"facts": json.loads(plain)["facts"]}).encode()
    together = entries(asked, listed(timeless, timeless, around=around))
    assert entries(asked, listed(timeless, b"5", around=around))[:1] * 2 == together


@pytest.mark.parametrize(
    "content",
    [
        b'{"items":[%b],"items":[]}',
        b'{"items":[%b],"as_of":"2026-03-03 12:00:00+08:00"}',
        b'{"items":[%b],"locale":"??"}',
        b'{"items":[%b]' + b" " * LONGEST_AROUND + b"}",
    ],
    ids=["repeated", "no instant", "no locale", "much around it"],
)
def test_a_list_that_cannot_be_taken_is_refused_as_ever(bundle: Bundle, plain: bytes, content: bytes):
    with pytest.raises(Refused) as expected:
        batch(content % plain)
    with pytest.raises(Refused) as found:
        entries(asked_of(bundle), content % plain)
    assert (expected.value.kind, expected.value.faults) == (found.value.kind, found.value.faults)


def test_a_list_that_is_too_long_is_refused_before_anything_is_made_of_it(bundle: Bundle, plain: bytes):
    content = listed(*[plain] * 1001)
    assert plain_list(asked_of(bundle), content, NOW) is None
    with pytest.raises(Refused):
        entries(asked_of(bundle), content)


@pytest.mark.parametrize("spoil", [None, *SPOILT.values()], ids=["all plain", *SPOILT])
def test_every_decision_is_counted_once_and_every_question_charged(bundle: Bundle, plain: bytes, spoil):
    charged, counts = list[int](), Counter[Outcome]()
    items = [plain, plain if spoil is None else spoil(plain), plain]
    answers = json.loads(asyncio.run(answer_list(asked_of(bundle, counts), listed(*items), charged.append)))["items"]
    assert [3] == charged
    decided = Counter(one["answer"]["status"] for one in answers if "answer" in one)
    assert decided == Counter({status: sum(n for key, n in counts.items() if key[2] == status) for status in decided})
