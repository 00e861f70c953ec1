from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.test_decide import STALE


def test_the_words_of_the_business(run, shops: Path):
    told = run("explain", shops, "claim", *STALE)
    assert 0 == told.exit_code
    assert told.output.startswith("Hello,\n\nNT$600 is on its way.\n")
    assert told.output.endswith("Kind regards, The Tea Shop\n")


def test_in_the_language_wanted(run, shops: Path):
    assert run("explain", shops, "claim", *STALE, "--locale", "zh-TW").output.startswith("您好：\n\nNT$600 已退。\n")


def test_as_html(run, shops: Path):
    told = run("explain", shops, "claim", *STALE, "--format", "html")
    assert told.output.startswith('<div class="explanation" lang="en" dir="ltr">\n')


@pytest.mark.parametrize(("audience", "told"), [("customer", False), ("agent", True), ("auditor", True)])
def test_staff_read_more(run, shops: Path, audience: str, told: bool):
    assert told == ("For staff only" in run("explain", shops, "claim", *STALE, "--audience", audience).output)


def test_a_question_where_a_fact_is_missing(run, shops: Path):
    assert "How is the tea?" in run("explain", shops, "claim", *STALE[:2], *STALE[-2:]).output


def test_wrong_facts_are_named(run, shops: Path):
    told = run("explain", shops, "claim", "--fact", "claim.finding=bad")
    assert (2, "") == (told.exit_code, told.stdout)
    assert "`claim.finding`: `bad` is not a choice here" in told.stderr


def test_a_trace_stands_below_the_words(run, shops: Path):
    told = run("explain", shops, "claim", *STALE, "--trace").output
    words, table = told.split("\nKind regards, The Tea Shop\n")
    assert words.startswith("Hello,")
    assert "stale-in-time" in table


def test_a_trace_is_no_html(run, shops: Path):
    told = run("explain", shops, "claim", *STALE, "--trace", "--format", "html")
    assert (2, "error: `--trace` is a table for the terminal\n  help: leave `--format` out\n") == (
        told.exit_code,
        told.stderr,
    )
