"""A load of one state of the files, whoever is writing to them."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from policykit import parts, pipeline
from policykit_api.reload import steady as module
from policykit_api.reload.steady import GIT, beside, lock_of, locked, steady
from tests.unit.deciding.shop import policy
from tests.unit.test_pipeline import RULES, write


@pytest.fixture
def shop(tmp_path) -> Path:
    write(tmp_path / "policies")
    return tmp_path / "policies"


def rule(loaded: pipeline.Loaded) -> str:
    return loaded.bundle.businesses["shop"].business.policies["main"][0].rules[0].id


def test_files_that_change_while_they_are_loaded_are_loaded_again(shop, monkeypatch):
    load, loads = pipeline.load, []

    def meddled(path, before, kept):
        loaded = load(path, before=before)
        loads.append(rule(loaded))
        if len(loads) < 3:
            (shop / "shop" / "main.yaml").write_text(policy(RULES.replace("sealed", f"rule-{len(loads)}", 1)))
        return loaded

    monkeypatch.setattr(pipeline, "load", meddled)
    assert ("rule-2", ["sealed", "rule-1", "rule-2"]) == (rule(asyncio.run(steady(shop, None))), loads)


def test_a_file_that_was_away_while_it_was_read_is_read_again(shop, monkeypatch):
    """git puts a file in place of another that says the same: what was read in between lacks it."""
    build, file, away = parts.build, shop / "shop" / "main.yaml", []

    def meddled(folder):
        if away:
            return build(folder)
        away.append(file.read_bytes())
        file.unlink()
        try:
            return build(folder)
        finally:
            file.write_bytes(away[0])

    monkeypatch.setattr(parts, "build", meddled)
    assert "sealed" == rule(asyncio.run(steady(shop, None)))


def test_files_that_never_rest_are_left_alone(shop, monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 0.2)
    monkeypatch.setattr(pipeline, "still", lambda *_: False)
    assert asyncio.run(steady(shop, None)) is None


def test_nothing_is_loaded_while_git_is_at_work(shop):
    lock = shop.parent / ".git" / "index.lock"
    lock.parent.mkdir()
    lock.touch()

    async def both() -> tuple[str, bool]:
        loading = asyncio.create_task(steady(shop, None))
        await asyncio.sleep(0.2)
        done = loading.done()
        (shop / "shop" / "main.yaml").write_text(policy(RULES.replace("sealed", "checked-out", 1)))
        lock.unlink()
        return rule(await loading), done

    assert ("checked-out", False) == asyncio.run(both())


def test_a_lock_that_git_left_behind_stops_nobody(shop):
    lock = shop.parent / ".git" / "index.lock"
    lock.parent.mkdir()
    assert not locked(shop)
    lock.touch()
    assert locked(shop)
    os.utime(lock, (time.time() - GIT - 1,) * 2)
    assert not locked(shop)


def test_a_worktree_has_its_lock_where_its_file_says(tmp_path):
    (tmp_path / "work" / "policies").mkdir(parents=True)
    (tmp_path / "work" / ".git").write_text("gitdir: ../repository/worktrees/work\n")
    found = lock_of(tmp_path / "work" / "policies")
    assert tmp_path / "repository" / "worktrees" / "work" / "index.lock" == Path(os.path.normpath(found))


def test_while_a_thread_works_requests_get_their_turn_soon_and_later_as_usual():
    usual = sys.getswitchinterval()
    assert module.TURN == pytest.approx(asyncio.run(beside(sys.getswitchinterval)))
    assert usual == sys.getswitchinterval()


def test_where_two_work_at_once_turns_are_short_until_both_have_finished():
    async def both() -> list[float]:
        waiting = asyncio.create_task(beside(time.sleep, 0.2))
        await beside(time.sleep, 0)
        first = sys.getswitchinterval()
        await waiting
        return [first, sys.getswitchinterval()]

    usual = sys.getswitchinterval()
    assert [module.TURN, usual] == pytest.approx(asyncio.run(both()))
