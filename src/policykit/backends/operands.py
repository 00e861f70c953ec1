"""What is known of an operand before anything is evaluated: whether it may be absent, and whether it is an instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from policykit.model import (
    OF_TIMES,
    AbsentLiteral,
    Aggregate,
    Arithmetic,
    Asked,
    Call,
    DateLiteral,
    DateTimeLiteral,
    DateTimeType,
    DateType,
    DurationType,
    Expression,
    Fact,
    FactRef,
    FieldRef,
    Function,
    If,
    LetRef,
    ListType,
    Moment,
    NumberRef,
    PeriodLiteral,
    Quantifier,
    TimeLiteral,
    Type,
)


@dataclass(slots=True)
class Operands:
    """The operands of one policy. ``elements`` are the lists behind the element variables met so far.

    ``absent`` and ``kinds`` keep what was found of formulas that have a name, so that each is gone into once.
    """

    facts: Mapping[str, Fact]
    elements: dict[str, ListType] = field(default_factory=dict)
    absent: dict[str, bool] = field(default_factory=dict)
    kinds: dict[str, Type | None] = field(default_factory=dict)

    def hold(self, node: Quantifier | Aggregate) -> None:
        """Take note of what the variable of a list's elements stands for."""
        declared = self.facts[node.list].type
        assert isinstance(declared, ListType)  # build lets nothing else be gone through
        self.elements[node.variable] = declared

    def declared(self, reference: FactRef | FieldRef) -> Fact:
        """The fact, or the field of a list's element, that a reference names."""
        if isinstance(reference, FactRef):
            return self.facts[reference.name]
        return self.elements[reference.variable].fields[reference.name]

    def may_be_absent(self, expression: Expression) -> bool:
        """Whether the expression can give ABSENT, as build has typed it."""
        match expression:
            case FactRef() | FieldRef():
                return self.declared(expression).may_be_absent
            case LetRef(name=name, expression=named):
                if name not in self.absent:
                    self.absent[name] = self.may_be_absent(named)
                return self.absent[name]
            case Asked() | AbsentLiteral():
                # An asked policy's answer may lack a value, and of an empty list there is no answer.
                return True
            case If(then=then, otherwise=otherwise):
                return self.may_be_absent(then) or self.may_be_absent(otherwise)
            case Aggregate(aggregation=aggregation):
                return aggregation.may_be_absent
            case Call(function=function, arguments=(argument,)) if function in OF_TIMES:
                return self.may_be_absent(argument)
            case _:
                return False

    def is_instant(self, expression: Expression) -> bool:
        """Whether the expression surely gives an instant, and not a date."""
        return isinstance(self._kind(expression), DateTimeType)

    def is_time(self, expression: Expression) -> bool:
        """Whether the expression gives a date, an instant or a duration, and not a number."""
        return isinstance(self._kind(expression), DateType | DateTimeType | DurationType)

    def _kind(self, expression: Expression) -> Type | None:
        """The type of an expression that is a fact, a time, or made of these; None of all else."""
        match expression:
            case FactRef() | FieldRef():
                return self.declared(expression).type
            case LetRef(name=name, expression=named):
                if name not in self.kinds:
                    self.kinds[name] = self._kind(named)
                return self.kinds[name]
            case NumberRef(literal=named) | If(then=named) | Arithmetic(left=named):
                return self._kind(named)
            case Call(function=Function.DATE):
                return DateType()
            case Call(function=Function.TIME) | TimeLiteral():
                return DurationType()
            case Call(function=function) if function in OF_TIMES:
                return None
            case Call(arguments=arguments):
                kinds = [self._kind(argument) for argument in arguments]
                return next((kind for kind in kinds if kind is not None), None)
            case Aggregate(of=of) if of is not None:
                self.hold(expression)
                return self._kind(of)
            case DateTimeLiteral() | Moment():
                return DateTimeType()
            case DateLiteral():
                return DateType()
            case PeriodLiteral():
                return DurationType()
            case _:
                return None
