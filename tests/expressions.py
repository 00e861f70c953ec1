"""Expressions of the model over a few facts, and facts for them: what two interpreters can be compared on.

They are made without a file around them, so that many can be tried in a second. Numbers are whole or have a
half, a quarter or an eighth, which binary fractions hold exactly; divisors are powers of two. Facts and
literals come from the same few values, so that facts lie on, before and after what is asked of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any
from zlib import crc32

from hypothesis import strategies as st

from policykit.model import (
    ABSENT,
    Aggregate,
    Aggregation,
    And,
    Arithmetic,
    Call,
    ChoiceLiteral,
    ChoiceType,
    Comparator,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    DateTimeType,
    DateType,
    DurationType,
    Expression,
    Fact,
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
    Not,
    NumberLiteral,
    NumberType,
    Operator,
    Or,
    PeriodLiteral,
    Presence,
    Quantifier,
    Quantity,
    ScalarType,
    Side,
    TextLiteral,
    TextType,
    Unit,
    Value,
    Window,
)
from policykit.walk import every, facts_read

Choose = Callable[[Sequence[Any]], Any]
"""Takes one of several: what Hypothesis draws, or chance."""
Asked = tuple[Expression, tuple[dict[str, Value], ...]]
"""An expression, and several sets of facts to ask it of."""

NUMBER, TEXT, FLAG, DAY, AT, TAKES = NumberType(), TextType(), FlagType(), DateType(), DateTimeType(), DurationType()
KIND = ChoiceType(("fresh", "boxed", "frozen"))
TYPES: Mapping[str, ScalarType] = {
    "count": NUMBER, "weight": NUMBER, "note": TEXT, "gift": FLAG, "kind": KIND, "on": DAY, "at": AT, "takes": TAKES,
}  # fmt: skip
"""What a fact, or a field of a list's element, can be; each is there twice, and once it may be absent."""
FIELDS = {
    **{f"{name}_sure": Fact(f"{name}_sure", kind) for name, kind in TYPES.items()},
    **{name: Fact(name, kind, optional=True) for name, kind in TYPES.items()},
}
LIST = "order.lines"
FACTS = {
    **{f"item.{name}": Fact(f"item.{name}", fact.type, optional=fact.optional) for name, fact in FIELDS.items()},
    LIST: Fact(LIST, ListType(FIELDS)),
}
NUMBERS = tuple(
    Decimal(text) for text in ("-7.5", "-3", "-0.5", "0", "0.125", "1", "1.5", "2", "2.5", "7", "12", "100")
)
TEXTS = ("", "p", "plum", "Plum tree", "PLUM", "stra\u00dfe", "\u68a8", 'a "b" \\ c', "\U0001f350 pear", "tree\n")
NOON = datetime(2026, 3, 28, 12, tzinfo=timezone(timedelta(hours=8)))
HOURS = (-25, -24, -1, 0, 1, 23, 24, 25, 48)
TIMES = (
    *(NOON + timedelta(hours=hours) for hours in HOURS),
    *((NOON + timedelta(hours=hours)).astimezone(UTC) for hours in HOURS[3:7]),
    NOON + timedelta(milliseconds=1), NOON - timedelta(milliseconds=1),
)  # fmt: skip
DAYS = tuple(date(2026, 2, 27) + timedelta(days=day) for day in (0, 1, 2, 3, 30))
LENGTHS = tuple(timedelta(minutes=minutes) for minutes in (-60, 0, 60, 90, 1440, 2880, 10080))
VALUES: Mapping[ScalarType, tuple[Value, ...]] = {
    NUMBER: NUMBERS, TEXT: TEXTS, FLAG: (True, False), KIND: KIND.choices, DAY: DAYS, AT: TIMES, TAKES: LENGTHS,
}  # fmt: skip
PERIODS = tuple(
    PeriodLiteral(count, unit)
    for count, unit in ((60, Unit.MINUTES), (90, Unit.MINUTES), (1, Unit.HOURS), (24, Unit.HOURS), (1, Unit.DAYS),
                        (1, Unit.WEEKS))
)  # fmt: skip
ORDERED = (NUMBER, DAY, AT, TAKES)
SORTS = tuple(VALUES)
PARTS = (FLAG, FLAG, NUMBER, NUMBER, TEXT, DAY, AT, TAKES)
"""The types of what can be worked out; a choice is only ever compared."""
ALWAYS = FlagLiteral(value=True)


def facts_for(expression: Expression, choose: Choose) -> dict[str, Value]:
    """The facts that the expression reads, all known; those that may be absent often are."""
    fields = [name for name in FIELDS if any(isinstance(n, FieldRef) and n.name == name for n in every(expression))]
    facts: dict[str, Value] = {}
    for name in facts_read(expression):
        if name == LIST:
            # Of three elements there is no mean that a binary fraction holds.
            count = choose((0, 1, 2, 2, 4))
            facts[name] = tuple({field: _value(field, choose) for field in fields} for _ in range(count))
        else:
            facts[name] = _value(name.removeprefix("item."), choose)
    return facts


def _value(name: str, choose: Choose) -> Value:
    if FIELDS[name].optional and choose((True, False, False)):
        return ABSENT
    return choose(VALUES[TYPES[name.removesuffix("_sure")]])


# --- expressions ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes expressions of a wanted type. ``variables`` are the list elements in hand."""

    choose: Choose
    variables: tuple[str, ...] = ()

    def some(self, *options: Any) -> Any:
        return self.choose(options)

    def one_in(self, count: int) -> bool:
        return bool(self.choose(range(count)) == count - 1)

    def literal(self, kind: ScalarType) -> Expression:
        value = self.choose(VALUES[kind])
        match kind:
            case NumberType():
                return NumberLiteral(value)
            case TextType():
                return TextLiteral(value)
            case FlagType():
                return FlagLiteral(value)
            case DateType():
                return DateLiteral(value)
            case DateTimeType():
                return DateTimeLiteral(value)
            case DurationType():
                return self.some(*PERIODS)
            case _:
                return ChoiceLiteral(value)

    def reference(self, kind: ScalarType, *, sure: bool) -> Expression:
        """A fact or a field of that type; one that is never absent where ``sure``."""
        names = [name for name, field in FIELDS.items() if field.type == kind and not (sure and field.optional)]
        name = self.some(*names)
        owner = self.some("item", *self.variables)
        return FactRef(f"item.{name}") if owner == "item" else FieldRef(owner, name)

    def operand(self, kind: ScalarType, depth: int) -> Expression:
        """Something to be tested, which may be absent."""
        if depth and kind in ORDERED and not self.variables and self.one_in(2 if kind in (DAY, AT) else 5):
            return self.aggregate(self.some(Aggregation.MIN, Aggregation.MAX), kind, depth - 1)
        if self.one_in(2):
            return self.reference(kind, sure=False)
        return self.of(kind, depth - 1) if depth and kind is not KIND else self.literal(kind)

    def of(self, kind: ScalarType, depth: int) -> Expression:
        """An expression of the type that is never absent."""
        if depth <= 0:
            return self.reference(kind, sure=True) if self.one_in(2) else self.literal(kind)
        if self.one_in(6):
            return If(self.condition(depth - 1), self.of(kind, depth - 1), self.of(kind, depth - 1))
        if self.one_in(6):
            return Call(Function.OR_ELSE, (self.reference(kind, sure=False), self.of(kind, depth - 1)))
        if self.one_in(12) and not self.variables:
            # The name says what the formula is, so that one name has one meaning.
            formula = self.of(kind, depth - 1)
            return LetRef(f"let_{crc32(repr(formula).encode())}", formula)
        match kind:
            case NumberType():
                return self.number(depth - 1)
            case TextType():
                return Call(self.some(Function.UPPER_CASE, Function.LOWER_CASE), (self.of(TEXT, depth - 1),))
            case FlagType():
                return self.condition(depth)
            case DateTimeType() if self.one_in(2):
                return Moment(self.some(*PERIODS), self.some(*Side), self.of(AT, depth - 1))
            case DurationType() if self.one_in(2):
                if self.one_in(3):
                    return Call(Function.ABS, (self.of(TAKES, depth - 1),))
                sign = self.some(Operator.ADD, Operator.SUBTRACT)
                return Arithmetic(sign, self.of(TAKES, depth - 1), self.of(TAKES, depth - 1))
            case _:
                return self.least(kind, depth - 1)

    def least(self, kind: ScalarType, depth: int) -> Expression:
        return Call(self.some(Function.MIN, Function.MAX), (self.of(kind, depth), self.of(kind, depth)))

    def number(self, depth: int) -> Expression:
        """A number that is worked out."""
        a = self.of(NUMBER, depth)
        power = NumberLiteral(Decimal(self.some("2", "4", "0.5", "-2")))
        match self.some(
            "sum", "product", "quotient", "ratio", "least", "one", "round", "rest", "length", "list", "list"
        ):
            case "sum":
                return Arithmetic(self.some(Operator.ADD, Operator.SUBTRACT), a, self.of(NUMBER, depth))
            case "product":
                return Arithmetic(Operator.MULTIPLY, a, self.literal(NUMBER))
            case "quotient":
                return Arithmetic(Operator.DIVIDE, a, power)
            case "ratio":
                divisor = self.some(power, NumberLiteral(Decimal(0)))
                return Call(Function.RATIO, (a, divisor, self.of(NUMBER, depth)))
            case "least":
                return self.least(NUMBER, depth)
            case "one":
                return Call(self.some(Function.ABS, Function.FLOOR, Function.CEILING), (a,))
            case "round":
                way = self.some(Function.ROUND, Function.ROUND_UP, Function.ROUND_DOWN)
                return Call(way, (a, NumberLiteral(Decimal(0))))
            case "rest":
                return Call(Function.MODULO, (a, NumberLiteral(Decimal(self.some("3", "-3", "0.75", "7")))))
            case "length":
                return Call(Function.LENGTH, (self.of(TEXT, depth),))
            case _ if self.variables:
                return a
            case _:
                return self.of_list(depth)

    def of_list(self, depth: int) -> Expression:
        """A number made of a list's elements, which is never absent."""
        word = self.some(Aggregation.COUNT, Aggregation.SUM, Aggregation.MEAN)
        made = self.aggregate(word, NUMBER, depth)
        return Call(Function.OR_ELSE, (made, self.literal(NUMBER))) if word.may_be_absent else made

    def aggregate(self, word: Aggregation, kind: ScalarType, depth: int) -> Expression:
        inner = Maker(self.choose, ("line",))
        # A mean of those that count could be one of three.
        where = ALWAYS if word is Aggregation.MEAN or self.one_in(3) else inner.condition(depth)
        if kind in (AT, DAY) and not self.one_in(4):
            word = self.some(Aggregation.EARLIEST, Aggregation.LATEST)
            times = [name for name, field in FIELDS.items() if field.type == kind and field.optional]
            return Aggregate(word, "line", LIST, where, FieldRef("line", self.some(*times)))
        of = None if word is Aggregation.COUNT else inner.of(kind, depth)
        return Aggregate(word, "line", LIST, where, of)

    # --- conditions ---------------------------------------------------------------------------

    def condition(self, depth: int) -> Expression:
        """A condition: true or false whatever is absent."""
        forms = ["compared", "compared", "compared", "member", "present", "window", "text"]
        deep = ["and", "or", "not", *(["list", "list"] if not self.variables else [])] if depth > 0 else []
        form = self.some(*forms, *deep)
        match form:
            case "and" | "or":
                parts = tuple(self.condition(depth - 1) for _ in range(2))
                return And(parts) if form == "and" else Or(parts)
            case "not":
                return Not(self.condition(depth - 1))
            case "list":
                where = Maker(self.choose, ("line",)).condition(depth - 1)
                return Quantifier(self.some(*Quantity), "line", LIST, where)
            case "member":
                kind = self.some(*SORTS)
                return Membership(self.operand(kind, depth), (self.literal(kind), self.operand(kind, 0)))
            case "present":
                return Presence(self.reference(self.some(*SORTS), sure=False), self.some(True, False))
            case "window":
                return self.window(depth)
            case "text":
                word = self.some(Function.CONTAINS, Function.STARTS_WITH, Function.ENDS_WITH)
                asked = Call(word, (self.of(TEXT, depth - 1), self.of(TEXT, depth - 1)))
                return Comparison(Comparator.EQUAL, asked, ALWAYS)
            case _:
                kind = self.some(*SORTS)
                comparators = Comparator if kind in ORDERED else (Comparator.EQUAL, Comparator.NOT_EQUAL)
                sides = self.operand(kind, depth), self.operand(kind, depth)
                return Comparison(self.some(*comparators), *sides)

    def window(self, depth: int) -> Expression:
        act, event = self.operand(AT, depth), self.operand(AT, depth)
        opens = self.operand(AT, 0) if self.one_in(4) else None
        return Window(act, self.some(True, False), self.some(*PERIODS), self.some(*Side), event, opens)


def question(choose: Choose, depth: int = 3, sets: int = 4) -> Asked:
    """An expression of any type that can be worked out, and facts for it."""
    maker = Maker(choose)
    expression = maker.of(maker.some(*PARTS), depth)
    return expression, tuple(facts_for(expression, choose) for _ in range(sets))


@st.composite
def questions(draw: Any) -> Asked:
    return question(lambda options: draw(st.sampled_from(options)))


def corpus(count: int) -> list[Asked]:
    """So many questions, each made by chance alone, and the same in every run."""
    return [question(Random(number).choice) for number in range(count)]
