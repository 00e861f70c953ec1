"""The container file and the systemd unit name only what there is: settings, files, extras, commands and options."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from policykit.cli import main
from policykit_api.settings.reading import CONFIG, types, variable

FILES = ("api/Containerfile", "api/policykit.service")
VARIABLES = {CONFIG} | {name + end for name in map(variable, types()) for end in ("", "_FILE")}


@pytest.fixture(params=FILES)
def text(root: Path, request: pytest.FixtureRequest) -> str:
    return (root / request.param).read_text(encoding="utf-8")


def command(*names: str) -> click.Command:
    found: click.Command = main
    for name in names:
        assert isinstance(found, click.Group)
        inner = found.get_command(click.Context(found), name)
        assert inner is not None, f"there is no command {name}"
        found = inner
    return found


def test_every_setting_exists(text: str):
    named = set(re.findall(r"POLICYKIT_[A-Z_]+", text))
    assert named
    assert set() == named - VARIABLES


def test_every_command_and_option_exists(text: str):
    called = re.findall(r"(?:bin/policykit|(?<=policykit) policykit) ((?:serve|keys)[^\n]*)", text)
    for line in called:
        words = line.split()
        found = command(*(words[:2] if words[0] == "keys" else words[:1]))
        options = {name for parameter in found.params for name in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options


def test_the_container_is_made_of_files_and_extras_that_exist(root: Path):
    text = (root / "api/Containerfile").read_text(encoding="utf-8")
    sources = [word for line in re.findall(r"^COPY (?!--)(.*) \S+$", text, re.MULTILINE) for word in line.split()]
    assert {"pyproject.toml", "src", "api", "policies", "templates"} <= set(sources)
    assert [] == [source for source in sources if not (root / source).exists()]
    extras = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    named = {extra for group in re.findall(r"\[([a-z,]+)\]\"", text) for extra in group.split(",")}
    assert named
    assert named <= set(extras)
    assert command("serve")


def test_the_container_runs_without_rights_and_tells_its_health(root: Path):
    text = (root / "api/Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER 10001$", text, re.MULTILINE)
    assert "/health/live" in text
    assert "STOPSIGNAL SIGTERM" in text


def test_the_unit_gives_the_server_the_time_that_it_takes_to_stop(root: Path):
    from policykit_api.settings import Settings

    text = (root / "api/policykit.service").read_text(encoding="utf-8")
    given = re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    assert given
    server = Settings().server
    assert int(given[1]) > server.drain + 2 * server.grace


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_takes_the_unit(root: Path, tmp_path: Path):
    text = (root / "api/policykit.service").read_text(encoding="utf-8")
    unit = tmp_path / "policykit.service"
    unit.write_text(text.replace("/opt/policykit/bin/policykit", sys.executable), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False, timeout=60
    )
    said = [line for line in (done.stdout + done.stderr).splitlines() if "policykit" in line]
    assert [] == said
