from __future__ import annotations

import json
from pathlib import Path

NEVER = """\
  - id: never
    when: {item.price: "= 1 TWD"}
    then: {outcome: refuse, wording: {en: "No.", zh-Hant: "不。"}}
"""


def test_cases_that_pass_are_counted(run, shops: Path):
    tested = run("test", shops)
    assert (0, "tea-shop  4 of 4 cases passed\n4 cases passed, 0 failed\n") == (tested.exit_code, tested.output)


def test_a_failing_case_shows_both_sides_and_why(run, shops: Path, change):
    change("cases/claim.yaml", "amount: 600 TWD", "amount: 500 TWD")
    tested = run("test", "shops")
    assert 1 == tested.exit_code
    lines = tested.output.splitlines()
    assert "shops/tea-shop/cases/claim.yaml:7:3: failed: tea-shop/claim, case `stale`" == lines[0]
    assert ["          expected  got", "  amount  500 TWD   600 TWD", "  because"] == lines[1:4]
    assert "    stale-in-time held" == lines[4]
    assert "3 cases passed, 1 failed" == lines[-1]


def test_a_case_that_cannot_be_decided_fails(run, shops: Path, change):
    change("cases/claim.yaml", "facts: {claim.finding: stale}", "as_of: 2026-03-01T12:00:00+08:00")
    tested = run("test", shops)
    assert 1 == tested.exit_code
    assert "wrong facts: `order.delivered_at`: this is later than `as_of`" in tested.output


def test_rules_that_answer_no_case_are_listed_and_no_failure(run, shops: Path, change):
    change("cases/claim.yaml", "  remarked:\n", "  doubted:\n")
    change("cases/claim.yaml", 'facts: {staff.remark: "smells of soap"}', "facts: {claim.finding: sound}")
    change("cases/claim.yaml", "{outcome: visit, rule: remarked}", "{outcome: refuse}")
    tested = run("test", shops)
    assert 0 == tested.exit_code
    assert "rules that answer no case\n  tea-shop/claim  2026-01-01  remarked\n" in tested.output


def test_programs_get_json(run, shops: Path, change):
    change("cases/claim.yaml", "outcome: refuse, rule: otherwise", "outcome: refund")
    tested = run("test", "shops", "--format", "json")
    data = json.loads(tested.stdout)
    failed = [case for case in data["cases"] if not case["passed"]]
    assert (1, 3, 1, []) == (tested.exit_code, data["passed"], data["failed"], data["rules_without_case"])
    assert [{"part": "outcome", "expected": "refund", "got": "refuse"}] == failed[0]["differences"]
    assert ("tea-shop", "claim", "sound", 10) == tuple(failed[0][key] for key in ("business", "policy", "case", "line"))


def test_rules_without_a_case_as_json(run, shops: Path, change):
    change(
        "claim.yaml",
        "  - id: stale-in-time",
        f"{NEVER}  - id: stale-in-time",
    )
    data = json.loads(run("test", shops, "--format", "json").stdout)
    assert [{"business": "tea-shop", "policy": "claim", "version": "2026-01-01", "rule": "never"}] == data[
        "rules_without_case"
    ]


def test_policies_with_errors_are_not_tested(run, shops: Path, change):
    change("claim.yaml", "claim.finding: stale", "claim.findin: stale")
    tested = run("test", shops, "--format", "json")
    assert (1, "") == (tested.exit_code, tested.stdout)
    assert "error[unknown-fact]" in tested.stderr


def test_the_bundled_businesses_pass_their_cases(run):
    tested = run("test")
    assert 0 == tested.exit_code
    assert tested.output.endswith(" passed, 0 failed\n")
