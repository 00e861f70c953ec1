"""The files of a business: which are read, which are named as not read, and none from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykit.source.folder import Folder, read_folder

CSV = "a,then outcome\n1,yes\n"


def folder(tmp_path: Path, files: dict[str, str]) -> Folder:
    place = tmp_path / "shop"
    for name, text in files.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return read_folder(place)


def test_tables_are_read_beside_documents(tmp_path):
    found = folder(tmp_path, {"business.yaml": "business: shop\n", "tables/a.csv": CSV, "tables/deep/b.csv": CSV})
    assert (["business.yaml"], ["tables/a.csv"]) == (list(found.documents), list(found.tables))


def test_a_table_that_cannot_be_read_is_none(tmp_path):
    found = folder(tmp_path, {"tables/a.csv": ""})
    assert ({"tables/a.csv": None}, ["empty-file"]) == (found.tables, [one.code for one in found.found])


@pytest.mark.parametrize("name", ["prices.xlsx", "prices.CSV", "prices.tsv", "prices"])
def test_another_file_among_the_tables_is_told(name, tmp_path):
    (found,) = folder(tmp_path, {f"tables/{name}": CSV}).found
    assert ("file-ending", "in the spreadsheet, save the sheet again as `CSV UTF-8`") == (found.code, found.help)


@pytest.mark.parametrize("name", [".DS_Store", "~$prices.xlsx", ".~lock.prices.csv#"])
def test_what_systems_leave_among_the_tables_is_passed_over(name, tmp_path):
    assert () == folder(tmp_path, {f"tables/{name}": CSV}).found


def test_a_table_outside_the_folder_is_not_followed(tmp_path):
    (tmp_path / "outside.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "shop" / "tables").mkdir(parents=True)
    (tmp_path / "shop" / "tables" / "a.csv").symlink_to(tmp_path / "outside.csv")
    assert {} == folder(tmp_path, {"business.yaml": "business: shop\n"}).tables


def test_the_digest_covers_names_and_contents_of_tables(tmp_path):
    first = folder(tmp_path / "first", {"tables/a.csv": CSV}).digest
    other_name = folder(tmp_path / "name", {"tables/b.csv": CSV}).digest
    other_text = folder(tmp_path / "text", {"tables/a.csv": CSV.replace("1", "2")}).digest
    assert 3 == len({first, other_name, other_text})
