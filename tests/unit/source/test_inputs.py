"""What a business is made of: what changes it changes its stamps and its digest, and nothing else does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policykit.source import inputs
from policykit.source.inputs import digest_of, named_packs, stamps_in, stamps_of

BUSINESS = "business: shop\nlaw: [lex, eu]\n"


@pytest.fixture
def shop(tmp_path) -> Path:
    folder = tmp_path / "shop"
    for name, text in {"business.yaml": BUSINESS, "cases/a.yaml": "a: 1\n", "tables/a.csv": "a\n1\n"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


CHANGES = {
    "a file of the same length": lambda shop: write(shop / "business.yaml", BUSINESS.replace("shop", "shed")),
    "a new policy": lambda shop: write(shop / "new.yaml", ""),
    "a case": lambda shop: write(shop / "cases/a.yaml", "a: 2\n"),
    "a table": lambda shop: write(shop / "tables/a.csv", "a\n2\n"),
    "a table that is not read": lambda shop: write(shop / "tables/a.xlsx", ""),
    "a name that is told": lambda shop: write(shop / "returns.yml", ""),
    "a file that is gone": lambda shop: (shop / "cases/a.yaml").unlink(),
    "a name": lambda shop: (shop / "cases/a.yaml").rename(shop / "cases/b.yaml"),
    "a template": lambda shop: write(shop / "templates/explanation/customer.txt", "Hello"),
    "a sentence": lambda shop: write(shop / "templates/terms/en.yaml", "rules: Rules"),
    "a pack of its own": lambda shop: write(shop / "law/lex.yaml", "pack: lex\n"),
    "a pack beside it": lambda shop: write(shop.parent / "law/lex.yaml", "pack: lex\n"),
    "a pack beside it that goes before the bundled one": lambda shop: write(shop.parent / "law/eu.yaml", "pack: eu\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changes_a_business_changes_stamps_and_digest(shop, change):
    named = named_packs(shop)
    before = stamps_of(shop, named), digest_of(shop, named)
    change(shop)
    after = stamps_of(shop, named), digest_of(shop, named)
    assert (True, True) == (before[0] != after[0], before[1] != after[1])


NO_CHANGES = {
    "an editor's notes": lambda shop: write(shop / ".returns.yaml.swp", "x"),
    "documents": lambda shop: write(shop / "README.md", "x"),
    "another business": lambda shop: write(shop.parent / "bakery/business.yaml", "x"),
    "a pack that it does not name": lambda shop: write(shop.parent / "law/uk.yaml", "x"),
}


@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
def test_what_is_not_read_changes_nothing(shop, change):
    named = named_packs(shop)
    before = stamps_of(shop, named), digest_of(shop, named)
    change(shop)
    assert before == (stamps_of(shop, named), digest_of(shop, named))


def test_a_file_that_is_written_anew_has_other_stamps_and_the_same_digest(shop):
    stamps, digest = stamps_of(shop, ()), digest_of(shop, ())
    (shop / "new").write_text(BUSINESS)
    (shop / "new").rename(shop / "business.yaml")
    assert (True, digest) == (stamps != stamps_of(shop, ()), digest_of(shop, ()))


def test_stamps_are_settled_once_no_file_has_just_changed(shop, monkeypatch):
    assert not stamps_of(shop, ()).settled
    monkeypatch.setattr(inputs, "FRESH", 0)
    assert stamps_of(shop, ()).settled


def test_a_time_that_is_set_back_is_seen(shop):
    stamps = stamps_of(shop, ())
    seen = (shop / "business.yaml").stat()
    write(shop / "business.yaml", BUSINESS.replace("shop", "shed"))
    os.utime(shop / "business.yaml", ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert stamps != stamps_of(shop, ())


def test_a_link_to_a_file_outside_is_another_thing_than_a_file(shop):
    digest = digest_of(shop, ())
    (shop / "business.yaml").rename(shop.parent / "elsewhere.yaml")
    (shop / "business.yaml").symlink_to(shop.parent / "elsewhere.yaml")
    assert digest != digest_of(shop, ())


@pytest.mark.parametrize("text", ["law: eu\n", "law: [{a: b}, '../x']\n", "- a\n", "", "law: [\n"])
def test_packs_that_cannot_be_read_are_none(shop, text):
    write(shop / "business.yaml", text)
    assert () == named_packs(shop)


def test_where_there_is_nothing_there_are_no_stamps(tmp_path):
    assert ((), ()) == (named_packs(tmp_path / "nowhere"), stamps_in(tmp_path / "nowhere").files)
