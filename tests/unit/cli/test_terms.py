from __future__ import annotations

from pathlib import Path

import pytest


def test_every_page_is_written(run, shops: Path, tmp_path: Path):
    made = run("terms", shops, "--out", tmp_path / "site")
    assert 0 == made.exit_code
    written = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.html")}
    assert {"index.html", "tea-shop/en/claim/index.html", "tea-shop/zh-Hant/claim/index.html"} <= written
    assert f"{len(written)} pages of 1 business in {tmp_path / 'site' / 'index.html'}\n" == made.output


def test_one_language_alone(run, shops: Path, tmp_path: Path):
    made = run("terms", shops, "--out", tmp_path / "site", "--locale", "zh-Hant")
    assert 0 == made.exit_code
    assert not (tmp_path / "site" / "tea-shop" / "en").exists()
    assert "到貨" in (tmp_path / "site" / "tea-shop" / "zh-Hant" / "claim" / "index.html").read_text(encoding="utf-8")


def test_a_language_that_nobody_writes_in(run, shops: Path, tmp_path: Path):
    made = run("terms", shops, "--out", tmp_path / "site", "--locale", "zh-Hans")
    assert 2 == made.exit_code
    assert "error: no business writes in `zh-Hans`\n  help: did you mean `zh-Hant`?\n" == made.stderr
    assert not (tmp_path / "site").exists()


def test_pages_need_a_folder(run, shops: Path):
    made = run("terms", shops, "--out", shops / "tea-shop" / "facts.yaml")
    assert 2 == made.exit_code
    assert "is a file\n  help: give a folder\n" in made.stderr


def test_policies_with_errors_have_no_pages(run, shops: Path, change, tmp_path: Path):
    change("claim.yaml", "claim.finding: stale", "claim.findin: stale")
    assert 1 == run("terms", shops, "--out", tmp_path / "site").exit_code
    assert not (tmp_path / "site").exists()


def test_pages_lead_to_the_form_of_a_running_api_where_one_is_named(run, shops: Path, tmp_path: Path):
    page = tmp_path / "site" / "tea-shop" / "en" / "claim" / "index.html"
    assert 0 == run("terms", shops, "--out", tmp_path / "site", "--api", "https://api.shop.example/").exit_code
    assert 'href="https://api.shop.example/terms/tea-shop/en/claim/your_case"' in page.read_text(encoding="utf-8")
    assert 0 == run("terms", shops, "--out", tmp_path / "site").exit_code
    assert "your_case" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "address", ["api.shop.example", "ftp://api.shop.example", "https://", "https://a?b=c", "http://[x"]
)
def test_the_api_has_an_address_that_browsers_can_follow(run, shops: Path, tmp_path: Path, address: str):
    made = run("terms", shops, "--out", tmp_path / "site", "--api", address)
    assert 2 == made.exit_code
    assert f"`{address}` is no address of a server\n  help: write it like `https://api.example.com`\n" in made.stderr
    assert not (tmp_path / "site").exists()
