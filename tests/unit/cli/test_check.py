from __future__ import annotations

import json
import subprocess
from pathlib import Path
from shutil import copytree

import pytest


def test_a_sound_folder_is_counted(run, shops: Path):
    checked = run("check", shops)
    assert (0, "1 business, 1 policy, 4 cases in shops: no problems\n") == (checked.exit_code, checked.output)


def test_one_business_by_its_own_folder(run, shops: Path):
    assert "1 business, 1 policy, 4 cases in shops/tea-shop: no problems\n" == run("check", "shops/tea-shop").output


def test_all_errors_of_all_files_come_at_once_in_order(run, shops: Path, change):
    change("facts.yaml", "type: money", "type: money\n    unit: km")
    change("cases/claim.yaml", "claim.finding: stale", "claim.findin: stale")
    change("business.yaml", "Asia/Taipei", "Asia/Taipeh")
    checked = run("check", "shops")
    found = [line.split(":")[0] for line in checked.output.splitlines() if ": error[" in line]
    assert 1 == checked.exit_code
    assert [f"shops/tea-shop/{name}" for name in ("business.yaml", "cases/claim.yaml", "facts.yaml")] == found
    assert "3 errors in 3 files" == checked.output.splitlines()[-1]


def test_programs_get_json(run, shops: Path, change):
    change("claim.yaml", "claim.finding: stale", "claim.findin: stale")
    checked = run("check", "shops", "--format", "json")
    data = json.loads(checked.stdout)
    (found,) = data["diagnostics"]
    assert (1, 1, 0) == (checked.exit_code, data["errors"], data["warnings"])
    assert ("unknown-fact", "error", "did you mean `claim.finding`?", []) == tuple(
        found[key] for key in ("code", "severity", "help", "related")
    )
    assert "shops/tea-shop/claim.yaml" == found["file"]
    line = (shops / "tea-shop" / "claim.yaml").read_text(encoding="utf-8").splitlines()[found["line"] - 1]
    assert "claim.findin" == line[found["column"] - 1 : found["end_column"] - 1]


def test_a_sound_folder_as_json(run, shops: Path):
    assert {"errors": 0, "warnings": 0, "diagnostics": []} == json.loads(run("check", shops, "--format", "json").stdout)


def test_the_bundled_businesses_are_sound(run):
    checked = run("check", "--today", "2026-12-01")
    assert 0 == checked.exit_code
    assert checked.output.endswith(": no problems\n")


def test_a_review_is_overdue_on_the_day_given(run, shops: Path):
    (on_the_day, a_day_later) = (run("check", "shops", "--today", day) for day in ("2028-01-15", "2028-01-16"))
    assert "no problems" in on_the_day.output
    assert (0, True) == (a_day_later.exit_code, "warning[review-overdue]" in a_day_later.output)


def test_a_day_that_does_not_exist_is_refused(run, shops: Path):
    checked = run("check", "shops", "--today", "2028-02-30")
    assert (2, True) == (checked.exit_code, "--today: " in checked.output)


# --- what was published -----------------------------------------------------------------------


@pytest.fixture
def published(shops: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shops in a repository of their own, tagged `v1`."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    told = ["-c", "user.name=shop", "-c", "user.email=shop@example.com"]
    for words in (["init", "-q"], ["add", "-A"], [*told, "commit", "-q", "-m", "as published"], ["tag", "v1"]):
        subprocess.run(["git", "-C", shops, *words], check=True)
    return shops


TODAY = ("--today", "2026-07-01")


def test_what_is_as_it_was_published(run, published: Path):
    checked = run("check", "shops", "--published", "v1", *TODAY)
    assert "1 business, 1 policy, 4 cases in shops, compared with 1 published version: no problems\n" == checked.output


def test_a_published_number_that_changed_is_told_with_its_line(run, published: Path, change):
    change("claim.yaml", "limit: 3 days", "limit: 2 days")
    checked = run("check", "shops", "--published", "v1", *TODAY)
    assert 1 == checked.exit_code
    assert checked.output.startswith(
        "shops/tea-shop/claim.yaml:5:18: error[published-changed]: version 2026-01-01 of `claim` is published, "
        "and now says something else: `limit` was `3 days`, is `2 days`\n"
    )


def test_published_words_may_be_mended(run, published: Path, change):
    change("claim.yaml", "We come by.", "We will visit you.")
    assert "no problems" in run("check", "shops/tea-shop", "--published", "v1", *TODAY).output


def test_a_published_file_that_is_gone(run, published: Path, change):
    change("claim.yaml", "from: 2026-01-01", "from: 2026-08-01")
    checked = run("check", "shops", "--published", "v1", *TODAY, "--format", "json")
    assert ["published-gone"] == [one["code"] for one in json.loads(checked.stdout)["diagnostics"]]


def test_a_business_that_is_gone(run, published: Path):
    (published / "tea-shop").rename(published / "coffee-shop")
    file = published / "coffee-shop" / "business.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("tea-shop", "coffee-shop"), encoding="utf-8")
    assert "error[published-gone]" in run("check", "shops", "--published", "v1", *TODAY).output


def test_a_business_with_errors_is_not_compared(run, published: Path, change):
    change("claim.yaml", "limit: 3 days", "limit: 2 dayz")
    assert "published" not in run("check", "shops", "--published", "v1", *TODAY).output


def test_what_was_not_published_yet_is_compared_with_nothing(run, published: Path):
    copytree(published / "tea-shop", published / "later" / "tea-shop")
    checked = run("check", "shops/later", "--published", "v1", *TODAY)
    assert "compared with 0 published versions: no problems" in checked.output


def test_a_revision_that_is_none_is_refused(run, published: Path):
    checked = run("check", "shops", "--published", "v2")
    assert (2, True) == (checked.exit_code, "error: there is no revision `v2`" in checked.output)
