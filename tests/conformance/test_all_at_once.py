"""One run reports everything: many mistakes in many files, and none twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykit.pipeline import load
from tests.conformance.suite import BASE, Section, lay_out

BUSINESS = 'time_zone: Asia/Taipeh\ncalendar: {opens: "19:00", closes: "18:00"}\n'
PHRASES = "phrases:\n  write_to_us: {fr: 'Écrivez-nous.'}\n"
CLAIM = """\
numbers: {photo_limit: 24 hours}
rules:
  - id: late
    when:
      order.delivred_at: absent
      claim.finding: damagd
    then: {outcome: refsue, alternatives: [nothing]}
otherwise:
  outcome: inspect
  wording: {en: "Within 24 hours, {{ nobody }}."}
"""
CASES = """\
policy: claims
as_of: 2026-03-20T12:00:00+08:00
cases:
  damaged-fruit: {expect: {outcome: refund}}
"""
BROKEN = "policy: errands\nkind: errands\nquestion:\n\ten: 'May I ask?'\n"


def test_every_mistake_of_every_file_is_reported(tmp_path: Path):
    sections = (
        Section("business.yaml", None, BUSINESS),
        Section("phrases.yaml", "whole", PHRASES),
        Section("claim.yaml", None, CLAIM),
        Section("cases/claim.yaml", None, CASES),
        Section("errands.yaml", None, BROKEN),
    )
    found = {(one.span.file.partition("/")[2], one.code) for one in load(lay_out(sections, tmp_path)).diagnostics}
    expected = {
        ("business.yaml", "bad-value"),
        ("business.yaml", "out-of-range"),
        ("phrases.yaml", "unknown-locale"),
        ("phrases.yaml", "missing-translation"),
        ("claim.yaml", "unknown-fact"),
        ("claim.yaml", "unknown-choice"),
        ("claim.yaml", "unknown-outcome"),
        ("claim.yaml", "unknown-phrase"),
        ("claim.yaml", "digit-in-wording"),
        ("cases/claim.yaml", "unknown-policy"),
        ("errands.yaml", "yaml-tab"),
    }
    assert set() == expected - found


def test_facts_that_cannot_be_used_are_passed_over_where_they_are_used_and_other_names_are_not(tmp_path: Path):
    facts = (BASE / "facts.yaml").read_text(encoding="utf-8").replace("type: money", "type: amount")
    claim = "let: {half: item.price / 2, third: item.prize / 3}\n"
    sections = (Section("facts.yaml", "whole", facts), Section("claim.yaml", None, claim))
    found = {
        (one.span.file.partition("/")[2], one.code, one.message)
        for one in load(lay_out(sections, tmp_path)).diagnostics
    }
    assert {("claim.yaml", "unknown-fact", "unknown name `item.prize`")} == {
        one for one in found if one[0] != "facts.yaml"
    }
    assert {"bad-value"} == {code for file, code, _ in found if file == "facts.yaml"}


DECLARED_IN_A_WRONG_WAY = {
    "a number": (
        Section("claim.yaml", None, "numbers: {fee: 10%, fees: 1}\nlet: {half: fee * item.price}\n"),
        "bad-value",
    ),
    "a number that a wording names": (
        Section("claim.yaml", None, 'numbers: {fee: 10%}\notherwise: {outcome: inspect, wording: {en: "{{ fee }}"}}\n'),
        "bad-value",
    ),
    "a number whose name is wrong": (
        Section("claim.yaml", None, "numbers: {Fee: 0.1}\nlet: {half: Fee * item.price}\n"),
        "bad-value",
    ),
    "a formula": (
        Section("claim.yaml", None, "let: {half: {formula: item.price / 2, labl: 1}, rest: item.price - half}\n"),
        "unknown-key",
    ),
    "an outcome": (
        Section(
            "claim.yaml",
            None,
            "outcomes: [{refund: {labl: 1}}, {refuse: {label: {en: no}}}]\nrules: []\notherwise: {outcome: refund}\n",
        ),
        "unknown-key",
    ),
    "a person": (
        Section("business.yaml", None, 'people: {courier: {label: {en: "the courier"}, phone: 1}}\n'),
        "unknown-key",
    ),
    "phrases in a file that cannot be read": (
        Section("phrases.yaml", "whole", 'phrases:\n  write_to_us: {en: "Write to us."\n'),
        "yaml-syntax",
    ),
    "phrases in a file that was saved otherwise": (
        Section("phrases.yaml", "utf-16", "phrases:\n  write_to_us: {en: Write to us.}\n"),
        "not-utf8",
    ),
}
ANSWER = """\
policy: desk
kind: decision
question: {en: "May I ask?"}
effective: {from: beginning}
outcomes: [{yes_please: {label: {en: "yes"}}}]
rules: []
otherwise:
  outcome: yes_please
  alternatives: [write_to_us]
  also: {courier: {en: "Be kind."}}
"""


@pytest.mark.parametrize(("section", "code"), DECLARED_IN_A_WRONG_WAY.values(), ids=DECLARED_IN_A_WRONG_WAY)
def test_what_is_declared_in_a_wrong_way_is_told_once_and_is_not_unknown(section: Section, code: str, tmp_path: Path):
    findings = load(lay_out((section, Section("desk.yaml", "whole", ANSWER)), tmp_path)).diagnostics
    assert {(section.file, code)} == {(one.span.file.partition("/")[2], one.code) for one in findings}


def test_a_file_with_another_ending_is_told_once(tmp_path: Path):
    folder = lay_out((Section("desk.yaml", "whole", ANSWER),), tmp_path)
    for name in ("phrases", "facts"):
        (folder / f"{name}.yaml").rename(folder / f"{name}.yml")
    found = [(one.span.file.partition("/")[2], one.code) for one in load(folder).diagnostics]
    assert [("facts.yml", "file-ending"), ("phrases.yml", "file-ending")] == found


def test_findings_stand_in_the_order_of_their_places_and_none_twice(tmp_path: Path):
    sections = (Section("business.yaml", None, BUSINESS), Section("claim.yaml", None, CLAIM))
    findings = load(lay_out(sections, tmp_path)).diagnostics
    assert sorted(findings, key=lambda one: one.span) == list(findings)
    assert len(set(findings)) == len(findings)


def test_two_businesses_are_reported_together(tmp_path: Path):
    lay_out((Section("business.yaml", None, BUSINESS),), tmp_path)
    second = lay_out((Section("phrases.yaml", "whole", PHRASES),), tmp_path / "other")
    second.rename(tmp_path / "second-shop")
    found = {one.span.file for one in load(tmp_path).diagnostics}
    assert {"corner-shop/business.yaml", "second-shop/business.yaml", "second-shop/phrases.yaml"} <= found
