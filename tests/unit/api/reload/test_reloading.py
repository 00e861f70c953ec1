"""From changed files to the snapshot in use: what is right is taken over, what is wrong is refused and told."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from shutil import rmtree

import pytest

from policykit import pipeline
from policykit_api import service
from policykit_api.app import create_app
from policykit_api.reload import reloading as module
from policykit_api.reload.news import Refusal, Reloaded
from policykit_api.reload.reloading import Files, Reloading
from tests.unit.deciding.shop import policy
from tests.unit.test_pipeline import RULES, write

WRONG = RULES.replace("item.sealed", "item.seled")


@pytest.fixture
def path(tmp_path) -> Path:
    for name in ("shop", "bakery"):
        write(tmp_path / "policies", name)
    return tmp_path / "policies"


@pytest.fixture
def reloading(path) -> Reloading:
    loaded = pipeline.load(path)
    found = service.of(create_app(loaded.bundle, None, Files(path, loaded))).reloading
    assert found is not None
    return found


def change(path: Path, rules: str, business: str = "shop") -> None:
    (path / business / "main.yaml").write_text(policy(rules))


def run(reloading: Reloading, **options: bool) -> Reloaded | Refusal | None:
    return asyncio.run(reloading.reload(**options))


def test_where_nothing_has_changed_nothing_is_done(reloading):
    snapshot = reloading.service.snapshot
    assert run(reloading) is None
    assert snapshot is reloading.service.snapshot


def test_what_changed_is_taken_over_and_the_rest_stays_what_it_was(reloading, path):
    before = reloading.service.snapshot
    change(path, RULES.replace("sealed", "still-sealed", 1))
    news = run(reloading)
    after = reloading.service.snapshot.bundle.businesses
    assert ({"shop": after["shop"].business.digest}, []) == (news.businesses, news.removed)
    assert before.bundle.businesses["bakery"] is after["bakery"]
    assert ["sealed"] == [one.id for one in before.bundle.businesses["shop"].business.policies["main"][0].rules]


def test_what_is_wrong_is_refused_and_the_last_good_stays(reloading, path, caplog):
    snapshot = reloading.service.snapshot
    change(path, WRONG)
    news = run(reloading)
    assert [("unknown-fact", "shop/main.yaml")] == [(one.code, one.file) for one in news.findings]
    assert (snapshot, news) == (reloading.service.snapshot, reloading.service.refused)
    assert "1 error, the first unknown-fact at shop/main.yaml:" in caplog.text


def test_whoever_asks_again_is_told_again_but_listeners_are_not(reloading, path):
    change(path, WRONG)
    first, again = run(reloading), run(reloading)
    assert first == again
    change(path, f"{WRONG}\n# a comment")
    assert first.at == run(reloading).at
    assert 1 == len(reloading.service.events._kept)


def test_files_that_are_right_again_end_the_refusal_even_where_nothing_else_changed(reloading, path):
    before = (path / "shop" / "main.yaml").read_text()
    change(path, WRONG)
    run(reloading)
    (path / "shop" / "main.yaml").write_text(before)
    news = run(reloading)
    assert ({}, [], None) == (news.businesses, news.removed, reloading.service.refused)


def test_a_business_that_is_deleted_is_gone_and_that_is_told(reloading, path, caplog):
    caplog.set_level(logging.INFO, module.log.name)
    rmtree(path / "bakery")
    assert ["bakery"] == run(reloading).removed
    assert ["shop"] == list(reloading.service.snapshot.bundle.businesses)
    assert "removed: bakery" in caplog.text


def test_a_business_whose_folder_is_away_for_a_moment_is_never_gone(reloading, path, monkeypatch):
    monkeypatch.setattr(module, "GONE", 0.5)
    (path / "bakery").rename(path.parent / "aside")

    async def both() -> Reloaded | Refusal | None:
        news = asyncio.create_task(reloading.reload(patient=True))
        await asyncio.sleep(0.3)
        assert "bakery" in reloading.service.snapshot.bundle.businesses
        (path.parent / "aside").rename(path / "bakery")
        return await news

    assert asyncio.run(both()) is None
    assert ["bakery", "shop"] == list(reloading.service.snapshot.bundle.businesses)


def test_when_the_whole_folder_vanishes_the_last_good_stays(reloading, path):
    path.rename(path.parent / "aside")
    assert ["missing-file"] == [one.code for one in run(reloading).findings]
    (path.parent / "aside").rename(path)
    run(reloading)
    assert reloading.service.refused is None


def test_files_that_never_rest_change_nothing(reloading, path, monkeypatch, caplog):
    monkeypatch.setattr("policykit_api.reload.steady.LONGEST", 0.1)
    change(path, RULES.replace("sealed", "still-sealed", 1))
    monkeypatch.setattr(pipeline, "still", lambda *_: False)
    assert run(reloading) is None
    assert "do not come to rest" in caplog.text
