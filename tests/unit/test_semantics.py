"""What expressions and rules mean, sentence by sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from policykit.model import (
    ABSENT,
    Aggregate,
    Aggregation,
    And,
    Answer,
    Arithmetic,
    Asked,
    Calendar,
    Call,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    FactRef,
    FieldRef,
    FlagLiteral,
    Function,
    HitPolicy,
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
    Outcome,
    PeriodLiteral,
    Policy,
    Presence,
    Quantifier,
    Quantity,
    Rule,
    Side,
    Test,
    TextLiteral,
    Unit,
    Window,
)
from policykit.semantics import UNKNOWN, Setting, collect, evaluate, first_match, govern

CALENDAR = Calendar("UTC")
YES, NO = FlagLiteral(value=True), FlagLiteral(value=False)
UNSENT, MISSING = FactRef("unsent"), FactRef("missing")
"""A fact that is unknown, and one that is known to be absent."""
ONE, TWO, FIVE = (NumberLiteral(Decimal(number)) for number in (1, 2, 5))
UNDECIDED = Comparison(Comparator.LESS, UNSENT, ONE)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def value(expression, **facts):
    return evaluate(expression, Setting({"missing": ABSENT, **facts}, CALENDAR))


def shown(result) -> str:
    return {True: "true", False: "false"}.get(result, "unknown") if result is not UNKNOWN else "unknown"


# --- literals and names -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        (YES, True),
        (ChoiceLiteral("fresh"), "fresh"),
        (TextLiteral("a pear"), "a pear"),
        (ONE, Decimal(1)),
        (MoneyLiteral(Decimal(600), "TWD"), Decimal(600)),
        (DateLiteral(date(2026, 3, 1)), date(2026, 3, 1)),
        (DateTimeLiteral(NOON), NOON),
        (PeriodLiteral(24, Unit.HOURS), DAY),
        (NumberRef("limit", PeriodLiteral(1, Unit.DAYS)), DAY),
    ],
    ids=lambda part: type(part).__name__,
)
def test_a_literal_is_its_value(literal, expected):
    assert expected == value(literal)


def test_a_fact_is_its_value_and_unknown_where_it_was_not_sent():
    assert Decimal(3) == value(FactRef("count"), count=Decimal(3))
    assert ABSENT is value(MISSING)
    assert UNKNOWN is value(UNSENT)
    assert "UNKNOWN" == repr(UNKNOWN)


def test_a_field_missing_in_an_element_is_unknown():
    setting = Setting({}, CALENDAR).holding("room", {"price": Decimal(3)})
    assert Decimal(3) == evaluate(FieldRef("room", "price"), setting)
    assert UNKNOWN is evaluate(FieldRef("room", "taken"), setting)


def test_a_named_formula_is_worked_out_once():
    setting = Setting({}, CALENDAR)
    assert Decimal(1) == evaluate(LetRef("fee", ONE), setting)
    assert Decimal(1) == evaluate(LetRef("fee", TWO), setting)


def test_an_asked_policys_value_is_absent_where_its_answer_carries_none_and_unknown_while_it_is_open():
    setting = Setting({}, CALENDAR, {"errand": {"outcome": "never"}})
    assert "never" == evaluate(Asked("errand", "outcome"), setting)
    assert ABSENT is evaluate(Asked("errand", "fee"), setting)
    assert UNKNOWN is evaluate(Asked("other", "outcome"), setting)


# --- truth ------------------------------------------------------------------------------------

TRUTH = {"true": YES, "false": NO, "unknown": UNDECIDED}


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        ("true", "true", "true", "true"),
        ("true", "false", "false", "true"),
        ("false", "false", "false", "false"),
        ("unknown", "true", "unknown", "true"),
        ("unknown", "false", "false", "unknown"),
        ("unknown", "unknown", "unknown", "unknown"),
    ],
)
def test_and_and_or_are_strong_kleene(left, right, both, either):
    for parts in ((TRUTH[left], TRUTH[right]), (TRUTH[right], TRUTH[left])):
        assert both == shown(value(And(parts)))
        assert either == shown(value(Or(parts)))


def test_not_turns_what_is_known_around():
    assert ["false", "true", "unknown"] == [shown(value(Not(part))) for part in (YES, NO, UNDECIDED)]


def test_a_test_means_its_condition():
    assert value(Test(MISSING, "absent", Presence(MISSING, present=False)))


# --- comparisons ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comparator", "less", "same", "more"),
    [
        (Comparator.EQUAL, False, True, False),
        (Comparator.NOT_EQUAL, True, False, True),
        (Comparator.LESS, True, False, False),
        (Comparator.AT_MOST, True, True, False),
        (Comparator.MORE, False, False, True),
        (Comparator.AT_LEAST, False, True, True),
    ],
    ids=lambda part: part.name if isinstance(part, Comparator) else "",
)
def test_comparing_two_values(comparator, less, same, more):
    pairs = ((ONE, TWO), (TWO, TWO), (FIVE, TWO))
    assert [less, same, more] == [value(Comparison(comparator, left, right)) for left, right in pairs]


@pytest.mark.parametrize("comparator", Comparator)
def test_an_absent_side_makes_every_comparison_false(comparator):
    assert value(Comparison(comparator, MISSING, ONE)) is False
    assert value(Comparison(comparator, ONE, MISSING)) is False


def test_an_absent_side_makes_a_comparison_false_even_when_the_other_is_unknown():
    assert value(Comparison(Comparator.EQUAL, MISSING, UNSENT)) is False
    assert value(Comparison(Comparator.EQUAL, UNSENT, MISSING)) is False


def test_an_unknown_side_makes_a_comparison_unknown():
    assert UNKNOWN is value(Comparison(Comparator.EQUAL, UNSENT, ONE))
    assert UNKNOWN is value(Comparison(Comparator.EQUAL, ONE, UNSENT))


def test_membership_is_equality_with_one_of_the_options():
    options = (ONE, FIVE)
    assert value(Membership(FIVE, options)) is True
    assert value(Membership(TWO, options)) is False
    assert value(Membership(MISSING, options)) is False
    assert UNKNOWN is value(Membership(UNSENT, options))
    assert value(Membership(ONE, (UNSENT, ONE))) is True


def test_only_what_is_known_is_absent_or_present():
    assert [True, False] == [value(Presence(MISSING, present)) for present in (False, True)]
    assert [False, True] == [value(Presence(ONE, present)) for present in (False, True)]
    assert UNKNOWN is value(Presence(UNSENT, present=True))


# --- time -------------------------------------------------------------------------------------


def window(within: bool, side: Side, act, event=NOON) -> object:
    node = Window(FactRef("act"), within, PeriodLiteral(24, Unit.HOURS), side, FactRef("event"))
    facts = {name: given for name, given in (("act", act), ("event", event)) if given is not None}
    return value(node, **facts)


TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("act", "within", "beyond"),
    [
        (NOON - TICK, False, False),
        (NOON, True, False),
        (NOON + DAY - TICK, True, False),
        (NOON + DAY, False, True),
    ],
    ids=["before the event", "with the event", "at the last moment", "at the end"],
)
def test_a_window_after_its_event(act, within, beyond):
    assert [within, beyond] == [window(word, Side.AFTER, act) for word in (True, False)]


@pytest.mark.parametrize(
    ("act", "within", "beyond"),
    [
        (NOON - DAY - TICK, False, True),
        (NOON - DAY, True, False),
        (NOON - TICK, True, False),
        (NOON, False, False),
    ],
    ids=["before its start", "at its start", "at the last moment", "with the event"],
)
def test_a_window_before_its_event(act, within, beyond):
    assert [within, beyond] == [window(word, Side.BEFORE, act) for word in (True, False)]


@pytest.mark.parametrize(
    ("act", "within", "beyond"),
    [(9, False, False), (10, True, False), (11, True, False), (12, False, True)],
    ids=["the day before", "the day itself", "the next day", "the day after"],
)
def test_an_act_of_which_the_day_alone_is_known_is_not_before_an_event_of_that_day(act, within, beyond):
    assert [within, beyond] == [window(word, Side.AFTER, date(2026, 3, act)) for word in (True, False)]


@pytest.mark.parametrize("within", [True, False])
def test_a_window_does_not_hold_while_its_act_or_its_event_is_absent(within):
    assert window(within, Side.AFTER, ABSENT) is False
    assert window(within, Side.AFTER, NOON, ABSENT) is False
    assert window(within, Side.AFTER, None, ABSENT) is False


def test_a_window_is_unknown_while_its_act_or_its_event_is():
    assert UNKNOWN is window(True, Side.AFTER, None)
    assert UNKNOWN is window(True, Side.AFTER, NOON, None)


@pytest.mark.parametrize(
    ("first", "second", "end"),
    [
        (PeriodLiteral(1, Unit.CALENDAR_DAYS), PeriodLiteral(2, Unit.CALENDAR_DAYS), "2026-03-14T00:00:00+00:00"),
        (PeriodLiteral(1, Unit.WORKING_DAYS), PeriodLiteral(2, Unit.WORKING_DAYS), "2026-03-14T00:00:00+00:00"),
        (PeriodLiteral(1, Unit.CALENDAR_DAYS), PeriodLiteral(2, Unit.DAYS), "2026-03-14T00:00:00+00:00"),
        (PeriodLiteral(12, Unit.HOURS), PeriodLiteral(2, Unit.CALENDAR_DAYS), "2026-03-13T00:00:00+00:00"),
        (PeriodLiteral(3, Unit.HOURS), PeriodLiteral(1, Unit.MONTHS), "2026-04-11T00:00:00+00:00"),
    ],
    ids=["days-after-days", "working-days-after-working-days", "elapsed-after-days", "from-midnight", "from-the-day"],
)
def test_days_after_a_period_count_from_the_last_day_it_covers(first, second, end):
    due = Moment(first, Side.AFTER, DateTimeLiteral(NOON))
    for event in (due, LetRef("due", due)):
        assert end == value(Moment(second, Side.AFTER, event)).isoformat()


def test_a_window_after_a_period_opens_when_it_ends_and_counts_from_its_last_day():
    opens = Moment(PeriodLiteral(1, Unit.CALENDAR_DAYS), Side.AFTER, DateTimeLiteral(NOON))
    node = Window(FactRef("act"), True, PeriodLiteral(2, Unit.CALENDAR_DAYS), Side.AFTER, opens)
    held = {
        hour: value(node, act=datetime(2026, 3, day, hour, tzinfo=UTC)) for day, hour in ((11, 23), (12, 0), (14, 1))
    }
    assert {23: False, 0: True, 1: False} == held


def test_a_moment_is_the_far_end_of_its_period():
    node = Moment(NumberRef("soon", PeriodLiteral(1, Unit.DAYS)), Side.AFTER, FactRef("event"))
    assert NOON + DAY == value(node, event=NOON)
    assert UNKNOWN is value(node)


def test_a_period_rolls_over_to_the_next_working_day():
    """Seven days after Saturday, 7 March 2026, end with a Saturday."""
    period = PeriodLiteral(7, Unit.CALENDAR_DAYS, rolls=True)
    monday = datetime.fromisoformat("2026-03-16T20:00:00+08:00")
    event = datetime.fromisoformat("2026-03-07T10:00:00+08:00")
    node = Window(FactRef("act"), True, period, Side.AFTER, FactRef("event"))
    assert value(node, act=monday, event=event) is True
    assert value(node, act=monday + DAY, event=event) is False


# --- formulas ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "expected"),
    [(Operator.ADD, "7"), (Operator.SUBTRACT, "3"), (Operator.MULTIPLY, "10"), (Operator.DIVIDE, "2.5")],
)
def test_arithmetic_of_decimals(operator, expected):
    assert Decimal(expected) == value(Arithmetic(operator, FIVE, TWO))
    assert UNKNOWN is value(Arithmetic(operator, FIVE, UNSENT))
    assert UNKNOWN is value(Arithmetic(operator, UNSENT, FIVE))


def test_durations_add_up_and_subtract():
    day, hour = FactRef("day"), FactRef("hour")
    assert DAY + HOUR == value(Arithmetic(Operator.ADD, day, hour), day=DAY, hour=HOUR)
    assert DAY - HOUR == value(Arithmetic(Operator.SUBTRACT, day, hour), day=DAY, hour=HOUR)


PLUM = TextLiteral("plum")


def test_a_condition_chooses_between_two_formulas():
    assert [Decimal(1), Decimal(2)] == [value(If(held, ONE, TWO)) for held in (YES, NO)]
    assert UNKNOWN is value(If(UNDECIDED, ONE, TWO))


@pytest.mark.parametrize(
    ("function", "arguments", "expected"),
    [
        pytest.param(Function.OR_ELSE, (MISSING, FIVE), 5, id="or_else of something absent"),
        pytest.param(Function.OR_ELSE, (TWO, FIVE), 2, id="or_else of something present"),
        pytest.param(Function.RATIO, (ONE, TWO, FIVE), Decimal("0.5"), id="ratio"),
        pytest.param(Function.RATIO, (ONE, NumberLiteral(Decimal(0)), FIVE), 5, id="ratio to nothing"),
        pytest.param(Function.MIN, (TWO, ONE, FIVE), 1, id="min"),
        pytest.param(Function.MAX, (TWO, ONE, FIVE), 5, id="max"),
        pytest.param(Function.ABS, (NumberLiteral(Decimal(-3)),), 3, id="abs"),
        pytest.param(Function.FLOOR, (NumberLiteral(Decimal("-2.5")),), -3, id="floor"),
        pytest.param(Function.CEILING, (NumberLiteral(Decimal("-2.5")),), -2, id="ceiling"),
        pytest.param(Function.ROUND, (NumberLiteral(Decimal("-2.25")), ONE), Decimal("-2.3"), id="round"),
        pytest.param(Function.ROUND_UP, (NumberLiteral(Decimal("2.21")), ONE), Decimal("2.3"), id="round_up"),
        pytest.param(Function.ROUND_DOWN, (NumberLiteral(Decimal("-2.29")), ONE), Decimal("-2.2"), id="round_down"),
        pytest.param(Function.MODULO, (FIVE, TWO), 1, id="modulo"),
        pytest.param(Function.LENGTH, (PLUM,), 4, id="length"),
        pytest.param(Function.UPPER_CASE, (PLUM,), "PLUM", id="upper_case"),
        pytest.param(Function.LOWER_CASE, (TextLiteral("PLUM"),), "plum", id="lower_case"),
        pytest.param(Function.CONTAINS, (PLUM, TextLiteral("lu")), True, id="contains"),
        pytest.param(Function.STARTS_WITH, (PLUM, TextLiteral("lu")), False, id="starts_with"),
        pytest.param(Function.ENDS_WITH, (PLUM, TextLiteral("um")), True, id="ends_with"),
        pytest.param(Function.MIN, (DateTimeLiteral(NOON + HOUR), DateTimeLiteral(NOON)), NOON, id="min of instants"),
        pytest.param(Function.ABS, (FactRef("before"),), HOUR, id="abs of a duration"),
    ],
)
def test_functions(function, arguments, expected):
    assert expected == value(Call(function, arguments), before=-HOUR)
    assert UNKNOWN is value(Call(function, (UNSENT, *arguments[1:])))


# --- lists ------------------------------------------------------------------------------------

ROOMS = ({"taken": True, "price": Decimal(3)}, {"taken": False, "price": Decimal(7)})
TAKEN = Comparison(Comparator.EQUAL, FieldRef("room", "taken"), YES)
PRICE = FieldRef("room", "price")


def rooms(quantity: Quantity, *elements) -> object:
    return value(Quantifier(quantity, "room", "rooms", TAKEN), rooms=elements)


def test_some_and_every_are_or_and_and_over_the_elements():
    assert [True, False] == [rooms(quantity, *ROOMS) for quantity in Quantity]
    assert [UNKNOWN, UNKNOWN] == [rooms(Quantity.SOME, {}), rooms(Quantity.EVERY, {})]
    assert rooms(Quantity.SOME, {}, ROOMS[0]) is True
    assert rooms(Quantity.EVERY, {}, ROOMS[1]) is False


def test_of_no_elements_every_one_satisfies_and_none_does():
    assert [False, True] == [rooms(quantity) for quantity in Quantity]


def test_an_unknown_list_leaves_everything_open():
    assert UNKNOWN is value(Quantifier(Quantity.SOME, "room", "rooms", TAKEN))
    assert UNKNOWN is value(Aggregate(Aggregation.COUNT, "room", "rooms", TAKEN, None))


def total(aggregation: Aggregation, *elements, where=YES, of=PRICE) -> object:
    return value(Aggregate(aggregation, "room", "rooms", where, of), rooms=elements)


def test_aggregates_over_the_elements_that_satisfy_the_condition():
    assert Decimal(2) == total(Aggregation.COUNT, *ROOMS, of=None)
    assert Decimal(1) == total(Aggregation.COUNT, *ROOMS, where=TAKEN, of=None)
    words = (Aggregation.SUM, Aggregation.MIN, Aggregation.MAX, Aggregation.MEAN)
    assert [10, 3, 7, 5] == [total(word, *ROOMS) for word in words]


def test_of_no_elements_the_count_and_sum_are_0_and_the_others_absent():
    nothing = {word: total(word) for word in Aggregation}
    assert {word: ABSENT if word.may_be_absent else 0 for word in Aggregation} == nothing
    assert {Aggregation.COUNT, Aggregation.SUM} == {word for word, made in nothing.items() if made == 0}


PARCELS = ({"at": NOON}, {"at": NOON + HOUR}, {"at": ABSENT})
AT = FieldRef("room", "at")


def test_the_earliest_is_of_those_that_are_there_and_the_latest_waits_for_all():
    first, last = (total(word, *PARCELS, of=AT) for word in (Aggregation.EARLIEST, Aggregation.LATEST))
    assert (NOON, ABSENT) == (first, last)
    assert NOON + HOUR == total(Aggregation.LATEST, *PARCELS[:2], of=AT)
    assert ABSENT is total(Aggregation.EARLIEST, PARCELS[2], of=AT)


def test_a_time_that_is_unknown_leaves_both_open_even_where_another_is_absent():
    assert [UNKNOWN, UNKNOWN] == [
        total(word, *PARCELS, {}, of=AT) for word in (Aggregation.EARLIEST, Aggregation.LATEST)
    ]


def test_the_latest_of_those_that_count_does_not_wait_for_the_others():
    there = Presence(AT, present=True)
    assert NOON + HOUR == total(Aggregation.LATEST, *PARCELS, where=there, of=AT)


def test_an_aggregate_is_unknown_while_an_element_may_or_may_not_count_or_its_value_is_not_known():
    assert UNKNOWN is total(Aggregation.SUM, {"price": Decimal(3)}, where=TAKEN)
    assert UNKNOWN is total(Aggregation.SUM, {"taken": True}, where=TAKEN)
    assert Decimal(0) == total(Aggregation.SUM, {"taken": False}, where=TAKEN)


# --- rules ------------------------------------------------------------------------------------


def policy(*rules: Rule, hit_policy: HitPolicy = HitPolicy.FIRST, aggregation: Aggregation | None = None) -> Policy:
    otherwise = Rule("otherwise", YES, Answer("refuse"))
    outcomes = (Outcome("pay"), Outcome("refuse"))
    return Policy("p", "decision", {}, outcomes, rules, otherwise, hit_policy=hit_policy, aggregation=aggregation)


def pays(name: str, when, amount=ONE, **more) -> Rule:
    return Rule(name, when, Answer("pay", {"amount": amount}, **more))


def verdict(*rules: Rule, **more):
    return govern(policy(*rules, **more), Setting({}, CALENDAR))


def test_the_first_rule_that_holds_governs():
    found = verdict(pays("a", NO), pays("b", YES, TWO), pays("c", YES))
    assert ("b", {"amount": Decimal(2)}, True) == (found.governing.id, found.values, found.settled)


def test_otherwise_governs_where_no_rule_holds():
    assert "otherwise" == verdict(pays("a", NO)).governing.id


def test_an_undecided_rule_before_the_one_that_holds_leaves_the_answer_open():
    found = verdict(pays("a", UNDECIDED), pays("b", YES), pays("c", UNDECIDED))
    assert (["a"], "b", False) == ([rule.id for rule in found.undecided], found.governing.id, found.settled)
    assert {} == found.values


@pytest.mark.parametrize(
    "answer",
    [{"amount": UNSENT}, {"deadlines": {"due": UNSENT}}, {"named": {"unsent": UNSENT}}],
    ids=["a value", "a deadline", "the wording"],
)
def test_an_answer_is_open_while_something_in_it_is_unknown(answer):
    found = verdict(pays("a", YES, **answer))
    assert ((), False) == (found.undecided, found.settled)


def test_a_policy_whose_last_rule_need_not_hold_is_none():
    broken = Policy("p", "decision", {}, (), (), Rule("otherwise", NO, Answer("refuse")))
    with pytest.raises(AssertionError, match="always holds"):
        first_match(broken, Setting({}, CALENDAR))


SUM = {"hit_policy": HitPolicy.COLLECT, "aggregation": Aggregation.SUM}


def test_a_table_that_collects_aggregates_the_rows_that_hold():
    found = verdict(pays("a", NO), pays("b", YES, TWO), pays("c", YES, FIVE), **SUM)
    assert ("b", {"amount": Decimal(7)}) == (found.governing.id, found.values)


@pytest.mark.parametrize("hit_policy", [HitPolicy.RULE_ORDER, HitPolicy.COLLECT])
def test_a_table_without_an_aggregation_lists_the_rows_that_hold_with_their_values(hit_policy):
    found = verdict(pays("a", NO), pays("b", YES, TWO), pays("c", YES, FIVE), hit_policy=hit_policy)
    assert ("b", {}) == (found.governing.id, found.values)
    assert [("b", {"amount": Decimal(2)}), ("c", {"amount": Decimal(5)})] == [
        (hit.rule.id, hit.values) for hit in found.hits
    ]


def test_an_unknown_value_leaves_a_list_of_rows_open():
    rows = policy(pays("a", YES), pays("b", YES, UNSENT), hit_policy=HitPolicy.RULE_ORDER)
    assert not collect(rows, Setting({}, CALENDAR)).settled


def test_a_table_that_collects_answers_otherwise_where_no_row_holds():
    assert "otherwise" == verdict(pays("a", NO), **SUM).governing.id


def test_any_undecided_row_leaves_a_table_that_collects_open():
    found = verdict(pays("a", YES), pays("b", UNDECIDED), **SUM)
    assert (["b"], "a") == ([rule.id for rule in found.undecided], found.governing.id)


def test_an_unknown_value_leaves_a_table_that_collects_open():
    found = collect(policy(pays("a", YES), pays("b", YES, UNSENT), **SUM), Setting({}, CALENDAR))
    assert {"amount": UNKNOWN} == found.values
    assert not found.settled
