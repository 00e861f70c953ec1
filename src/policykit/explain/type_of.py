"""The type of a named formula, so that its value can be shown as what it is: money as money, a time as a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from policykit.language.functions import WEEKDAY
from policykit.model import (
    AbsentLiteral,
    Aggregate,
    Aggregation,
    And,
    Arithmetic,
    Asked,
    Business,
    Call,
    ChoiceLiteral,
    ChoiceType,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    DateTimeType,
    DateType,
    DurationType,
    Expression,
    FactRef,
    FieldRef,
    FlagLiteral,
    FlagType,
    Function,
    If,
    LetRef,
    ListType,
    Membership,
    Moment,
    MoneyLiteral,
    MoneyType,
    Not,
    NumberLiteral,
    NumberRef,
    NumberType,
    Operator,
    Or,
    Outcome,
    PeriodLiteral,
    Policy,
    Presence,
    Quantifier,
    Test,
    TextLiteral,
    TextType,
    TimeLiteral,
    Type,
    Window,
)

OUTCOME = "outcome"
"""The name under which an asked policy's outcome, rather than one of its values, is known."""


def type_of(expression: Expression, business: Business, policy: Policy, lists: Mapping[str, str] | None = None) -> Type:
    """The type of a value of the expression. ``lists`` names the list that an element variable runs over."""
    match expression:
        case FactRef(name=name):
            return business.facts[name].type
        case FieldRef(variable=variable, name=name):
            return _field(business, (lists or {})[variable], name)
        case NumberRef(literal=named) | LetRef(expression=named):
            return type_of(named, business, policy, lists)
        case Asked(alias=alias, value=value):
            return asked_type(alias, value, business, policy)
        case Arithmetic():
            return _arithmetic(expression, business, policy, lists)
        case If(then=then):
            return type_of(then, business, policy, lists)
        case Call(function=Function.RATIO | Function.LENGTH):
            return NumberType()
        case Call(function=Function.DATE):
            return DateType()
        case Call(function=Function.TIME):
            return DurationType()
        case Call(function=Function.WEEKDAY):
            return WEEKDAY
        case Call(function=Function.IS_WORKING_DAY | Function.IN_WORKING_HOURS):
            return FlagType()
        case Call(function=Function.CONTAINS | Function.STARTS_WITH | Function.ENDS_WITH):
            return FlagType()
        case Call(arguments=arguments):
            return type_of(arguments[0], business, policy, lists)
        case Aggregate(aggregation=aggregation, of=of, variable=variable, list=name):
            if of is None or aggregation is Aggregation.COUNT:
                return NumberType()
            return type_of(of, business, policy, {**(lists or {}), variable: name})
        case NumberLiteral(unit=unit):
            return NumberType(unit)
        case MoneyLiteral(currency=currency):
            return MoneyType(currency)
        case ChoiceLiteral(value=value):
            return ChoiceType((value,))
        case DateLiteral():
            return DateType()
        case DateTimeLiteral() | Moment():
            return DateTimeType()
        case PeriodLiteral() | TimeLiteral():
            return DurationType()
        case TextLiteral() | AbsentLiteral():
            return TextType()
        case FlagLiteral() | Comparison() | Membership() | Presence() | Window() | And() | Or() | Not():
            return FlagType()
        case Test() | Quantifier():
            return FlagType()
        case _:
            assert_never(expression)


def asked_type(alias: str, value: str, business: Business, policy: Policy) -> Type:
    """The type of an asked policy's outcome (a choice with the outcomes' labels) or of one of its values."""
    asked = next(ask.policy for ask in policy.asks if ask.alias == alias)
    outcomes = [outcome for version in business.policies.get(asked, ()) for outcome in version.outcomes]
    if value == OUTCOME:
        return _choice_of(outcomes)
    found = (declared.type for outcome in outcomes for declared in outcome.values if declared.name == value)
    return next(found, TextType())


def _choice_of(outcomes: list[Outcome]) -> ChoiceType:
    labels = {outcome.name: outcome.label for outcome in outcomes}
    return ChoiceType(tuple(labels), labels)


def _field(business: Business, name: str, part: str) -> Type:
    kind = business.facts[name].type
    return kind.fields[part].type if isinstance(kind, ListType) else TextType()


def _arithmetic(node: Arithmetic, business: Business, policy: Policy, lists: Mapping[str, str] | None) -> Type:
    left = type_of(node.left, business, policy, lists)
    right = type_of(node.right, business, policy, lists)
    if node.operator is Operator.DIVIDE and isinstance(right, MoneyType):
        return NumberType()
    return right if node.operator is Operator.MULTIPLY and isinstance(right, MoneyType) else left
