"""Sets of values: put together, and read off tests. Each is compared with its members."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest

from policykit.model import ABSENT, And, Answer, Calendar, FlagLiteral, Or, Rule, Test, Value
from policykit.regions import EVERYWHERE, NOWHERE, THERE, Region, apart, cells_of, joined, opposite, shared, where
from policykit.semantics import Setting, evaluate
from tests.unit.language.shop import holds, ref

CALENDAR = Calendar("UTC")
REGIONS = {
    "nowhere": NOWHERE,
    "there": THERE,
    "everywhere": EVERYWHERE,
    "one value": Region(False, ((1, 0), (1, 1))),
    "from a value": Region(False, ((2, 0),), absent=True),
    "above a value": Region(False, ((2, 1),)),
    "up to a value": Region(True, ((1, 1),)),
    "below a value": Region(True, ((1, 0),), absent=True),
    "two stretches": Region(False, ((0, 0), (1, 0), (2, 1), (3, 1))),
}
MEMBERS: tuple[Value, ...] = (-1, 0, 1, 2, 3, 4, ABSENT)


def members(region: Region) -> set[Value]:
    return {value for value in MEMBERS if region.holds(value)}


@pytest.mark.parametrize(("one", "other"), list(product(REGIONS, REGIONS)))
def test_regions_are_put_together_as_sets_are(one, other):
    here, there = REGIONS[one], REGIONS[other]
    assert members(here) | members(there) == members(joined(here, there))
    assert members(here) & members(there) == members(shared(here, there))
    assert apart(here, there) is (shared(here, there) == NOWHERE)


@pytest.mark.parametrize("region", REGIONS.values(), ids=REGIONS.keys())
def test_the_opposite_has_all_others(region):
    assert set(MEMBERS) - members(region) == members(opposite(region))


def test_what_touches_from_both_sides_is_one_region():
    assert Region(True, ()) == joined(Region(True, ((1, 0),)), Region(False, ((1, 0),)))


# --- of tests ---------------------------------------------------------------------------------

NUMBERS = tuple(Decimal(text) for text in ("0", "1", "2", "2.5", "3", "4", "5", "7"))
DAYS = tuple(date(2026, 1, day) for day in (1, 2, 3))
INSTANTS = tuple(datetime.fromisoformat(f"2026-01-01T0{hour}:00:00+00:00") for hour in (1, 2, 3))
READ = {
    "count": (NUMBERS, ("3", "1, 2", "at least 3", "more than 3", "at most 2", "< 2", "!= 3", "2 to 4", "not(3)",
                        "not(1, 2)", "at least 2 and less than 5", "less than 2 or more than 4", "not(2 to 4)")),
    "maybe.count": ((*NUMBERS, ABSENT), ("3", "absent", "present", "not(3)", "!= 3", "at least 2 and present")),
    "kind": (("boxed", "fresh"), ("fresh", "fresh, boxed", "not(fresh)")),
    "maybe.kind": (("boxed", "fresh", ABSENT), ("fresh", "not(fresh)", "not(absent)")),
    "flag": ((False, True), ("yes", "no", "not(yes)")),
    "day": (DAYS, ("before 2026-01-02", "after 2026-01-02", "2026-01-02")),
    "made_at": (INSTANTS, ("before 2026-01-01T02:00:00Z", "after 2026-01-01T10:00:00+08:00")),
    "takes": ((timedelta(hours=1), timedelta(days=1)), ("at least 24 hours", "less than 24 hours")),
    "note": (("", "pear"), ('"pear"', 'not("pear")')),
}  # fmt: skip
TESTS = [(name, text, values) for name, (values, texts) in READ.items() for text in texts]


@pytest.mark.parametrize(("name", "text", "values"), TESTS)
def test_the_region_of_a_test_has_the_values_for_which_it_holds(name, text, values):
    condition = holds(name, text)
    found = where(condition, ref(name), CALENDAR)
    assert found.exact
    assert {value: found.region.holds(value) for value in values} == {
        value: evaluate(condition, Setting({name: value}, CALENDAR)) for value in values
    }


@pytest.mark.parametrize(
    ("name", "text", "region"),
    [
        ("count", "at least share", EVERYWHERE),
        ("count", "not(share)", EVERYWHERE),
        ("count", "3, share", EVERYWHERE),
        ("made_at", "within 3 days after delivered_at", EVERYWHERE),
        ("count", "at least share and less than 5", Region(True, ((Decimal(5), 0),))),
        ("count", "less than share or at least 5", EVERYWHERE),
    ],
)
def test_of_a_test_that_depends_on_other_facts_the_region_is_what_it_holds_in_at_most(name, text, region):
    found = where(holds(name, text), ref(name), CALENDAR)
    assert (region, False) == (found.region, found.exact)


# --- of rows ----------------------------------------------------------------------------------

ONE, OTHER = (Test(ref(name), "yes", holds(name, "yes")) for name in ("flag", "flag"))


@pytest.mark.parametrize(
    ("when", "tests"),
    [
        (ONE, (ONE,)),
        (And((ONE, OTHER)), (ONE, OTHER)),
        (FlagLiteral(value=True), ()),
        (FlagLiteral(value=False), None),
        (Or((ONE, OTHER)), None),
        (And((ONE, Or((ONE, OTHER)))), None),
    ],
)
def test_the_cells_of_a_row_all_must_hold(when, tests):
    assert tests == cells_of(Rule("row", when, Answer("refuse")))
