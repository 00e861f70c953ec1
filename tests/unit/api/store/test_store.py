from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from policykit_api.store import Store, Unavailable
from tests.databases import using


def test_nothing_is_made_before_it_is_needed(file: Path):
    Store(f"sqlite:///{file}")
    assert not file.parent.exists()


def test_it_is_opened_once(url: str):
    async def story(store: Store):
        return await store.open() is await store.open()

    assert using(url, story)


def test_what_was_kept_is_there_after_closing(url: str):
    async def story(store: Store):
        keys = await store.keys()
        await store.close()
        await store.close()
        return keys is not await store.keys()

    assert using(url, story)


def test_who_finds_it_out_of_reach_may_try_again(file: Path):
    async def story(store: Store):
        file.parent.parent.joinpath("state").write_text("in the way")
        with pytest.raises(Unavailable):
            await store.open()
        file.parent.unlink()
        return await (await store.keys()).every()

    assert () == using(f"sqlite:///{file}", story)


def test_postgresql_that_nobody_runs_is_out_of_reach(tmp_path: Path):
    async def story(store: Store):
        with pytest.raises(Unavailable):
            await store.open()

    using(f"postgresql:///policies?host={tmp_path}", story)


def test_a_server_that_stores_nothing_does_not_load_a_database():
    script = "import sys; from policykit_api.store import Store; Store(); print('sqlalchemy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "False\n" == told.stdout
