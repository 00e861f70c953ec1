"""The type of an expression, so that its value and what is compared are told as what they are: money, a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from policykit.language.functions import WEEKDAY
from policykit.language.types import TimeOfDayType
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

ShownType = Type | TimeOfDayType
"""What values are told as."""

TIMES = DateType | DateTimeType | TimeOfDayType
"""What is earlier or later, rather than less or more."""

OUTCOME = "outcome"
"""The name under which an asked policy's outcome, rather than one of its values, is known."""


@dataclass(frozen=True, slots=True)
class Types:
    """What types are read off. ``lists`` names the list that an element variable runs over.

    ``lets`` keeps the types of formulas that have a name, so that each is gone into once.
    """

    business: Business
    policy: Policy
    lists: Mapping[str, str] = field(default_factory=dict)
    lets: dict[str, ShownType] = field(default_factory=dict)

    def of(self, expression: Expression) -> ShownType:
        match expression:
            case FactRef(name=name):
                return self.business.facts[name].type
            case FieldRef(variable=variable, name=name):
                return _field(self.business, self.lists[variable], name)
            case NumberRef(literal=named):
                return self.of(named)
            case LetRef(name=name, expression=named):
                if name not in self.lets:
                    self.lets[name] = self.of(named)
                return self.lets[name]
            case Asked(alias=alias, value=value):
                return asked_type(alias, value, self.business, self.policy)
            case Arithmetic():
                return self._arithmetic(expression)
            case If(then=then):
                return self.of(then)
            case Call(function=Function.RATIO | Function.LENGTH):
                return NumberType()
            case Call(function=Function.DATE):
                return DateType()
            case Call(function=Function.TIME) | TimeLiteral():
                return TimeOfDayType()
            case Call(function=Function.WEEKDAY):
                return WEEKDAY
            case Call(function=Function.IS_WORKING_DAY | Function.IN_WORKING_HOURS):
                return FlagType()
            case Call(function=Function.CONTAINS | Function.STARTS_WITH | Function.ENDS_WITH):
                return FlagType()
            case Call(arguments=arguments):
                # What is known to be absent has no type of its own: it is that of what stands in for it.
                return next((self.of(one) for one in arguments if not isinstance(one, AbsentLiteral)), TextType())
            case Aggregate(aggregation=aggregation, of=of, variable=variable, list=name):
                if of is None or aggregation is Aggregation.COUNT:
                    return NumberType()
                return replace(self, lists={**self.lists, variable: name}).of(of)
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
            case PeriodLiteral():
                return DurationType()
            case TextLiteral() | AbsentLiteral():
                return TextType()
            case FlagLiteral() | Comparison() | Membership() | Presence() | Window() | And() | Or() | Not():
                return FlagType()
            case Test() | Quantifier():
                return FlagType()
            case _:
                assert_never(expression)

    def _arithmetic(self, node: Arithmetic) -> ShownType:
        left, right = self.of(node.left), self.of(node.right)
        if node.operator is Operator.DIVIDE and isinstance(right, MoneyType):
            return NumberType()
        return right if node.operator is Operator.MULTIPLY and isinstance(right, MoneyType) else left


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
