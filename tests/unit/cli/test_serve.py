from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from policykit.cli import serve
from policykit.cli.group import WrongUsage
from policykit_api.settings import Settings
from policykit_api.settings.store import Store

PATIENCE = 30.0


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def test_a_process_serves_and_stops(shops: Path):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-u", "-m", "policykit", "serve", str(shops), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            deadline = time.monotonic() + PATIENCE
            while not is_ready(address):
                assert server.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
        finally:
            server.send_signal(signal.SIGINT)
            said, complained = server.communicate(timeout=PATIENCE)
    assert f"serving tea-shop on {address}" in said
    assert f"{address}/terms" in said
    assert "Traceback" not in complained


def test_a_port_in_use_is_told_before_anything_starts(run, shops: Path, taken: int):
    served = run("serve", shops, "--port", taken)
    assert 2 == served.exit_code
    assert f"error: cannot listen on 127.0.0.1:{taken}: address already in use\n" in served.stderr
    assert "" == served.stdout


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_a_port_is_a_number_within_range(run, shops: Path, port: str):
    served = run("serve", shops, "--port", port)
    assert 2 == served.exit_code
    assert (
        f"--port: error[bad-value]: `server.port` takes a whole number from 1 to 65535, not `{port}`\n" in served.stderr
    )


def test_the_settings_that_hold_are_shown_without_serving(run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "server.yaml").write_text("server: {workers: 2}\n")
    monkeypatch.setenv("POLICYKIT_LOG_LEVEL", "error")
    shown = run("serve", "--config", tmp_path / "server.yaml", "--port", 81, "--show-settings")
    assert 0 == shown.exit_code
    found = {line.split()[0]: line.split()[1:] for line in shown.stdout.splitlines()}
    assert ["--port", "81"] == found["server.port"]
    assert ["POLICYKIT_LOG_LEVEL", "error"] == found["log.level"]
    assert [f"{tmp_path}/server.yaml:1", "2"] == found["server.workers"]


def test_wrong_settings_are_all_told_with_their_lines(run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "server.yaml").write_text("server:\n  workers: none\n")
    monkeypatch.setenv("POLICYKIT_LOG_LEVL", "error")
    served = run("serve", "--config", tmp_path / "server.yaml")
    assert (2, "") == (served.exit_code, served.stdout)
    assert "    2 |   workers: none\n" in served.stderr
    assert "POLICYKIT_LOG_LEVL: error[unknown-key]: there is no such setting\n" in served.stderr
    assert "2 errors in 1 file\n" in served.stderr


def test_the_folder_of_policies_may_be_a_setting(run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("POLICYKIT_SERVER_POLICIES", str(tmp_path / "gone"))
    assert f"there is no folder `{tmp_path / 'gone'}`" in run("serve").stderr


def test_policies_with_errors_are_not_served(run, shops: Path, change):
    change("claim.yaml", "claim.finding: stale", "claim.findin: stale")
    served = run("serve", shops)
    assert 1 == served.exit_code
    assert "error[unknown-fact]" in served.stderr


@pytest.mark.parametrize(
    ("store", "said"),
    [
        (
            {"url": "sqlite:///{folder}/kept.db"},
            ["decisions are kept where a request asks for it, in {folder}/kept.db"],
        ),
        ({"url": "sqlite:///{folder}/kept.db", "decisions": "always"}, ["all decisions are kept, in {folder}/kept.db"]),
        ({"decisions": "never"}, []),
        (
            {"url": "postgresql:///policies?host={folder}"},
            ["decisions are kept where a request asks for it, in postgresql:///policies, which cannot be reached now"],
        ),
    ],
    ids=["asked", "always", "never", "out of reach"],
)
def test_it_says_where_decisions_are_kept(tmp_path: Path, store: dict[str, str], said: list[str]):
    filled = {name: value.format(folder=tmp_path) for name, value in store.items()}
    assert [line.format(folder=tmp_path) for line in said] == serve._kept_in(Settings(store=Store(**filled)))


def test_a_database_that_cannot_be_used_is_wrong_usage():
    with pytest.raises(WrongUsage, match="begins with `mysql`"):
        serve._kept_in(Settings(store=Store(url="mysql://db/policies")))
