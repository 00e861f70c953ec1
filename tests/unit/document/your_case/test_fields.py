"""What stands in the fields of the form about a case: read as people write it, and strict about what it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from policykit.document.your_case.fields import MOST_ROWS, NONE, ROWS, SKIPPED, UNIT, UNKNOWN, Fault, Told, Writer, told
from policykit.model import ABSENT, Value
from tests.unit.deciding.shop import policy, shop

SHOP = shop(policy())
ENGLISH, GERMAN = (Writer(locale, ZoneInfo("Asia/Taipei")) for locale in ("en", "de"))


def read(name: str, inner: tuple[str, ...] = (), writer: Writer = ENGLISH, **fields: str) -> Told:
    """What the fields say of a fact; ``value`` is its own."""
    sent = {name if key == "value" else key: text for key, text in fields.items()}
    return told(SHOP.facts[name], inner, sent, writer)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("item.sealed", "yes", True),
        ("item.sealed", "no", False),
        ("item.kind", "boxed", "boxed"),
        ("item.price", "600", Decimal(600)),
        ("item.price", " 1,234.50 ", Decimal("1234.50")),
        ("item.price", "\uff16\uff10\uff10", Decimal(600)),  # as a keyboard for Chinese writes 600
        ("item.price", "\u0666\u0660\u0660", Decimal(600)),  # in Arabic digits
        ("item.weight", "15", Decimal(15)),
        ("item.day", "2026-03-01", date(2026, 3, 1)),
        ("order.placed_at", "2026-03-01T08:00", datetime(2026, 3, 1, 0, 0, tzinfo=UTC)),
        ("order.placed_at", "2026-03-01 08:00:30", datetime(2026, 3, 1, 0, 0, 30, tzinfo=UTC)),
        ("item.note", "with a bow", "with a bow"),
    ],
)
def test_what_people_write_is_the_value_that_they_mean(name: str, text: str, value: Value):
    assert Told(value) == read(name, value=text)


@pytest.mark.parametrize(("text", "value"), [("1.234,5", "1234.5"), ("1,5", "1.5"), ("1.000", "1000")])
def test_numbers_are_read_as_the_locale_writes_them(text: str, value: str):
    assert Told(Decimal(value)) == read("item.price", writer=GERMAN, value=text)


def test_a_length_of_time_has_a_unit():
    assert Told(timedelta(hours=36)) == read("item.age", **{"item.age": "1.5", f"item.age{UNIT}": "days"})


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("item.sealed", "", "case_error_choose"),
        ("item.sealed", "maybe", "case_error_choose"),
        ("item.kind", "rotten", "case_error_choose"),
        ("item.price", " ", "case_error_missing"),
        ("item.price", "1,5", "case_error_number"),
        ("item.price", "1e5", "case_error_number"),
        ("item.price", "NaN", "case_error_number"),
        ("item.price", "9" * 31, "case_error_number"),
        ("item.price", "600 TWD or so", "case_error_number"),
        ("item.weight", "-1", "case_error_small"),
        ("item.price", "-5", "case_error_small"),
        ("item.weight", "21", "case_error_large"),
        ("item.weight", "7", "case_error_step"),
        ("item.day", "2026-02-30", "case_error_date"),
        ("item.day", "1850-01-01", "case_error_date"),
        ("order.placed_at", "2026-03-01", "case_error_datetime"),
        ("order.placed_at", "2026-03-01T25:00", "case_error_datetime"),
        ("order.placed_at", "yesterday", "case_error_datetime"),
        ("item.age", "a while", "case_error_duration"),
        ("item.note", "x" * 501, "case_error_text"),
        ("item.note", "a\x00b", "case_error_text"),
    ],
)
def test_what_is_no_such_value_is_told_beside_its_field(name: str, text: str, key: str):
    fault = read(name, value=text).faults[0]
    assert (name, key) == (fault.field, fault.key)


@pytest.mark.parametrize("age", ["-1", "1000000000"])
def test_a_length_of_time_has_bounds(age: str):
    given = read("item.age", **{"item.age": age, f"item.age{UNIT}": "days"})
    assert (Fault("item.age", "case_error_duration"),) == given.faults


def test_nothing_of_the_kind_is_said_by_a_tick_or_a_choice():
    assert Told(ABSENT) == read("claim.photo_at", **{f"claim.photo_at{NONE}": "yes"})
    assert Told(ABSENT) == read("item.note", value=NONE)


def test_who_fills_in_and_ticks_as_well_is_asked_which_it_is():
    given = read("claim.photo_at", **{"claim.photo_at": "2026-03-01T08:00", f"claim.photo_at{NONE}": "yes"})
    assert (Fault("claim.photo_at", "case_error_both"),) == given.faults


def test_what_is_never_absent_cannot_be_ticked_away():
    assert ("case_error_missing",) == tuple(
        fault.key for fault in read("order.placed_at", **{f"order.placed_at{NONE}": "yes"}).faults
    )


def test_what_somebody_does_not_know_is_unknown():
    assert UNKNOWN == read("item.price", **{f"item.price{SKIPPED}": "yes"})


ROOMS = ("price", "taken", "left_at")


def test_the_elements_of_a_list_are_read_one_by_one():
    given = read(
        "rooms",
        ROOMS,
        **{f"rooms{ROWS}": "2", "rooms:0:price": "600", "rooms:0:taken": "yes", "rooms:1:price": "500"},
    )
    first = {"price": Decimal(600), "taken": True, "left_at": ABSENT}
    assert Told((first, {"price": Decimal(500), "left_at": ABSENT})) == given  # `taken` has a default


def test_everything_wrong_in_a_list_is_told_at_once():
    given = read("rooms", ROOMS, **{f"rooms{ROWS}": "2", "rooms:0:price": "much", "rooms:1:left_at": "late"})
    assert ["rooms:0:price", "rooms:1:price", "rooms:1:left_at"] == [fault.field for fault in given.faults]


@pytest.mark.parametrize(("text", "count"), [("", 0), ("-1", 0), ("x", 0), ("3", 3), ("99", MOST_ROWS), ("999", 0)])
def test_a_form_has_so_many_rows_and_no_more(text: str, count: int):
    given = read("rooms", (), **{f"rooms{ROWS}": text})
    assert Told(({},) * count) == given
