from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from policykit import __version__
from policykit.cli import COMMANDS, main
from policykit.cli import group as of_commands

PROGRAM = [sys.executable, "-m", "policykit"]


def test_a_process_tells_the_version():
    done = subprocess.run([*PROGRAM, "--version"], capture_output=True, text=True, check=True)
    assert f"policykit {__version__}\n" == done.stdout


def test_a_process_ends_quietly_when_nobody_reads(shops: Path):
    command = subprocess.Popen([*PROGRAM, "check", shops], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert command.stdout is not None
    command.stdout.close()
    assert command.stderr is not None
    said = command.stderr.read()
    assert (b"", of_commands.READER_GONE) == (said, command.wait())
    command.stderr.close()


def test_a_process_that_finds_problems_says_so_by_its_code(shops: Path, change):
    change("claim.yaml", "claim.finding", "claim.findin")
    done = subprocess.run([*PROGRAM, "check", shops], capture_output=True, text=True, check=False)
    assert 1 == done.returncode
    assert "did you mean `claim.finding`?" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_examples(run, name: str):
    helped = run(name, "--help")
    assert 0 == helped.exit_code
    assert f"  Examples:\n    policykit {name}" in helped.output


def test_the_help_lists_every_command_in_order(run):
    listed = run("--help").stdout.partition("Commands:")[2].split("\n")
    assert list(COMMANDS) == [line.split()[0] for line in listed if line.strip()]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], "error: there is no command `chek`\n  help: did you mean `check`?\n"),
        (["check", "--formt", "json"], "error: no such option '--formt'. Did you mean '--format'?"),
        (["terms"], "error: missing option '--out'\n  help: see `policykit terms --help`\n"),
        (["check", "no-such-folder"], "error: there is no folder `no-such-folder`\n"),
    ],
    ids=["command", "option", "missing option", "folder"],
)
def test_wrong_usage_is_told_in_two_lines(run, words: list[str], said: str):
    result = run(*words)
    assert 2 == result.exit_code
    assert result.stderr.startswith(said)
    assert "" == result.stdout


def test_only_commands_are_commands():
    with click.Context(main) as context:
        assert main.get_command(context, "group") is None


def failing(error: BaseException) -> of_commands.Commands:
    """A group whose one command fails."""

    @click.command("fail")
    def fail() -> None:
        raise error

    group = of_commands.Commands("policykit", names=["fail"])
    group.get_command = lambda *_: fail
    return group


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (PermissionError(13, "Permission denied", "secret.yaml"), 2, "error: `secret.yaml`: permission denied\n"),
        (ZeroDivisionError("oh"), 2, "error: ZeroDivisionError: oh (test_group.py, line"),
        (KeyboardInterrupt(), of_commands.STOPPED, "\n"),
    ],
    ids=["file", "fault of ours", "stopped"],
)
def test_no_failure_ends_in_a_traceback(capsys, error: BaseException, code: int, said: str):
    with pytest.raises(SystemExit) as ended:
        failing(error).main(["fail"])
    told = capsys.readouterr()
    assert code == ended.value.code
    assert told.err.startswith(said)
    assert "Traceback" not in told.err


def test_colour_stays_away_where_it_is_not_wanted(monkeypatch, run, shops: Path, change):
    change("claim.yaml", "claim.finding", "claim.findin")
    monkeypatch.setenv("NO_COLOR", "1")
    from click.testing import CliRunner

    assert "\x1b[" not in CliRunner().invoke(main, ["check", str(shops)], color=True).output
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" in CliRunner().invoke(main, ["check", str(shops)], color=True).output
