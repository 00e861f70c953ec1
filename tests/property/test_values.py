"""What comes in goes out the same, and what nobody meant well is refused, never raised.

from_json(kind, to_json(kind, value)) == value
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from policykit import values
from policykit.deciding.facts import facts_from_json
from policykit.decision import WrongFacts
from policykit.model import (
    Business,
    Calendar,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    Fact,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    TextType,
)
from policykit.values import DIGITS, EARLIEST, LATEST, LONGEST, Wrong
from tests.strategies import hostile_json

CHOICES = ChoiceType(("fresh", "frozen"))
WHOLE = NumberType("km", Decimal(0), Decimal(100), Decimal(1))
numbers = st.decimals(-(10**20), 10**20, allow_nan=False, allow_infinity=False, places=9)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))
instants = st.builds(
    lambda instant, offset: instant.astimezone(timezone(offset)),
    st.datetimes(datetime(1901, 1, 1), datetime(2198, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001  # adds the zone
    offsets,
)
TYPED = (
    st.tuples(st.just(FlagType()), st.booleans())
    | st.tuples(st.just(CHOICES), st.sampled_from(CHOICES.choices))
    | st.tuples(st.just(NumberType()), numbers)
    | st.tuples(st.just(WHOLE), st.integers(0, 100).map(Decimal))
    | st.tuples(st.just(MoneyType("TWD")), numbers)
    | st.tuples(st.just(DateType()), st.dates(EARLIEST, LATEST - timedelta(days=1)))
    | st.tuples(st.just(DateTimeType()), instants)
    | st.tuples(st.just(DurationType()), st.timedeltas(timedelta(), LONGEST))
    | st.tuples(st.just(TextType(50)), st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=50))
)
KINDS = (FlagType(), CHOICES, NumberType(), WHOLE, MoneyType("TWD"), DateType(), DateTimeType(), DurationType(),
         TextType(50))  # fmt: skip


@given(TYPED)
@example((DurationType(), LONGEST))
@example((DurationType(), timedelta()))
def test_a_value_comes_back_from_json_as_it_went(typed):
    kind, value = typed
    assert value == values.from_json(kind, values.to_json(kind, value))


@given(TYPED)
def test_a_value_survives_the_wire(typed):
    """Through bytes of JSON, decimals kept exact."""
    kind, value = typed
    encoder, decoder = msgspec.json.Encoder(decimal_format="number"), msgspec.json.Decoder(float_hook=Decimal)
    sent = decoder.decode(encoder.encode(values.to_json(kind, value)))
    assert value == values.from_json(kind, sent)


@given(st.sampled_from(KINDS), hostile_json)
@example(DurationType(), "P999999DT99999999H")
@example(MoneyType("TWD"), {"amount": True, "currency": "TWD"})
@example(DateTimeType(), "2026-03-01T10:00:00+24:00")
@example(NumberType(), Decimal("sNaN"))
@example(NumberType(), Decimal("1E+999999"))
@example(FlagType(), 1)
@example(TextType(), "\ud800")
def test_hostile_json_is_taken_or_refused_and_never_raises(kind, data):
    """What is taken can be sent again; what is refused says why, in a line."""
    value = values.from_json(kind, data)
    if isinstance(value, Wrong):
        assert value.message
        assert len(value.message) < 300
    else:
        assert value == values.from_json(kind, values.to_json(kind, value))


@given(
    st.sampled_from(KINDS), st.text(max_size=40) | st.from_regex(r"[0-9]{1,12} (weeks?|days?|hours?)", fullmatch=True)
)
@example(DurationType(), "999999999 weeks")
@example(NumberType(), "1e5")
@example(NumberType(), "٣")
def test_hostile_text_is_taken_or_refused_and_never_raises(kind, text):
    value = values.from_text(kind, text)
    if not isinstance(value, Wrong):
        assert value == values.from_json(kind, values.to_json(kind, value))


@given(st.integers(-(10**60), 10**60), st.integers(0, 40))
def test_a_number_has_a_bounded_number_of_digits(number, places):
    sent = Decimal(number).scaleb(-places)
    digits = sum(character.isdigit() for character in format(sent, "f"))
    assert isinstance(values.from_json(NumberType(), sent), Wrong) == (digits > DIGITS)


BUSINESS = Business(
    "shop", {}, ("en",), "TW", "TWD", Decimal(1), Calendar("UTC"),
    {
        "order.price": Fact("order.price", MoneyType("TWD"), optional=True),
        "order.lines": Fact("order.lines", ListType({"count": Fact("count", WHOLE)})),
        "flag": Fact("flag", FlagType()),
    },
)  # fmt: skip
hostile_facts = st.dictionaries(
    st.sampled_from(("order", "flag", "order.price", "", "a/b~c")) | st.text(max_size=5),
    hostile_json | st.dictionaries(st.sampled_from(("price", "lines", "x/y")), hostile_json, max_size=3),
    max_size=4,
)


@given(hostile_facts | hostile_json)
def test_hostile_facts_are_taken_or_refused_each_at_its_place(data):
    """Every fault has a JSON Pointer that leads to a place in what was sent."""
    try:
        facts_from_json(BUSINESS, data)
    except WrongFacts as wrong:
        for fault in wrong.faults:
            follow(data, fault.pointer)
            assert fault.message


def follow(data, pointer: str) -> None:
    """Raises where the pointer leads nowhere (RFC 6901)."""
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        data = data[int(key)] if isinstance(data, list) else data[key]


@given(st.dates(EARLIEST, LATEST - timedelta(days=1)))
def test_a_day_reads_as_it_is_written(day):
    assert day == values.from_text(DateType(), day.isoformat())
    assert day == date.fromisoformat(json.loads(json.dumps(values.to_json(DateType(), day))))
