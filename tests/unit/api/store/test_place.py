from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from policykit_api.store import WrongStore
from policykit_api.store import place as places
from policykit_api.store.place import make, place


def test_without_a_setting_it_is_a_file_where_systemd_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STATE_DIRECTORY", f"{tmp_path}:/somewhere/else")
    assert tmp_path / "policykit.db" == place(None).file


def test_without_systemd_it_is_in_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert tmp_path / "policykit" / "policykit.db" == place(None).file


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://shop:secret@db/policies", "postgresql+asyncpg://shop:secret@db/policies"),
        ("postgres://db/policies", "postgresql+asyncpg://db/policies"),
        ("postgresql+asyncpg://db/policies", "postgresql+asyncpg://db/policies"),
        ("sqlite:////srv/policies.db", "sqlite+aiosqlite:////srv/policies.db"),
        ("sqlite+aiosqlite:////srv/policies.db", "sqlite+aiosqlite:////srv/policies.db"),
    ],
)
def test_a_url_gets_its_driver(url: str, expected: str):
    assert expected == place(url).url


def test_a_relative_path_counts_from_where_the_server_was_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert tmp_path / "here.db" == place("sqlite:///here.db").file


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://db/policies", "begins with `mysql`"),
        ("postgresql+psycopg://db/policies", "begins with `postgresql\\+psycopg`"),
        ("policies.db", "begins with `policies.db`"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_another_url_is_refused(url: str, message: str):
    with pytest.raises(WrongStore, match=message):
        place(url)


def test_a_missing_driver_is_told_with_what_brings_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(places, "find_spec", lambda _: None)
    with pytest.raises(WrongStore, match=r"`asyncpg` is not installed: `pip install 'policykit-service\[postgres\]'`"):
        place("postgresql://db/policies")


def test_no_password_is_shown():
    assert "postgresql://db/policies" == place("postgresql://shop:sec@ret@db/policies?password=x").shown


def test_a_file_is_shown_as_it_is(file: Path):
    assert str(file) == place(f"sqlite:///{file}").shown


def test_the_file_is_its_owners_alone(file: Path):
    before = os.umask(0)
    try:
        make(file)
    finally:
        os.umask(before)
    assert (0o600, 0o700) == (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode))


def test_a_file_that_is_there_is_left_as_it_is(file: Path):
    make(file)
    file.write_bytes(b"kept")
    file.chmod(0o640)
    make(file)
    assert (b"kept", 0o640) == (file.read_bytes(), stat.S_IMODE(file.stat().st_mode))
