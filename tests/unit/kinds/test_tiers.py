"""Kind `tiers` as plain rules: formulas for marks, a rule for who reaches a tier, one for who keeps it."""

from __future__ import annotations

import pytest

from tests.unit.kinds.lowered import lowered, rules

TEXT = """\
kind: tiers
act: review.made_at
again_in: 6 months
marks: {en: your total}
measures:
  turnover: {label: {en: turnover}, of: customer.turnover, grades: {at least 500 CNY: 3, at least 100 CNY: 1}}
  fit: {label: {en: fit}, of: customer.fit, weight: 2, grades: {core: 2, "near, far": 1}}
service: {payment_days: {type: number}}
keeps: {now: customer.tier, share: 0.8}
tiers:
  best_friends:
    {label: {en: friends}, at: best, when: {customer.pays: yes}, service: {payment_days: 60}, wording: {en: Hello.}}
  steady: {label: {en: steady}, at: 3, service: {payment_days: 30}, scenario: S11}
  new: {label: {en: new}, service: {payment_days: 0}, alternatives: [come_further]}
numbers: {best: 7}
"""

AGAIN = {"follow_up": "6 months after review.made_at"}
FRIENDS = {"outcome": "best_friends", "payment_days": "60", **AGAIN, "wording": {"en": "Hello."}}
STEADY = {"outcome": "steady", "payment_days": "30", **AGAIN}


def test_a_measures_marks_are_those_of_the_first_grade_that_fits():
    lets = {name: piece.data for name, piece in lowered(TEXT).lets.items()}
    assert {
        "turnover_marks": "if (customer.turnover) at least 500 CNY then 3 "
        "else if (customer.turnover) at least 100 CNY then 1 else 0",
        "fit_marks": "if (customer.fit) in (core) then 2 else if (customer.fit) in (near, far) then 1 else 0",
        "marks": "turnover_marks + 2 * fit_marks",
    } == lets


def test_what_is_counted_has_a_name_that_customers_read():
    labels = {name: piece.data["en"] for name, piece in lowered(TEXT).labels.items()}
    assert {"marks": "your total", "turnover_marks": "turnover", "fit_marks": "fit"} == labels


def test_a_tier_is_reached_or_kept_the_best_first():
    pays = {"customer.pays": "yes"}
    assert [
        ("best-friends", [{"marks": "at least best"}, pays], FRIENDS),
        ("best-friends-kept", [{"customer.tier": "best_friends"}, {"marks": "at least (0.8 * best)"}, pays], FRIENDS),
        ("steady", [{"marks": "at least 3"}], STEADY),
        ("steady-kept", [{"customer.tier": "steady"}, {"marks": "at least (0.8 * 3)"}], STEADY),
    ] == rules(TEXT)


def test_the_last_tier_takes_everybody_else():
    otherwise = {key: piece.data for key, piece in lowered(TEXT).otherwise.items()}
    assert {"outcome": "new", "payment_days": "0", **AGAIN, "alternatives": ["come_further"]} == otherwise


def test_every_tier_has_the_values_of_the_service():
    outcomes = {name: said.data for name, said in lowered(TEXT).outcomes}
    assert ["best_friends", "steady", "new"] == list(outcomes)
    assert {"label": {"en": "new"}, "values": {"payment_days": {"type": "number"}}} == outcomes["new"]


def test_without_keeps_and_again_in_a_tier_is_reached_alone():
    text = "\n".join(line for line in TEXT.splitlines() if not line.startswith(("keeps", "again_in")))
    assert ["best-friends", "steady"] == [one.id for one in lowered(text).rules]
    assert "follow_up" not in lowered(text).otherwise


def test_a_tier_keeps_its_attributes():
    rule = lowered(TEXT).rules[2]
    assert ("S11", "tiers", ("tiers", "steady")) == (rule.scenario, rule.part, rule.path)


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "place"),
    [
        (
            "at: best,", "at: 8,",
            "out-of-range", "`best_friends` needs 8 marks, and all measures together give 7", ("best_friends", "at"),
        ),
        (
            "best: 7", "best: 8",
            "out-of-range", "`best_friends` needs 8 marks, and all measures together give 7", ("best_friends", "at"),
        ),
        (
            "at: 3,", "at: 7,",
            "out-of-range", "nobody reaches `steady`: the tier before it takes 7 marks and is tried first",
            ("steady", "at"),
        ),
        (
            "at: 3,", "", "missing-key", "`steady` needs the marks from which it is reached", ("steady",),
        ),
        (
            "new: {label", "new: {at: 1, label",
            "misplaced-key", "nobody would be in no tier: `new` takes everybody else", ("new", "at"),
        ),
    ],
    ids=["beyond-all-marks", "beyond-all-marks-by-name", "behind-an-easier-one", "no-threshold", "last-with-threshold"],
)  # fmt: skip
def test_tiers_that_nobody_reaches_or_that_leave_a_gap(
    old: str, new: str, code: str, message: str, place: tuple[str, ...]
):
    assert old in TEXT
    found = [(problem.code, problem.message, problem.path) for problem in lowered(TEXT.replace(old, new)).problems]
    assert [(code, message, ("tiers", *place))] == found


def test_a_number_that_nobody_declared_is_told_where_it_is_read():
    assert () == lowered(TEXT.replace("best: 7", "other: 7")).problems
    assert () == lowered(TEXT.replace("core: 2", "core: unknown")).problems
