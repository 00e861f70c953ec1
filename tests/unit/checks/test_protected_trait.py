"""`protected-trait`: nobody is answered by what they are."""

from __future__ import annotations

import pytest

from policykit.checks.protected_trait import check
from policykit.model import Business
from tests.unit.checks.shop import policy, shop

FACTS = """\
facts:
  visits: {type: number, not_sent: "1", meaning: {en: v}}
  asked_at: {type: datetime, default: as_of, meaning: {en: a}}
  belief: {type: flag, protected: yes, not_sent: no, meaning: {en: b}}
  grown_up:
    type: flag
    protected: yes
    lawful: {en: "The law keeps alcohol from minors."}
    not_sent: no
    meaning: {en: g}
  guests:
    type: list
    meaning: {en: g}
    question: {en: Who?}
    fields:
      belief: {type: flag, protected: yes, not_sent: no, meaning: {en: b}}
      seat: {type: number, not_sent: "1", meaning: {en: s}}
"""


def decided(place, body: str) -> Business:
    return shop({"facts.yaml": FACTS, "main.yaml": policy(body)}, place)


def rule(when: str, then: str = "outcome: yield") -> str:
    return f"rules: [{{id: a, when: {{{when}}}, then: {{{then}}}}}]"


COUNT = "let: {those: {count: guest in guests, where: {guest.belief: yes}}}"


@pytest.mark.parametrize(
    ("body", "fact"),
    [
        (rule("belief: yes"), "belief"),
        (rule("none: [{belief: yes}]"), "belief"),
        (f"let: {{good: if belief then 2 else 1}}\n{rule('good: at least 2')}", "belief"),
        (rule("visits: at least 2", "outcome: pay, amount: if belief then 2 TWD else 1 TWD"), "belief"),
        (rule("some: guest in guests, where: {guest.belief: yes}"), "belief"),
        (f"{COUNT}\n{rule('those: at least 2')}", "belief"),
    ],
    ids=["a test", "a group", "a named formula", "a value", "some of a list", "a count"],
)  # fmt: skip
def test_wherever_it_is_read(body, fact, tmp_path):
    (finding,) = check(decided(tmp_path, body))
    assert ("error", f"`a` decides by `{fact}`, a protected trait") == (finding.severity, finding.message)


@pytest.mark.parametrize(
    "body",
    [rule("grown_up: yes"), rule("visits: at least 2"), rule("some: guest in guests, where: {guest.seat: at least 2}")],
    ids=["where a law asks for it", "by what people do", "by another field of the list"],
)
def test_what_may_decide(body, tmp_path):
    assert [] == list(check(decided(tmp_path, body)))


def test_a_trait_is_told_once_a_policy(tmp_path):
    rules = (
        "rules:\n"
        "  - {id: a, when: {belief: yes}, then: {outcome: yield}}\n"
        "  - {id: b, when: {belief: no}, then: {outcome: yield}}"
    )
    assert 1 == len(list(check(decided(tmp_path, rules))))
