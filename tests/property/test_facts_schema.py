"""The JSON Schema of facts and the reader of facts agree, on facts well meant and on facts nobody meant well.

    is_valid(facts_schema(business), facts) == (facts_from_json(business, facts) takes them)

but for what JSON Schema cannot say, each told apart here by what the reader says of it.
"""

from __future__ import annotations

import copy
import re
from decimal import Decimal
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from policykit.backends.jsonschema import facts_schema
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
from tests.property.agreement import built
from tests.strategies import hostile_json, nested, questions
from tests.strategies.sent import facts_for

BEYOND = re.compile(
    r"the number has more than 30 digits|the duration is out of range"
    r"|`.*` is (?:less than|more than) .*|`.*` is between two steps"
)
"""What the reader says of a value that JSON Schema cannot tell from a right one."""
WITHOUT_SECONDS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2})([Zz]|[+-][0-9]{2}:[0-9]{2})")
many = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def validator(business: Business, offered: set[str] | None = None) -> jsonschema_rs.Validator:
    schema = facts_schema(business, business.facts if offered is None else offered, "en")
    jsonschema_rs.meta.validate(schema)
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def faults(business: Business, data: Any) -> list[str]:
    try:
        facts_from_json(business, data)
    except WrongFacts as wrong:
        return [fault.message for fault in wrong.faults]
    return []


def agree(validator: jsonschema_rs.Validator, business: Business, data: Any) -> None:
    wrong = faults(business, data)
    if validator.is_valid(data):
        assert [] == [message for message in wrong if not BEYOND.fullmatch(message)]
    else:
        assert wrong or validator.is_valid(with_seconds(data))


def with_seconds(data: Any) -> Any:
    match data:
        case str():
            return WITHOUT_SECONDS.sub(r"\1:00\2", data) if WITHOUT_SECONDS.fullmatch(data) else data
        case dict():
            return {name: with_seconds(value) for name, value in data.items()}
        case list():
            return [with_seconds(value) for value in data]
        case _:
            return data


def is_json(data: Any) -> bool:
    """Whether a decoder of JSON can give it."""
    match data:
        case Decimal():
            return data.is_finite() and abs(data.adjusted()) < 300
        case int():
            return abs(data) < 10**300
        case float():  # decimals are kept exact
            return False
        case str():
            return not any("\ud800" <= character <= "\udfff" for character in data)
        case dict():
            return all(is_json(name) and is_json(value) for name, value in data.items())
        case list():
            return all(is_json(value) for value in data)
        case _:
            return True


plain_json = hostile_json.filter(is_json)


@pytest.mark.parametrize("careless", [False, True])
def test_of_generated_businesses_they_agree(tmp_path, careless):
    @many
    @given(questions(sets=1), st.data())
    def holds(asked, data):
        business = built(asked.written, tmp_path)
        offered = set(data.draw(st.lists(st.sampled_from(sorted(business.facts)))))
        schema = validator(business, offered)
        for _ in range(8):
            sent = nested(data.draw(facts_for(asked.written.declared, careless=careless)))
            if is_json(sent):
                agree(schema, business, sent)

    holds()


# --- every type, by its edges -----------------------------------------------------------------

ONE = Decimal(1)
TYPES = {
    "flag": FlagType(),
    "choice": ChoiceType(("fresh", "frozen")),
    "number": NumberType(),
    "bounded": NumberType("km", Decimal("-0.5"), Decimal(100), Decimal("0.25")),
    "whole": NumberType(None, Decimal(0), Decimal(100), ONE),
    "odd_steps": NumberType(None, Decimal(1), Decimal(9), Decimal(2)),
    "money": MoneyType("TWD"),
    "date": DateType(),
    "datetime": DateTimeType(),
    "duration": DurationType(),
    "text": TextType(5),
    "rows": ListType({"at": Fact("at", DateTimeType(), optional=True), "note.text": Fact("note.text", TextType(5))}, 2),
}
FACTS = {
    **{f"plain.{name}": Fact(f"plain.{name}", kind) for name, kind in TYPES.items()},
    **{f"may.{name}": Fact(f"may.{name}", kind, optional=True) for name, kind in TYPES.items() if name != "rows"},
    "may.deep.flag": Fact("may.deep.flag", FlagType(), optional=True),
}
BUSINESS = Business("shop", {}, ("en",), "TW", "TWD", ONE, Calendar("UTC"), FACTS, {"may": True, "may.deep": False})
SCHEMA = validator(BUSINESS)
HALF_OFFERED = validator(BUSINESS, {"plain.flag", "may.number"})

digits = st.from_regex(r"-?[0-9]{1,33}(\.[0-9]{1,33})?", fullmatch=True)
moments = st.from_regex(
    r"(18|19|20|21|22)[0-9][0-9]-[01][0-9]-[0-3][0-9]([Tt ][0-2][0-9]:[0-6][0-9](:[0-6][0-9](\.[0-9]{1,8})?)?"
    r"([Zz]|[+-][0-2][0-9]:[0-6][0-9])?)?",
    fullmatch=True,
)
lengths = st.from_regex(
    r"-?P([0-9]{1,7}D)?(T?([0-9]{1,9}H)?([0-9]{1,10}M)?([0-9]{1,10}(\.[0-9]{1,7})?S)?)?", fullmatch=True
)
amounts = st.fixed_dictionaries(
    {"amount": digits | st.integers() | plain_json, "currency": st.sampled_from(["TWD", "CNY", "twd"]) | plain_json}
)
near = (
    digits
    | digits.map(Decimal).filter(is_json)
    | st.integers(-120, 120)
    | st.decimals(-120, 120, places=2)
    | moments
    | lengths
    | amounts
    | st.sampled_from(
        ["fresh", "frozen", "FRESH", "", "a\nb", "a\tb", "a\x00b", "\x7f", "果果果果果", "🍎" * 5, "🍎" * 6]
    )
    | st.booleans()
    | st.lists(
        st.fixed_dictionaries(
            {}, optional={"at": moments | st.none(), "note": st.fixed_dictionaries({"text": plain_json})}
        )
    )
    | plain_json
)


@pytest.mark.parametrize("name", FACTS)
def test_of_every_type_they_agree(name):
    *groups, last = name.split(".")

    @given(near)
    @example(None)
    @example(Decimal("1e29"))
    @example(Decimal("1E+30"))
    @example("9" * 30)
    @example("9" * 31)
    @example("1900-01-01T00:00:00Z")
    @example("2199-12-31T23:59:59.999999+14:00")
    @example("2026-03-01t08:00:00z")
    @example("2026-03-01T08:00+08:00")
    @example("2016-12-31T23:59:60Z")
    @example("2026-03-01T08:00-00:60")
    @example("PT1H5S")
    @example("P999999DT99999999H")
    def holds(value):
        data: dict[str, Any] = {}
        place = data
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value
        agree(SCHEMA, BUSINESS, data)
        agree(HALF_OFFERED, BUSINESS, data)

    holds()


@given(
    st.recursive(
        plain_json,
        lambda inner: st.dictionaries(st.sampled_from(("plain", "may", "deep", "flag", "may.flag", "x")), inner),
    )
)
@example({"may": None})
@example({"may": {"deep": None}})
@example({"plain": None})
def test_of_groups_they_agree(data):
    if isinstance(data, dict):
        agree(SCHEMA, BUSINESS, data)
        agree(HALF_OFFERED, BUSINESS, data)


def test_what_is_not_offered_is_taken_all_the_same():
    few, schema = validator(BUSINESS, set()), facts_schema(BUSINESS, {"plain.flag"}, "en")
    assert {"plain"} == set(schema["properties"])
    assert {"flag"} == set(schema["properties"]["plain"]["properties"])
    sent = {"plain": {"flag": True, "money": {"amount": "1", "currency": "TWD"}}, "may": {"deep": {"flag": None}}}
    assert few.is_valid(copy.deepcopy(sent))
    assert not few.is_valid({"plain": {"flag": "yes"}})
