from __future__ import annotations

import json
from pathlib import Path

import pytest

STALE = (
    "--fact", "order.delivered_at=2026-03-02T10:00:00+08:00",
    "--fact", "claim.finding=stale",
    "--fact", "item.price=600 TWD",
    "--as-of", "2026-03-03T12:00:00+08:00",
)  # fmt: skip
AS_JSON = (
    '{"order": {"delivered_at": "2026-03-02T10:00:00+08:00"}, "claim": {"finding": "stale"},'
    ' "item": {"price": {"amount": "600", "currency": "TWD"}}}'
)


def test_an_answer_with_its_reasons(run, shops: Path):
    decided = run("decide", shops, "tea-shop/claim", *STALE)
    assert 0 == decided.exit_code
    assert "refund (refund in full)\n  amount  NT$600\n" in decided.output
    assert "stale-in-time held" in decided.output


def test_the_policy_of_the_only_business_needs_no_business(run, shops: Path):
    assert run("decide", shops, "tea-shop/claim", *STALE).output == run("decide", shops, "claim", *STALE).output


@pytest.mark.parametrize("source", ["inline", "file", "stdin"])
def test_json_facts_give_the_same_answer_from_anywhere(run, shops: Path, source: str):
    (shops / "facts.json").write_text(AS_JSON, encoding="utf-8")
    argument = {"inline": AS_JSON, "file": str(shops / "facts.json"), "stdin": "-"}[source]
    decided = run("decide", shops, "claim", "--facts", argument, *STALE[-2:], stdin=AS_JSON)
    assert run("decide", shops, "claim", *STALE).output == decided.output


def test_what_is_missing_is_asked_with_the_way_to_write_it(run, shops: Path):
    decided = run("decide", shops, "claim", *STALE[:2], *STALE[-2:])
    assert 0 == decided.exit_code
    assert "needs_info: facts are missing that decide the answer" in decided.output
    assert "possible  refund (refund in full), refuse (no refund)" in decided.output
    assert "claim.finding  customer  How is the tea?  --fact claim.finding=sound|stale" in decided.output


def test_the_locale_is_negotiated(run, shops: Path):
    assert "refund (全額退款)" in run("decide", shops, "claim", *STALE, "--locale", "zh-TW").output


def test_the_explanation_is_told_for_its_audience(run, shops: Path):
    decided = run("decide", shops, "claim", *STALE, "--include", "explanation")
    assert "explanation for the customer" in decided.output
    assert "NT$600 is on its way." in decided.output
    assert "reasons\n" not in decided.output


def test_programs_get_what_the_api_sends(run, shops: Path):
    decided = run("decide", shops, "claim", *STALE, "--format", "json", "--include", "reasons,would_change,explanation")
    data = json.loads(decided.stdout)
    assert ("decided", "refund", "stale-in-time") == (data["status"], data["outcome"], data["rule"])
    assert {"amount": {"amount": "600", "currency": "TWD"}} == data["values"]
    assert {"reasons", "would_change", "explanation"} <= set(data)
    assert "reasons" not in json.loads(run("decide", shops, "claim", "--format", "json", "--include", "").stdout)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(("audience", "told"), [("customer", False), ("agent", False), ("auditor", True)])
def test_private_facts_are_for_the_auditor_alone(run, shops: Path, form: str, audience: str, told: bool):
    words = ("--fact", "staff.remark=smells of soap", "--audience", audience, "--format", form)
    decided = run("decide", shops, "claim", *STALE, *words, "--include", "reasons,would_change,explanation")
    assert 0 == decided.exit_code
    assert told == ("smells of soap" in decided.output)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--fact", "claim.findin=stale"], "unknown fact `claim.findin`\n  help: did you mean `claim.finding`?\n"),
        (["--fact", "claim.finding=bad"], "`claim.finding`: `bad` is not a choice here\n"),
        (["--facts", '{"item": 1}'], "`item`: expected an object\n"),
        (["--facts", "{"], "the facts are no JSON"),
        (["--as-of", "today"], "--as-of: `today` is not a date and time with its offset"),
        (["--include", "reason"], "there is no part `reason`\n  help: did you mean `reasons`?\n"),
        (["--as-of", "2020-01-01T00:00:00+08:00"], "no version of `claim` was in force"),
        (["--audience", "boss"], "invalid value for '--audience'"),
    ],
    ids=["unknown fact", "wrong choice", "no object", "no json", "instant", "part", "version", "audience"],
)
def test_wrong_input_is_wrong_usage(run, shops: Path, words: list[str], said: str):
    decided = run("decide", shops, "claim", *words)
    assert 2 == decided.exit_code
    assert said in decided.stderr
    assert "" == decided.stdout


def test_an_unknown_policy_is_wrong_usage(run, shops: Path):
    decided = run("decide", shops, "tea-shop/clam")
    assert 2 == decided.exit_code
    assert "error: there is no policy `tea-shop/clam`\n  help: did you mean `tea-shop/claim`?\n" == decided.stderr


def test_policies_with_errors_decide_nothing(run, shops: Path, change):
    change("claim.yaml", "claim.finding: stale", "claim.findin: stale")
    decided = run("decide", shops, "claim")
    assert 1 == decided.exit_code
    assert "" == decided.stdout
    assert "error[unknown-fact]" in decided.stderr
    assert "1 error in 1 file\n" in decided.stderr


@pytest.mark.parametrize(
    ("placed_at", "version"),
    [
        ("2024-12-31T23:59:59+08:00", "beginning"),
        ("2025-01-01T00:00:00+08:00", "2025-01-01"),
        ("2026-01-01T00:00:00+08:00", "2026-01-01"),
    ],
)
def test_the_first_line_names_the_version_that_decides(run, placed_at, version):
    words = ("--as-of", "2026-01-20T12:00:00+08:00", "--fact", f"order.placed_at={placed_at}")
    first, *_ = run("decide", "fruit-shop/returns", *words).output.splitlines()
    assert f"fruit-shop/returns, version {version}, as of 2026-01-20T12:00:00+08:00" == first
