"""When the files are looked at: after every kind of change, by inotify and by polling."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from litestar import Litestar

from policykit import pipeline
from policykit.cache import Cache
from policykit_api import service
from policykit_api.app import create_app
from policykit_api.reload import watching
from policykit_api.reload.reloading import Files, Reloading
from policykit_api.reload.watching import kept_current, place_of, watched
from policykit_api.settings.reload import Reload
from tests.unit.deciding.shop import policy
from tests.unit.test_pipeline import RULES, write

PATIENCE = 20.0
APP = Litestar()
NEW = policy(RULES.replace("sealed", "still-sealed", 1))


@pytest.fixture
def path(tmp_path) -> Path:
    for release in ("one", "two"):
        write(tmp_path / release)
    (tmp_path / "two" / "shop" / "main.yaml").write_text(NEW)
    (tmp_path / "policies").symlink_to(tmp_path / "one")
    return tmp_path / "policies"


@pytest.fixture
def reloading(path) -> Reloading:
    loaded = pipeline.load(path)
    found = service.of(create_app(loaded.bundle, None, Files(path, loaded))).reloading
    assert found is not None
    return found


def rule(reloading: Reloading) -> str:
    return reloading.service.snapshot.bundle.businesses["shop"].business.policies["main"][0].rules[0].id


async def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        await asyncio.sleep(0.02)


def test_what_is_compiled_beside_lets_a_change_go_first_and_leaves_out_what_it_replaced(reloading, monkeypatch):
    compiled: list[object] = []
    monkeypatch.setattr(watching, "compile_now", compiled.append)
    (ready,) = reloading.service.snapshot.bundle.businesses.values()

    async def story(*, replaced: bool) -> list[object]:
        async with reloading.turn:  # as a change has it
            task = asyncio.create_task(watching.compiled(reloading))
            await asyncio.sleep(0.05)
            assert [] == compiled
            if replaced:
                other = {"shop": pipeline.prepare(ready.business)}
                reloading.service.snapshot = reloading.make(pipeline.Bundle(other))
        await task
        return list(compiled)

    async def stories() -> tuple[list[object], list[object]]:
        before = reloading.service.snapshot
        first = await story(replaced=True)
        reloading.service.snapshot = before
        return first, await story(replaced=False)

    assert ([], [ready]) == asyncio.run(stories())


def written_in_place(path: Path) -> None:
    (path / "shop" / "main.yaml").write_text(NEW)


def renamed(path: Path) -> None:
    (path / "shop" / "new").write_text(NEW)
    (path / "shop" / "new").rename(path / "shop" / "main.yaml")


def another_release(path: Path) -> None:
    (path.parent / "next").symlink_to(path.parent / "two")
    (path.parent / "next").rename(path)


def away_and_back(path: Path) -> None:
    path.resolve().rename(path.parent / "away")
    time.sleep(0.2)
    (path.parent / "two").rename(path.parent / "one")


CHANGES = (written_in_place, renamed, another_release, away_and_back)


@pytest.mark.parametrize("poll", [False, True], ids=["told", "polled"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_taken_over_by_itself(reloading, path, change, poll, monkeypatch):
    monkeypatch.setattr(watching, "LOOK", 100)

    async def changed() -> None:
        async with kept_current(reloading, Reload(poll=poll), APP):
            await asyncio.sleep(0.3)
            change(path)
            await until(lambda: rule(reloading) == "still-sealed")

    asyncio.run(changed())


def test_what_changes_before_the_watch_has_begun_is_an_occasion_too(path):
    async def changed() -> None:
        stop = asyncio.Event()
        found = watching.occasions(path, Reload(sweep_seconds=3600), stop)
        await anext(found)
        written_in_place(path)
        await asyncio.sleep(0.2)
        await asyncio.wait_for(anext(found), PATIENCE)
        stop.set()
        await found.aclose()

    asyncio.run(changed())


def test_what_nobody_tells_of_is_found_by_the_sweep(reloading, path, monkeypatch):
    async def silent(*_: object, **options: object) -> object:
        while True:
            await asyncio.sleep(0.02)
            yield set()

    monkeypatch.setattr(watching, "awatch", silent)

    async def changed() -> None:
        async with kept_current(reloading, Reload(sweep_seconds=0.1), APP):
            await asyncio.sleep(0.3)
            written_in_place(path)
            await until(lambda: rule(reloading) == "still-sealed")

    asyncio.run(changed())


def test_where_nothing_is_watched_a_signal_takes_changes_over(reloading, path):
    async def signalled() -> None:
        async with kept_current(reloading, Reload(watch=False), APP):
            written_in_place(path)
            await asyncio.sleep(0.5)
            assert "sealed" == rule(reloading)
            os.kill(os.getpid(), signal.SIGHUP)
            await until(lambda: rule(reloading) == "still-sealed")

    asyncio.run(signalled())


def test_a_failure_is_logged_and_the_next_change_tries_again(reloading, path, monkeypatch, caplog):
    make, failures = reloading.make, [OSError("no memory")]

    def fails_once(bundle):
        if failures:
            raise failures.pop()
        return make(bundle)

    reloading.make = fails_once

    async def changed() -> None:
        async with kept_current(reloading, Reload(), APP):
            await asyncio.sleep(0.3)
            written_in_place(path)
            await until(lambda: "could not be looked at" in caplog.text)
            (path / "shop" / "main.yaml").write_text(f"{NEW}\n# again\n")
            await until(lambda: rule(reloading) == "still-sealed")

    asyncio.run(changed())


def test_of_a_single_business_the_packs_beside_it_are_watched_too(path):
    (path / "law").mkdir()
    assert (path / "shop", path / "law") == watched(path / "shop")
    assert (path,) == watched(path)


def test_where_nothing_stands_there_is_no_place(tmp_path):
    assert place_of(tmp_path / "nowhere") is None


def test_what_was_taken_from_disk_is_compiled_before_anybody_asks(path, tmp_path):
    kept = Cache(tmp_path / "kept")
    pipeline.load(path, kept=kept)
    loaded = pipeline.load(path, kept=kept)
    found = service.of(create_app(loaded.bundle, None, Files(path, loaded))).reloading
    ready = loaded.bundle.businesses["shop"]
    detour = ready.govern

    async def started() -> None:
        async with kept_current(found, Reload(watch=False), APP):
            await until(lambda: ready.govern is not detour)

    asyncio.run(started())
