"""The group of commands: each imported when it is called, and every failure said in two lines at most."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from policykit.cli.terminal import plain, tell

STOPPED = 130
"""The shell's code for a command that the user stopped (128 + SIGINT)."""
READER_GONE = 141
"""The shell's code for a command whose output nobody reads any more (128 + SIGPIPE)."""
FAILED = 2


class WrongUsage(click.ClickException):
    """What was asked cannot be carried out: why, and what to write instead."""

    exit_code = FAILED

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help


class Commands(click.Group):
    """Commands by the names of their modules. Ends the process with the command's code, never with a traceback."""

    def __init__(self, *args: Any, names: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.names = names

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        if cmd_name not in self.names:
            return None
        command: click.Command = import_module(f"policykit.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.names and not args[0].startswith("-"):
            from policykit.diagnostics import did_you_mean

            listed = f"the commands are {', '.join(f'`{name}`' for name in self.names)}"
            raise WrongUsage(f"there is no command `{args[0]}`", did_you_mean(args[0], self.names, listed))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            ctx.color = False
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # What is still buffered would fail once more when the interpreter closes its output.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(READER_GONE)

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run the command of the arguments and end the process."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # a terminal that cannot show a character gets its code
                stream.reconfigure(errors="backslashreplace")
        sys.exit(self._code(*args, **settings))

    def _code(self, *args: Any, **settings: Any) -> int:
        try:
            code = super().main(*args, **{**settings, "standalone_mode": False})
        except click.Abort:
            return STOPPED
        except click.ClickException as error:
            return refused(error)
        except OSError as error:
            what = f"`{error.filename}`: " if error.filename else ""
            return said(f"{what}{(error.strerror or str(error)).lower()}")
        except Exception as error:  # noqa: BLE001  # a fault of ours is told as shortly as one of the user's
            return said(fault(error), "this is a fault in policykit: please report it with the command you gave")
        return code if isinstance(code, int) else 0


def refused(error: click.ClickException) -> int:
    """Say why a command was not carried out; click's own words are put into our form."""
    if isinstance(error, WrongUsage):
        return said(error.message, error.help)
    message = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)
    help = f"see `{context.command_path} --help`" if context else None
    return said(message[:1].lower() + message[1:], help)


def said(message: str, help: str | None = None) -> int:
    """Tell an error; the code of a command that could not be carried out."""
    tell(f"{click.style('error', fg='red', bold=True)}: {plain(message)}", err=True)
    if help:
        tell(f"  {click.style('help', fg='cyan')}: {plain(help)}", err=True)
    return FAILED


def fault(error: Exception) -> str:
    """What went wrong, and the line of the program that it went wrong in."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
