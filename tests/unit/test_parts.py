"""The unit of work: a business is made anew where something it is made of has changed, and else taken over."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykit.parts import make, part_of, same, untouched
from policykit.source import inputs
from tests.unit.deciding.shop import policy
from tests.unit.test_pipeline import RULES, write


@pytest.fixture
def shop(tmp_path) -> Path:
    return write(tmp_path)


def test_a_business_that_has_not_changed_is_taken_over(shop):
    before = make(shop)
    assert before.ready is part_of(shop, before).ready is not None


def test_a_business_whose_file_changed_is_made_anew(shop):
    before = make(shop)
    (shop / "main.yaml").write_text(policy(RULES.replace("sealed", "still-sealed", 1)))
    after = part_of(shop, before)
    assert ["still-sealed"] == [rule.id for rule in after.business.policies["main"][0].rules]


def test_files_that_hold_what_they_held_give_the_same_business_with_stamps_of_now(shop):
    before = make(shop)
    for file in shop.iterdir():
        (shop / "copy").write_bytes(file.read_bytes())
        (shop / "copy").rename(file)
    after = part_of(shop, before)
    assert (before.ready, True) == (after.ready, before.made_of.stamps != after.made_of.stamps)


def test_what_was_written_anew_was_touched_even_if_it_says_the_same(shop):
    """While it was away, whatever was made lacked it."""
    before = make(shop)
    assert untouched(shop, before)
    (shop / "copy").write_bytes((shop / "main.yaml").read_bytes())
    (shop / "copy").rename(shop / "main.yaml")
    assert not untouched(shop, before)


def test_what_has_just_changed_is_compared_byte_by_byte(shop, monkeypatch):
    """Two changes within one tick of the file system's clock leave the same stamps."""
    before = make(shop)
    (shop / "main.yaml").write_text(policy(RULES.replace("sealed", "still-sealed", 1)))
    monkeypatch.setattr("policykit.parts.stamps_of", lambda *_: before.made_of.stamps)
    assert same(shop, before) is None


def test_what_is_settled_is_not_read_again(shop, monkeypatch):
    monkeypatch.setattr(inputs, "FRESH", 0)
    before = make(shop)
    monkeypatch.setattr("policykit.parts.digest_of", lambda *_: pytest.fail("it was read"))
    assert before is same(shop, before)


def test_a_business_with_an_error_is_built_but_not_ready(shop):
    (shop / "main.yaml").write_text(policy(RULES.replace("item.sealed", "item.seled")))
    part = make(shop)
    assert (None, ["unknown-fact"]) == (part.ready, [one.code for one in part.found])
