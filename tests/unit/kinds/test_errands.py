"""Kind `errands` as plain rules: its words stand for the plain ones."""

from __future__ import annotations

from tests.unit.kinds.lowered import lowered, rules, written

TEXT = """\
kind: errands
outcomes: [in_scope, as_a_favour, never]
errands:
  come-inside:
    answer: never
    when: {errand.task: come_in}
    instead: [ask_the_desk]
    next_steps: [write_to_us]
    title: {en: Coming inside}
    internal: yes
    scenario: S9
  hand-over: {answer: in_scope, when: {errand.task: hand_over}, due: 5 minutes after act.at, wording: {en: Gladly.}}
otherwise: {answer: as_a_favour, instead: [ask_the_desk]}
"""


def test_an_errand_is_a_rule_in_plain_words():
    assert [
        (
            "come-inside",
            [{"errand.task": "come_in"}],
            {"outcome": "never", "alternatives": ["ask_the_desk"], "next_steps": ["write_to_us"]},
        ),
        (
            "hand-over",
            [{"errand.task": "hand_over"}],
            {"outcome": "in_scope", "due": "5 minutes after act.at", "wording": {"en": "Gladly."}},
        ),
    ] == rules(TEXT)


def test_an_errand_keeps_its_attributes():
    rule = lowered(TEXT).rules[0]
    assert (True, "S9", "errands", ("errands", "come-inside")) == (rule.internal, rule.scenario, rule.part, rule.path)
    assert rule.title is not None
    assert {"en": "Coming inside"} == rule.title.data


def test_otherwise_is_in_plain_words_too():
    plain = lowered(TEXT)
    otherwise = {key: piece.data for key, piece in plain.otherwise.items()}
    assert ({"outcome": "as_a_favour", "alternatives": ["ask_the_desk"]}, ()) == (otherwise, plain.problems)


def test_an_errand_has_three_answers_in_this_order():
    for outcomes in ("[never, as_a_favour, in_scope]", "[in_scope, never]"):
        (problem,) = lowered(TEXT.replace("[in_scope, as_a_favour, never]", outcomes)).problems
        assert ("kind-outcomes", ("outcomes",)) == (problem.code, problem.path)
        assert "list `in_scope`, `as_a_favour`, `never`" == problem.help


def test_a_rule_can_be_written_out():
    assert "hand-over" == written(lowered(TEXT).rules[1])[0]
