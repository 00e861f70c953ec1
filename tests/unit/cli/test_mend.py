"""`policykit check --fix`, as its user sees it."""

from __future__ import annotations

import json
from pathlib import Path

COMMA, STOP = "\uff0c", "\u3002"


def spoil(shops: Path, name: str = "claim.yaml") -> bytes:
    """A file with four marks of half width; gives its sound form."""
    file = shops / "tea-shop" / name
    sound = file.read_bytes().replace(
        "茶的賞味期是 {{ limit }}。".encode(), f"茶{COMMA}賞味期是 {{{{ limit }}}}{STOP}".encode()
    )
    file.write_bytes(sound.replace(COMMA.encode(), b",").replace(STOP.encode(), b"."))
    return sound


def test_marks_are_found_then_mended_and_told(run, shops: Path):
    sound = spoil(shops)
    assert "4 warnings" in run("check", shops).output
    mended = run("check", "shops", "--fix")
    assert 0 == mended.exit_code
    assert [
        f"shops/tea-shop/claim.yaml:{place}: mended: `{before}` is now `{after}`"
        for place, before, after in (
            ("23:52", ".", STOP),
            ("32:77", ".", STOP),
            ("36:64", ",", COMMA),
            ("36:81", ".", STOP),
        )
    ] == [line for line in mended.output.splitlines() if "mended" in line]
    assert mended.output.endswith("no problems\n")
    assert sound == (shops / "tea-shop" / "claim.yaml").read_bytes()


def test_mending_again_changes_nothing(run, shops: Path):
    spoil(shops)
    run("check", shops, "--fix")
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in shops.rglob("*.yaml")}
    assert "mended" not in run("check", shops, "--fix").output
    assert before == {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in shops.rglob("*.yaml")}


def test_a_file_with_errors_is_left_alone(run, shops: Path, change):
    spoil(shops)
    change("claim.yaml", "claim.finding: stale", "claim.findin: stale")
    before = (shops / "tea-shop" / "claim.yaml").read_bytes()
    mended = run("check", "shops", "--fix")
    assert 1 == mended.exit_code
    assert "shops/tea-shop/claim.yaml: not mended: the file has errors; correct them first\n" in mended.output
    assert before == (shops / "tea-shop" / "claim.yaml").read_bytes()


def test_an_error_elsewhere_is_no_hindrance(run, shops: Path, change):
    sound = spoil(shops)
    change("facts.yaml", "type: money", "type: money\n    unit: km")
    assert 1 == run("check", shops, "--fix").exit_code
    assert sound == (shops / "tea-shop" / "claim.yaml").read_bytes()


def test_who_may_read_a_file_stays_as_it_was(run, shops: Path):
    spoil(shops)
    file = shops / "tea-shop" / "claim.yaml"
    file.chmod(0o640)
    run("check", shops, "--fix")
    assert (0o640, []) == (file.stat().st_mode & 0o777, [*file.parent.glob(".claim*")])


def test_programs_are_told_what_was_mended(run, shops: Path):
    spoil(shops)
    data = json.loads(run("check", shops, "--fix", "--format", "json").stdout)
    assert ([], [".", ".", ",", "."]) == (data["diagnostics"], [one["before"] for one in data["mended"]])
    assert "mended" not in json.loads(run("check", shops, "--format", "json").stdout)
