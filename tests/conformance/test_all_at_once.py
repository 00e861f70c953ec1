"""One run reports everything: many mistakes in many files, and none twice."""

from __future__ import annotations

from pathlib import Path

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
