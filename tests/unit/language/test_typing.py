"""Parse trees to typed expressions: what each text means, and what is wrong with those that mean nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from lark import Tree

from policykit.language.read import read_test
from policykit.language.scope import Faults
from policykit.language.types import PeriodType, Typed, in_words
from policykit.language.unary import UnaryTyper
from policykit.model import (
    And,
    Arithmetic,
    Call,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    FlagLiteral,
    Function,
    If,
    LetRef,
    Membership,
    Moment,
    MoneyLiteral,
    Not,
    NumberLiteral,
    NumberRef,
    Operator,
    Or,
    PeriodLiteral,
    Presence,
    Side,
    TextLiteral,
    Unit,
    Window,
)
from tests.unit.language.shop import NUMBERS, SCOPE, formula, gives, holds, place, ref, said_of

SEVEN = NumberLiteral(Decimal(7))
HOURS = PeriodLiteral(24, Unit.HOURS)
FRESH, BOXED = ChoiceLiteral("fresh"), ChoiceLiteral("boxed")


def equal(name: str, right) -> Comparison:
    return Comparison(Comparator.EQUAL, ref(name), right)


# --- formulas ---------------------------------------------------------------------------------

LITERALS = {
    "7": (SEVEN, "a number"),
    "7.50": (NumberLiteral(Decimal("7.50")), "a number"),
    "-7": (NumberLiteral(Decimal(-7)), "a number"),
    "7 kg": (NumberLiteral(Decimal(7), "kg"), "a number of kg"),
    "-7 kg": (NumberLiteral(Decimal(-7), "kg"), "a number of kg"),
    "600 TWD": (MoneyLiteral(Decimal(600), "TWD"), "an amount in TWD"),
    "-600 TWD": (MoneyLiteral(Decimal(-600), "TWD"), "an amount in TWD"),
    "1 hour": (PeriodLiteral(1, Unit.HOURS), "a period in hours"),
    "2 months or next working day": (PeriodLiteral(2, Unit.MONTHS, rolls=True), "a period in months"),
    "14 calendar days or  the next working day": (
        PeriodLiteral(14, Unit.CALENDAR_DAYS, rolls=True),
        "a period in calendar days",
    ),
    "2  working   days": (PeriodLiteral(2, Unit.WORKING_DAYS), "a period in working days"),
    "2026-03-01": (DateLiteral(date(2026, 3, 1)), "a date"),
    "2026-03-01T08:00:00+08:00": (
        DateTimeLiteral(datetime.fromisoformat("2026-03-01T08:00:00+08:00")),
        "a date and time",
    ),
    '"any words"': (TextLiteral("any words"), "a text"),
    "yes": (FlagLiteral(True), "yes or no"),
    "false": (FlagLiteral(False), "yes or no"),
    "count": (ref("count"), "a number"),
    "fee": (NumberRef("fee", NUMBERS["fee"]), "a number"),
}


@pytest.mark.parametrize(("text", "expected"), LITERALS.items(), ids=LITERALS.keys())
def test_what_stands_for_one_value(text, expected):
    typed = gives(text)
    assert expected == (typed.expression, in_words(typed.type))


def test_a_part_knows_its_characters():
    expression = gives("count + 7").expression
    assert isinstance(expression, Arithmetic)
    assert [place(0, 5), place(8, 9)] == [expression.left.span, expression.right.span]


ARITHMETIC = {
    "count + 7": (Operator.ADD, "a number"),
    "price - cap": (Operator.SUBTRACT, "an amount in TWD"),
    "takes + takes": (Operator.ADD, "a duration"),
    "fee * price": (Operator.MULTIPLY, "an amount in TWD"),
    "price * fee": (Operator.MULTIPLY, "an amount in TWD"),
    "fee * weight": (Operator.MULTIPLY, "a number of kg"),
    "weight * fee": (Operator.MULTIPLY, "a number of kg"),
    "price / 3": (Operator.DIVIDE, "an amount in TWD"),
    "price / fee": (Operator.DIVIDE, "an amount in TWD"),
    "weight / 2 kg": (Operator.DIVIDE, "a number"),
    "price / cap": (Operator.DIVIDE, "a number"),
    "-price": (Operator.MULTIPLY, "an amount in TWD"),
}


@pytest.mark.parametrize(("text", "expected"), ARITHMETIC.items(), ids=ARITHMETIC.keys())
def test_arithmetic_has_a_type(text, expected):
    typed = gives(text)
    assert isinstance(typed.expression, Arithmetic)
    assert expected == (typed.expression.operator, in_words(typed.type))


def test_products_bind_before_sums():
    assert Arithmetic(Operator.ADD, SEVEN, Arithmetic(Operator.MULTIPLY, SEVEN, SEVEN)) == gives("7 + 7 * 7").expression


CONDITIONS = {
    "count >= 7": Comparison(Comparator.AT_LEAST, ref("count"), SEVEN),
    "count at least 7": Comparison(Comparator.AT_LEAST, ref("count"), SEVEN),
    "kind = fresh": equal("kind", FRESH),
    "kind in (fresh, boxed)": Membership(ref("kind"), (FRESH, BOXED)),
    "kind in (fresh)": equal("kind", FRESH),
    "maybe.price is absent": Presence(ref("maybe.price"), present=False),
    "maybe.price is present": Presence(ref("maybe.price"), present=True),
    "not(flag)": Not(equal("flag", FlagLiteral(True))),
    "not(count = 7)": Not(equal("count", SEVEN)),
    "flag and count = 7": And((equal("flag", FlagLiteral(True)), equal("count", SEVEN))),
    "yes or count = 7": Or((FlagLiteral(True), equal("count", SEVEN))),
    "made_at after delivered_at": Comparison(Comparator.AT_LEAST, ref("made_at"), ref("delivered_at")),
    "day before 2026-03-01": Comparison(Comparator.LESS, ref("day"), DateLiteral(date(2026, 3, 1))),
}


@pytest.mark.parametrize(("text", "expected"), CONDITIONS.items(), ids=CONDITIONS.keys())
def test_conditions_are_yes_or_no(text, expected):
    typed = gives(text)
    assert (expected, "yes or no", False) == (typed.expression, in_words(typed.type), typed.absent)


def test_a_moment_is_an_instant():
    typed = gives("24 hours after made_at")
    assert (Moment(HOURS, Side.AFTER, ref("made_at")), "a date and time") == (typed.expression, in_words(typed.type))


def test_if_gives_what_both_branches_are():
    typed = gives("if flag then price else 0 TWD")
    expected = If(equal("flag", FlagLiteral(True)), ref("price"), MoneyLiteral(Decimal(0), "TWD"))
    assert (expected, "an amount in TWD") == (typed.expression, in_words(typed.type))


def test_if_may_be_absent_where_a_branch_may():
    assert gives("if flag then maybe.price else price").absent
    assert not gives("if flag then 1 else 2").absent


def test_a_call_gives_what_its_function_gives():
    typed = gives("or_else(maybe.price, cap)")
    expected = Call(Function.OR_ELSE, (ref("maybe.price"), NumberRef("cap", NUMBERS["cap"])))
    assert (expected, "an amount in TWD", False) == (typed.expression, in_words(typed.type), typed.absent)


WRONG = {
    "0 hours": ("out-of-range", "`0 hours` is no possible period", "write a whole number from 1 to 36,500"),
    "1.5 hours": ("out-of-range", "`1.5 hours` is no possible period", "write a whole number from 1 to 36,500"),
    "101 years": ("out-of-range", "`101 years` is no possible period", "write a whole number from 1 to 100"),
    "2 weeks or the next working day": (
        "no-roll-over",
        "a period in weeks does not roll over",
        "elapsed time ends to the minute; write `14 calendar days or the next working day`",
    ),
    "2 working days or the next working day": (
        "no-roll-over",
        "a period in working days does not roll over",
        "working time never ends on a day of rest; drop `or the next working day`",
    ),
    "1 month or the next working day before made_at": (
        "no-roll-over",
        "a period before its event does not roll over",
        "a longer period would not be meant; count back in `working days`, or drop `or the next working day`",
    ),
    "2026-02-30": ("wrong-type", "`2026-02-30` is no day of the calendar", "write a date as `2026-03-01`"),
    "prise": ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    "maxi(price, cap)": ("unknown-function", "unknown function `maxi`", "did you mean `max`?"),
    "sin(price)": (
        "unknown-function",
        "unknown function `sin`",
        "did you mean `min`?",
    ),
    "floor(1, 2)": ("wrong-arguments", "`floor` takes a number; 2 given", "write `floor(a)`"),
    "floor(price)": (
        "wrong-arguments",
        "`floor`: it takes a number; here an amount in TWD; amounts take `round_down(x, 0)` or `round_up(x, 0)`",
        "write `floor(a)`",
    ),
    "modulo(count, share)": (
        "wrong-arguments",
        "`modulo`: the divisor must be written out, and not zero",
        "write `modulo(a, 7)`",
    ),
    "round(price, 13)": (
        "wrong-arguments",
        "`round`: the digits are a whole number from 0 to 12, written out",
        "write `round(a, 2)`",
    ),
    "floor(prise)": ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    "-flag": ("wrong-type", "expected a number or an amount, found yes or no", None),
    "-prise": ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    "prise + 7": ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    "price + price.abroad": (
        "wrong-type",
        "no result for an amount in TWD + an amount in CNY",
        "amounts of two currencies never mix",
    ),
    "count(lines)": (
        "unknown-function",
        "unknown function `count`",
        "over a list, write `count: line in order.lines` under `let:`, without brackets",
    ),
    "made_at + 28 days": (
        "wrong-type",
        "no result for a date and time + a period in days",
        "write the period first: `28 days after order.placed_at`, or `before`",
    ),
    "price + 7": (
        "wrong-type",
        "no result for an amount in TWD + a number",
        "both sides need one type and one unit",
    ),
    "price / count": (
        "variable-divisor",
        "this divisor can be zero",
        "divide only by a number that is written out and is not zero, or use `ratio(a, b, otherwise)`",
    ),
    "price / 0": (
        "variable-divisor",
        "this divisor can be zero",
        "divide only by a number that is written out and is not zero, or use `ratio(a, b, otherwise)`",
    ),
    "price / nothing": (
        "variable-divisor",
        "this divisor can be zero",
        "divide only by a number that is written out and is not zero, or use `ratio(a, b, otherwise)`",
    ),
    "maybe.price + price": (
        "may-be-absent",
        "this may be absent, and a formula needs a value",
        "wrap it: `or_else(x, 0)`",
    ),
    "if prise then 1 else 2": ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    "if count then 1 else 2": ("wrong-type", "expected a condition, found a number", None),
    "if flag then 1 else price": (
        "wrong-type",
        "`then` gives a number, `else` an amount in TWD",
        "let both give the same",
    ),
    "if flag then 1 month else 1 month": (
        "wrong-type",
        "`then` gives a period in months, `else` a period in months",
        "let both give the same",
    ),
    "prise after made_at": ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    "24 hours after maybe.at": (
        "may-be-absent",
        "this may be absent, and a formula needs a value",
        "wrap it: `or_else(x, 0)`",
    ),
    "count after made_at": (
        "wrong-type",
        "expected a period, found a number",
        "write a period such as `24 hours` or `14 calendar days`",
    ),
    "24 hours after count": ("wrong-type", "expected a date or an instant, found a number", None),
    "day after made_at": (
        "wrong-type",
        "expected a date, found a date and time",
        "compare dates with dates, instants with instants",
    ),
    "count = 7 and prise": ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    "not(prise)": ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    "not(count)": ("wrong-type", "expected a condition, found a number", None),
    "prise = 7": ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    "prise in (7)": ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    "prise is absent": ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    "price is absent": (
        "never-absent",
        "`absent` is asked of something that is never absent",
        "drop the test, or give the fact `optional: yes`",
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.items(), ids=WRONG.keys())
def test_a_wrong_formula_says_why(text, expected):
    typed, found = formula(text)
    assert typed is None
    assert [expected] == [(one.code, one.message, one.help) for one in found]


def test_both_sides_of_a_formula_are_looked_at():
    assert 2 == len(formula("prise + prize")[1])


# --- tests ------------------------------------------------------------------------------------

TESTS = {
    ("flag", "yes"): equal("flag", FlagLiteral(True)),
    ("count", "7"): equal("count", SEVEN),
    ("kind", "fresh"): equal("kind", FRESH),
    ("kind", "fresh, boxed"): Membership(ref("kind"), (FRESH, BOXED)),
    ("kind", "not(fresh)"): Not(equal("kind", FRESH)),
    ("maybe.kind", "not(fresh)"): And((Presence(ref("maybe.kind"), present=True), Not(equal("maybe.kind", FRESH)))),
    ("count", "at least 7"): Comparison(Comparator.AT_LEAST, ref("count"), SEVEN),
    ("count", "at most 7"): Comparison(Comparator.AT_MOST, ref("count"), SEVEN),
    ("count", "more than 7"): Comparison(Comparator.MORE, ref("count"), SEVEN),
    ("count", "less than 7"): Comparison(Comparator.LESS, ref("count"), SEVEN),
    ("count", "!= 7"): Comparison(Comparator.NOT_EQUAL, ref("count"), SEVEN),
    ("count", "7 to 7"): And(
        (Comparison(Comparator.AT_LEAST, ref("count"), SEVEN), Comparison(Comparator.AT_MOST, ref("count"), SEVEN))
    ),
    ("count", "at least 7 and at most 7"): And(
        (Comparison(Comparator.AT_LEAST, ref("count"), SEVEN), Comparison(Comparator.AT_MOST, ref("count"), SEVEN))
    ),
    ("count", "less than 7 or more than 7"): Or(
        (Comparison(Comparator.LESS, ref("count"), SEVEN), Comparison(Comparator.MORE, ref("count"), SEVEN))
    ),
    ("maybe.price", "absent"): Presence(ref("maybe.price"), present=False),
    ("maybe.price", "present"): Presence(ref("maybe.price"), present=True),
    ("kind", "same as other.kind"): equal("kind", ref("other.kind")),
    ("made_at", "after delivered_at"): Comparison(Comparator.AT_LEAST, ref("made_at"), ref("delivered_at")),
    ("made_at", "before delivered_at"): Comparison(Comparator.LESS, ref("made_at"), ref("delivered_at")),
    ("made_at", "within 24 hours after delivered_at"): Window(
        ref("made_at"), True, HOURS, Side.AFTER, ref("delivered_at")
    ),
    ("made_at", "more than limit before delivered_at"): Window(
        ref("made_at"), False, NumberRef("limit", NUMBERS["limit"]), Side.BEFORE, ref("delivered_at")
    ),
    ("takes", "at most 24 hours"): Comparison(Comparator.AT_MOST, ref("takes"), HOURS),
    ("maybe.at", "within 24 hours after maybe.at"): Window(ref("maybe.at"), True, HOURS, Side.AFTER, ref("maybe.at")),
}


@pytest.mark.parametrize(("line", "expected"), TESTS.items(), ids=[f"{name}: {text}" for name, text in TESTS])
def test_what_a_test_says(line, expected):
    assert expected == holds(*line)


WRONG_TESTS = {
    ("kind", "frsh"): ("unknown-choice", "`frsh` is not a choice here", "did you mean `fresh`?"),
    ("kind", "order.method"): (
        "unknown-choice",
        "`order.method` is not a choice here",
        "the choices are `fresh`, `boxed`; another fact is `same as order.method`",
    ),
    ("kind", "at least fresh"): (
        "wrong-type",
        "expected something with a less and a more, found a choice",
        "name the values: `a, b`",
    ),
    ("kind", "fresh to boxed"): (
        "range-not-whole",
        "`to` is for whole numbers only, so that nothing falls between two ranges",
        "write `at least 8 and less than 15`, or give the fact `step: 1`",
    ),
    ("share", "8 to 14"): (
        "range-not-whole",
        "`to` is for whole numbers only, so that nothing falls between two ranges",
        "write `at least 8 and less than 15`, or give the fact `step: 1`",
    ),
    ("count", "prise to 14"): ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    ("kind", "same as order.method"): (
        "wrong-type",
        "expected a choice, found a choice",
        "the two have no choice in common",
    ),
    ("kind", "same as price"): ("wrong-type", "expected a choice, found an amount in TWD", None),
    ("kind", "same as prise"): ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    ("flag", "7"): ("wrong-type", "expected yes or no, found a number", "write `yes` or `no`"),
    ("weight", "7"): ("wrong-type", "expected a number of kg, found a number", "write `7 kg`"),
    ("price", "7"): ("wrong-type", "expected an amount in TWD, found a number", "write `7 TWD`"),
    ("takes", "7"): ("wrong-type", "expected a duration, found a number", "write `7 hours`, or minutes, days, weeks"),
    ("takes", "7 working days"): (
        "wrong-type",
        "expected a duration, found a period in working days",
        "a duration is compared with minutes, hours, days or weeks of elapsed time",
    ),
    ("note", "7"): (
        "wrong-type",
        "expected a text, found a number",
        """write text in double quotes, inside single ones: '"…"'""",
    ),
    ("day", "7"): ("wrong-type", "expected a date, found a number", None),
    ("flag", "maybe"): ("unknown-fact", "unknown name `maybe`", "write `yes` or `no`"),
    ("flag", "Yes"): ("unknown-fact", "unknown name `Yes`", "write `yes` or `no`"),
    ("flag", "flga"): ("unknown-fact", "unknown name `flga`", "did you mean `flag`?"),
    ("price", "at least 700 USD"): (
        "wrong-type",
        "expected an amount in TWD, found an amount in USD",
        "money here is in `TWD`",
    ),
    ("weight", "60 kg"): ("out-of-range", "`60` is never reached", "facts.yaml says: at least 0 and at most 50"),
    ("weight", "-1 kg"): ("out-of-range", "`-1` is never reached", "facts.yaml says: at least 0 and at most 50"),
    ("share", "at least -1"): ("out-of-range", "`-1` is never reached", "facts.yaml says: at least 0"),
    ("price", "absent"): (
        "never-absent",
        "`absent` is asked of something that is never absent",
        "drop the test, or give the fact `optional: yes`",
    ),
    ("price", "after made_at"): ("wrong-type", "expected a date or an instant, found an amount in TWD", None),
    ("made_at", "after price"): ("wrong-type", "expected a date or an instant, found an amount in TWD", None),
    ("made_at", "after prise"): ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    ("day", "before made_at"): (
        "wrong-type",
        "expected a date, found a date and time",
        "compare dates with dates, instants with instants",
    ),
    ("made_at", "at least 24 hours after delivered_at"): (
        "syntax",
        "a window is `within … after …` or `more than … after …`",
        "periods include their first instant and exclude their last",
    ),
    ("made_at", "within prise after delivered_at"): ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    ("made_at", "within count after delivered_at"): (
        "wrong-type",
        "expected a period, found a number",
        "write a period such as `24 hours` or `14 calendar days`",
    ),
    ("made_at", "within 7 dayz after delivered_at"): (
        "wrong-type",
        "expected a period, found a number of dayz",
        "did you mean `days`?",
    ),
    ("made_at", "within limit after price"): (
        "wrong-type",
        "expected a date or an instant, found an amount in TWD",
        None,
    ),
    ("price", "within limit after made_at"): (
        "wrong-type",
        "expected a date or an instant, found an amount in TWD",
        None,
    ),
    ("kind", "not(frsh)"): ("unknown-choice", "`frsh` is not a choice here", "did you mean `fresh`?"),
    ("kind", "fresh, frsh"): ("unknown-choice", "`frsh` is not a choice here", "did you mean `fresh`?"),
    ("count", "at least prise"): ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
    ("count", "at least 7 and at most prise"): ("unknown-fact", "unknown name `prise`", "did you mean `price`?"),
}


@pytest.mark.parametrize(
    ("line", "expected"), WRONG_TESTS.items(), ids=[f"{name}: {text}" for name, text in WRONG_TESTS]
)
def test_a_wrong_test_says_why(line, expected):
    condition, found = said_of(*line)
    assert condition is None
    assert [expected] == [(one.code, one.message, one.help) for one in found]


def test_every_fault_of_a_window_is_told():
    assert 3 == len(said_of("price", "within count after flag")[1])


def test_a_named_condition_is_one_itself():
    scope = SCOPE.naming({"late": Typed(LetRef("late", equal("count", SEVEN)), gives("flag").type)})
    expected = equal("late", FlagLiteral(True)).right
    condition = gives("not(late)", scope).expression
    assert Not(Comparison(Comparator.EQUAL, LetRef("late", equal("count", SEVEN)), expected)) == condition


@pytest.mark.parametrize("reading", ["expression", "test"])
def test_what_the_grammar_does_not_have_is_nothing_an_author_can_write(reading):
    typer = UnaryTyper(SCOPE, Faults(place))
    tree = Tree("riddle", [])
    with pytest.raises(AssertionError, match="riddle"):
        typer.expression(tree) if reading == "expression" else typer.test(tree, gives("count"))


def test_a_period_is_typed_by_its_unit():
    assert PeriodType(Unit.CALENDAR_DAYS) == gives("14 calendar days").type


def test_periods_that_have_no_fixed_length_are_not_compared():
    scope = replace(SCOPE, numbers={"notice": PeriodLiteral(3, Unit.WORKING_DAYS)})
    faults = Faults(place)
    subject = scope.find("notice", place(0, 0))
    assert read_test("at least 2 working days", subject, scope, faults) is None
    assert ["only minutes, hours, days and weeks have a length to compare"] == [one.help for one in faults.found]


def test_periods_of_a_fixed_length_are_compared():
    scope = replace(SCOPE, numbers={"notice": PeriodLiteral(3, Unit.HOURS)})
    assert read_test("at least 1 days", scope.find("notice", place(0, 0)), scope, Faults(place)) is not None
