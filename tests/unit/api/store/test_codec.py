from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from policykit.decision import Condition, Decision, Reason, Status
from policykit.model import (
    ABSENT,
    AS_OF,
    ChoiceType,
    Fact,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    Origin,
    Span,
    TextType,
    Value,
)
from policykit.pipeline import Bundle, decide
from policykit_api.store import codec

AS_OF_ALL = datetime(2026, 3, 3, 12, 0, 0, 250_000, tzinfo=UTC)


def decision(**members: object) -> Decision:
    given = {"business": "shop", "policy": "main", "version": "beginning", "as_of": AS_OF_ALL} | members
    return Decision(
        **given, status=Status.NEEDS_INFO, answer=None, final=False, decided_by="policy", possible=()
    )  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        True,
        False,
        "",
        "600",
        "null",
        Decimal(600),
        Decimal("600.00"),
        Decimal("1E+3"),
        Decimal("-0"),
        date(2026, 3, 1),
        datetime(2026, 3, 1, 8, tzinfo=UTC),
        datetime(2026, 3, 1, 8, 0, 0, 1, tzinfo=ZoneInfo("Asia/Taipei")),
        datetime(1900, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")),
        timedelta(days=999_999, microseconds=1),
        timedelta(minutes=-30),
        ABSENT,
        (),
        ({"number": Decimal(1), "instant": "x", "absent": ABSENT, "day": date(2026, 3, 1)}, {}),
    ],
    ids=repr,
)
def test_a_value_comes_back_as_exactly_itself(value: Value):
    again = codec.decode(codec.encode(decision(facts={"fact": value}, named={"let": value})))
    assert (value, value) == (again.facts["fact"], again.named["let"])
    assert type(value) is type(again.facts["fact"])
    assert str(value) == str(again.facts["fact"])


def test_an_unknown_value_is_not_an_absent_one():
    conditions = tuple(Condition("fact", "yes", value, None) for value in (None, ABSENT, False))
    again = codec.decode(codec.encode(decision(reasons=(Reason("rule", True, True, conditions),))))
    assert [None, ABSENT, False] == [one.value for one in again.reasons[0].conditions]


@pytest.mark.parametrize(
    "kind",
    [
        FlagType(),
        ChoiceType(("a", "b"), {"a": {"en": "A"}}),
        NumberType("km", Decimal("0.5"), None, Decimal("0.5")),
        MoneyType("TWD"),
        ListType(
            {
                "at": Fact("at", TextType(20), Origin.CUSTOMER, optional=True, when_not_sent=AS_OF),
                "paid": Fact("paid", MoneyType("TWD"), when_not_sent=Decimal(0), private=True),
                "gone": Fact("gone", FlagType(), when_not_sent=ABSENT, meaning={"en": "gone?"}),
            },
            7,
        ),
    ],
    ids=lambda kind: type(kind).__name__,
)
def test_a_type_comes_back_with_all_that_it_says(kind):
    reason = Reason("rule", True, True, (Condition("fact", "yes", None, None, type=kind),))
    again = codec.decode(codec.encode(decision(reasons=(reason,)))).reasons[0].conditions[0].type
    assert repr(kind) == repr(again)


def test_places_in_files_are_not_written():
    place = Span("secret-folder/returns.yaml", 1, 2, 3, 4)
    reason = Reason("rule", True, True, (Condition("fact", "yes", None, None, span=place),))
    assert "secret-folder" not in codec.encode(decision(reasons=(reason,)))


def test_the_decision_of_every_case_comes_back(bundle: Bundle):
    count = 0
    for ready in bundle.businesses.values():
        for case in ready.business.cases:
            made = decide(ready, case.policy, case.facts, case.as_of, frozenset({"reasons", "would_change"}))
            again = codec.decode(codec.encode(made))
            assert (made, made.facts, made.named, made.items) == (again, again.facts, again.named, again.items)
            count += 1
    assert count > 500


def test_another_form_is_refused():
    text = json.dumps(json.loads(codec.encode(decision())) | {"form": 2})
    with pytest.raises(ValueError, match="form 2 cannot be read"):
        codec.decode(text)
