from __future__ import annotations

from decimal import Decimal

import jsonschema_rs
import pytest

from policykit import pipeline
from policykit.backends.jsonschema import DIALECT, facts_schema, standalone
from policykit.deciding.inputs import facts_of
from policykit.model import (
    ABSENT,
    AS_OF,
    Business,
    Calendar,
    ChoiceType,
    DateTimeType,
    DurationType,
    Fact,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    TextType,
    Type,
)


def schema_of(kind: Type, **said: object) -> dict:
    fact = Fact("thing", kind, **said)
    business = Business("shop", {}, ("en",), "TW", "TWD", Decimal(1), Calendar("UTC"), {"thing": fact})
    return facts_schema(business, ["thing"], "en")["properties"]["thing"]


def test_objects_are_closed_and_nested_by_the_parts_of_names():
    facts = {name: Fact(name, FlagType()) for name in ("order.gift.wrapped", "order.paid", "new")}
    business = Business("shop", {}, ("en",), "TW", "TWD", Decimal(1), Calendar("UTC"), facts)
    flag = {"type": "boolean"}
    gift = {"type": "object", "properties": {"wrapped": flag}, "additionalProperties": False}
    order = {"type": "object", "properties": {"gift": gift, "paid": flag}, "additionalProperties": False}
    assert {"type": "object", "properties": {"order": order, "new": flag}, "additionalProperties": False} == (
        facts_schema(business, facts, "en")
    )


def test_null_stands_beside_what_may_be_absent_alone():
    assert {"type": "boolean"} == schema_of(FlagType())
    assert ["boolean", "null"] == schema_of(FlagType(), optional=True)["type"]
    fresh = {"type": "string", "enum": ["fresh"]}
    assert {"anyOf": [fresh, {"type": "null"}]} == schema_of(ChoiceType(("fresh",)), optional=True)
    assert ["string", "null"] == schema_of(TextType(), when_not_sent=ABSENT)["type"]


@pytest.mark.parametrize(
    ("when_not_sent", "told"),
    [(ABSENT, "`null`"), (True, "`true`"), ("fresh", "`fresh`"), (Decimal(5), "`5`"), (AS_OF, "(`as_of`)")],
)
def test_what_stands_for_a_fact_not_sent_is_told(when_not_sent, told):
    said = schema_of(TextType(), when_not_sent=when_not_sent)["description"]
    assert said.startswith("Where it is not sent: ")
    assert told in said


def test_a_fact_is_told_by_its_meaning_its_question_its_choices_and_its_unit():
    choice = ChoiceType(("fresh", "box"), {"fresh": {"en": "fresh fruit"}})
    said = schema_of(choice, meaning={"en": "the kind"}, question={"en": "Which kind?"})["description"]
    assert "The kind\n\nWhich kind?\n\n- `fresh`: fresh fruit" == said
    assert "Unit: km." == schema_of(NumberType("km"))["description"]


def test_limits_are_those_of_the_type():
    assert ("integer", 0, 12) == (
        (found := schema_of(NumberType("km", Decimal(0), Decimal(12), Decimal(1))))["type"][0],
        found["minimum"],
        found["maximum"],
    )
    assert (Decimal("0.5"), "number") == (
        (found := schema_of(NumberType(None, Decimal(0), None, Decimal("0.5"))))["multipleOf"],
        found["type"][0],
    )
    assert "multipleOf" not in schema_of(NumberType(None, Decimal(1), None, Decimal(2)))
    assert 7 == schema_of(TextType(7))["maxLength"]
    assert (3, False) == (
        (found := schema_of(ListType({"a": Fact("a", FlagType())}, 3)))["maxItems"],
        found["items"]["additionalProperties"],
    )
    assert {"const": "TWD"} == schema_of(MoneyType("TWD"))["properties"]["currency"]
    assert "date-time" == schema_of(DateTimeType())["format"]


@pytest.mark.parametrize("length", ["P1DT2H", "PT30M", "PT1.5S", "PT1H5S", "P0D"])
def test_durations_are_as_they_are_read(length):
    assert jsonschema_rs.is_valid(schema_of(DurationType()), length)


@pytest.mark.parametrize("length", ["P", "PT", "P1DT", "P1Y", "1D", "PT1S1M"])
def test_what_is_no_duration_is_none(length):
    assert not jsonschema_rs.is_valid(schema_of(DurationType()), length)


def test_the_schemas_of_the_bundled_policies_are_schemas_and_take_their_cases_facts():
    loaded = pipeline.load(pipeline.example_root()).bundle
    assert loaded is not None
    for ready in loaded.businesses.values():
        for name, versions in ready.business.policies.items():
            offered = facts_of(ready.business, *versions)
            schema = standalone(ready.business, offered, ready.business.locales[0], name)
            assert (DIALECT, name) == (schema["$schema"], schema["title"])
            jsonschema_rs.meta.validate(schema)
