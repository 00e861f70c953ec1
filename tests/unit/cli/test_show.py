from __future__ import annotations

import ast
from pathlib import Path


def test_a_policy_in_sentences(run, shops: Path):
    shown = run("show", shops, "claim")
    assert 0 == shown.exit_code
    assert shown.output.startswith("My tea is stale. What now?\n")
    assert "[stale-in-time]" in shown.output


def test_a_policy_in_another_language(run, shops: Path):
    assert run("show", shops, "claim", "--locale", "zh-TW").output.startswith("茶走味了怎麼辦？\n")


def test_a_policy_as_a_program(run, shops: Path):
    shown = run("show", shops, "claim", "--emit", "python")
    assert "govern" in {node.name for node in ast.parse(shown.output).body if isinstance(node, ast.FunctionDef)}


def test_a_version_by_its_time(run, shops: Path):
    assert 0 == run("show", shops, "claim", "--as-of", "2026-06-01T00:00:00+08:00").exit_code
    shown = run("show", shops, "claim", "--as-of", "2020-01-01T00:00:00+08:00")
    assert 2 == shown.exit_code
    assert "error: no version of `claim` was in force" in shown.stderr


def test_a_policy_of_the_future_is_shown_before_it_is_in_force(run, shops: Path, change):
    change("claim.yaml", "2026-01-01", "2190-01-01")
    assert 0 == run("show", shops, "claim").exit_code


def test_without_a_policy_all_are_named(run, shops: Path):
    shown = run("show", shops)
    assert (2, "error: which policy?\n  help: the policies are `tea-shop/claim`\n") == (shown.exit_code, shown.stderr)
