"""Kind `conduct` as plain rules: the gravest step first, each with its points and the step before it."""

from __future__ import annotations

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
