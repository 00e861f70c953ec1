"""Kind `conduct` as plain rules: the gravest step first, each with its points and the step before it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.kinds.lowered import lowered, rules

TEXT = """\
kind: conduct
act: conduct.looked_at
points: conduct.points
steps: {remind: conduct.reminded_at}
outcomes: [{welcome: {label: {en: welcome}}}, {remind: {label: {en: replaced}}}]
ladder:
  remind: {at: 2, label: {en: a reminder}, wording: {en: Please.}}
  block_orders:
    at: block_at
    requires: remind
    when: {evidence.kept: yes}
    lasts: 30 days
    appeal: 6 months
    decided_by: person
    scope: [new_orders]
    internal: yes
    scenario: S4
never_affects: [refunds]
otherwise: {outcome: welcome}
"""


def test_the_gravest_step_is_tried_first():
    assert [
        (
            "block-orders",
            [{"conduct.points": "at least block_at"}, {"conduct.reminded_at": "present"}, {"evidence.kept": "yes"}],
            {
                "outcome": "block_orders",
                "scope": ["new_orders"],
                "ends": "30 days after conduct.looked_at",
                "appeal_by": "6 months after conduct.looked_at",
                "unaffected": ["refunds"],
            },
        ),
        (
            "remind",
            [{"conduct.points": "at least 2"}],
            {"outcome": "remind", "wording": {"en": "Please."}, "unaffected": ["refunds"]},
        ),
    ] == rules(TEXT)


def test_a_step_keeps_its_attributes():
    block = lowered(TEXT).rules[0]
    expected = (True, "S4", "ladder", ("ladder", "block_orders"))
    assert expected == (block.internal, block.scenario, block.part, block.path)


def test_outcomes_are_that_of_otherwise_and_then_the_ladder_s():
    outcomes = {name: said.data for name, said in lowered(TEXT).outcomes}
    assert {
        "welcome": {"label": {"en": "welcome"}},
        "remind": {"label": {"en": "a reminder"}},
        "block_orders": {"decided_by": "person"},
    } == outcomes
    assert ["welcome", "remind", "block_orders"] == list(outcomes)


def test_without_outcomes_and_never_affects_they_come_from_the_ladder_alone():
    lines = [line for line in TEXT.splitlines() if not line.startswith(("outcomes", "never_affects"))]
    plain = lowered("\n".join(lines))
    assert [("welcome", {}), ("remind", {"label": {"en": "a reminder"}})] == [
        (name, said.data) for name, said in plain.outcomes[:2]
    ]
    assert "unaffected" not in plain.rules[0].answer


def test_the_step_required_comes_before():
    (problem,) = lowered(TEXT.replace("requires: remind", "requires: block_orders")).problems
    assert ("unknown-step", "`block_orders` is not an earlier step of the ladder", "earlier steps: `remind`") == (
        problem.code, problem.message, problem.help,
    )  # fmt: skip


def test_of_the_first_step_none_comes_before():
    (problem,) = lowered(TEXT.replace("{at: 2,", "{at: 2, requires: warn,")).problems
    assert "earlier steps: none" == problem.help


def test_a_fact_says_when_the_step_required_was_taken():
    plain = lowered(TEXT.replace("steps: {remind: conduct.reminded_at}\n", ""))
    assert ["no fact says when `remind` was taken"] == [problem.message for problem in plain.problems]
    assert [{"conduct.points": "at least block_at"}, {"evidence.kept": "yes"}] == [
        one.data for one in plain.rules[0].when
    ]


COUNTED = """\
kind: conduct
act: looked_at
incidents:
  each: incident in conduct.incidents
  label: {en: your points}
  counts_when: {incident.confirmed: yes}
  gravest: {incident.behaviour: violence}
behaviours: {insult: 2}
expiry: [{within: 90 days, share: 1}]
steps: {warn: warned_at}
step_down_after: 12 months
outcomes: [welcome, {heard: {final: no}}]
appeal:
  within: 6 months
  by: [another_colleague]
  asked: asked_at
  since: taken_at
  answer_within: 10 working days
  then: {outcome: heard}
  late: {outcome: heard, next_steps: [write_to_us]}
  reinstatement: {when: {kind_of: reinstatement}, then: {outcome: heard, due: 1 day after looked_at}}
ladder:
  remind: {at: 1}
  warn: {at: 2, next_steps: [tell_us]}
  pause: {at: 4, requires: warn, gravest_at_once: yes, does: block, appeal: 30 days, when: {safe: no}}
otherwise: {outcome: welcome}
"""
AFTER_ASKING = {"due": "10 working days after or_else(asked_at, looked_at)"}
BY = {"next_steps": ["another_colleague"]}


def counted(rule_id: str, text: str = COUNTED) -> tuple[Any, ...]:
    return next(known[1:] for known in rules(text) if known[0] == rule_id)


def test_points_are_counted_under_a_name_that_customers_read():
    plain = lowered(COUNTED)
    assert (["points"], {"en": "your points"}) == (list(plain.lets), plain.labels["points"].data)
    assert [{"points": "at least 1"}] == counted("remind")[0]


def test_appeals_come_before_the_ladder():
    expected = ["reinstatement", "appeal-late", "appeal", "pause-gravest", "pause", "warn", "remind"]
    assert expected == [one.id for one in lowered(COUNTED).rules]


def test_the_gravest_skips_points_and_the_step_before():
    fresh = {"looked_at": "within 90 days after incident.at"}
    gravest = {"all": [{"incident.confirmed": "yes"}, {"incident.behaviour": "violence"}, fresh]}
    some = {"some": "incident in conduct.incidents", "where": gravest}
    assert [some, {"safe": "no"}] == counted("pause-gravest")[0]
    assert {**counted("pause")[1], "at_once": "yes"} == counted("pause-gravest")[1]


def test_a_step_taken_too_long_ago_does_not_count_as_taken():
    taken = {"looked_at": "within 12 months after warned_at"}
    assert [{"points": "at least 4"}, taken, {"safe": "no"}] == counted("pause")[0]


def test_every_step_but_a_reminder_can_be_appealed_to_somebody_else():
    assert {"outcome": "remind"} == counted("remind")[1]
    warned = {"outcome": "warn", "appeal_by": "6 months after looked_at", "next_steps": ["tell_us", *BY["next_steps"]]}
    assert warned == counted("warn")[1]
    assert {"outcome": "pause", "appeal_by": "30 days after looked_at", **BY} == counted("pause")[1]


def test_an_appeal_is_answered_in_time_by_somebody_else():
    assert ([{"asked_at": "present"}], {"outcome": "heard", **AFTER_ASKING, **BY}) == counted("appeal")


def test_a_late_appeal_is_answered_too():
    late = {"asked_at": "more than 6 months after taken_at"}
    steps = {"next_steps": ["write_to_us", "another_colleague"]}
    assert ([late], {"outcome": "heard", **AFTER_ASKING, **steps}) == counted("appeal-late")


def test_who_asks_to_come_back_has_an_answer_of_their_own():
    when = [{"asked_at": "present"}, {"kind_of": "reinstatement"}]
    assert (when, {"outcome": "heard", "due": "1 day after looked_at", **BY}) == counted("reinstatement")


def test_what_is_no_step_stands_before_the_ladder():
    assert ["welcome", "heard", "remind", "warn", "pause"] == [name for name, _ in lowered(COUNTED).outcomes]


def test_a_block_is_decided_by_a_person_whoever_wrote_it():
    outcomes = {name: said.data for name, said in lowered(COUNTED).outcomes}
    assert {"decided_by": "person"} == outcomes["pause"]
    assert {} == outcomes["warn"]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("does: block,", "does: block, decided_by: policy,", "bad-value", ("ladder", "pause", "decided_by")),
        (
            "  gravest: {incident.behaviour: violence}\n", "",
            "missing-key", ("ladder", "pause", "gravest_at_once"),
        ),
        ("act: looked_at\n", "act: looked_at\npoints: conduct.points\n", "wrong-shape", ()),
        ("behaviours: {insult: 2}\n", "", "missing-key", ()),
        ("expiry: [{within: 90 days, share: 1}]\n", "", "missing-key", ()),
    ],
    ids=["block-by-the-policy", "nothing-is-gravest", "points-twice", "no-behaviours", "no-expiry"],
)  # fmt: skip
def test_what_does_not_fit_together_is_said(old: str, new: str, code: str, place: tuple[str, ...]):
    assert old in COUNTED
    found = [(problem.code, problem.path) for problem in lowered(COUNTED.replace(old, new, 1)).problems]
    assert [(code, place)] == found
