from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from policykit_api.problems import Fault
from policykit_api.wire.request import question


def faults(**members: Any) -> dict[str, tuple[str, str | None]]:
    """The faults of a request with these members, by pointer."""
    found = question({"facts": {}, **members}).faults
    return {fault.pointer: (fault.detail, fault.help) for fault in found}


def test_what_is_not_sent_has_its_default():
    asked = question({"facts": {}})
    assert (None, None, "customer", frozenset(), ()) == (
        asked.as_of,
        asked.locale,
        asked.audience,
        asked.include,
        asked.faults,
    )


def test_a_request_is_taken_as_sent():
    asked = question(
        {
            "facts": {"a": 1},
            "as_of": "2026-03-03T12:00:00+08:00",
            "locale": "zh-Hant",
            "audience": "agent",
            "include": ["reasons", "reasons"],
        }
    )
    assert ({"a": 1}, datetime.fromisoformat("2026-03-03T12:00:00+08:00")) == (asked.facts, asked.as_of)
    assert ("zh-Hant", "agent", frozenset({"reasons"})) == (asked.locale, asked.audience, asked.include)


def test_facts_are_never_left_out():
    assert (Fault("/facts", "the member is missing", "send `{}` where no fact is known"),) == question({}).faults


def test_an_unknown_member_is_told_with_the_nearest_one():
    assert {"/audence": ("unknown member `audence`", "did you mean `audience`?")} == faults(audence="agent")


def test_pointers_are_escaped():
    assert {"/a~1b~0"} == set(faults(**{"a/b~": 1}))


def test_all_faults_are_told_at_once():
    found = question({"facts": [], "as_of": 5, "locale": 7, "audience": "boss", "include": ["x", 2], "more": 1})
    assert ["/more", "/facts", "/as_of", "/locale", "/audience", "/include/0"] == [one.pointer for one in found.faults]


@pytest.mark.parametrize(
    "value", [None, 1772510400, "2026-03-03", "2026-03-03T12:00:00", "2026-02-30T12:00:00Z", "now"]
)
def test_as_of_is_an_instant_with_its_offset(value: object):
    (detail, advice) = faults(as_of=value)["/as_of"]
    assert "date and time" in detail
    assert advice


def test_as_of_is_within_the_calendar():
    assert "out of range" in faults(as_of="9999-12-31T23:59:59Z")["/as_of"][0]


@pytest.mark.parametrize("value", ["", "!", "en_US", "a" * 9, "en-", None, 5])
def test_a_locale_is_a_tag(value: object):
    assert ["/locale"] == list(faults(locale=value))


@pytest.mark.parametrize("value", ["Customer", None, 1])
def test_an_audience_is_one_of_three(value: object):
    assert ["/audience"] == list(faults(audience=value))


@pytest.mark.parametrize(
    ("value", "pointer"), [("reasons", "/include"), (None, "/include"), ([1], "/include/0"), (["reason"], "/include/0")]
)
def test_include_is_a_list_of_parts(value: object, pointer: str):
    assert [pointer] == list(faults(include=value))


def test_a_part_nearly_right_is_told_the_right_one():
    assert "did you mean `reasons`?" == faults(include=["reason"])["/include/0"][1]
