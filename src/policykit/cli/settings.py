"""The settings of a server, for the commands that need them: held, or told to be wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from policykit.cli.terminal import columns, tell

if TYPE_CHECKING:
    from policykit_api.settings.reading import Held, Name

Command = TypeVar("Command", bound=Callable[..., Any])


def config(command: Command) -> Command:
    """`--config`: the file with the settings."""
    return click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The file with the settings (YAML).  [default: POLICYKIT_CONFIG]",
    )(command)


def held(config: Path | None, options: Mapping[Name, str] | None = None) -> Held:
    """The settings that hold. Where any is wrong, tells all of them and ends the command."""
    from policykit_api.settings.reading import WrongSettings, hold

    try:
        return hold(config, os.environ, options)
    except WrongSettings as wrong:
        from policykit.cli.findings import as_text, summary

        for line in as_text(wrong.diagnostics, Path.cwd()):
            tell(line, err=True)
        tell(summary(wrong.diagnostics), err=True)
        raise click.exceptions.Exit(2) from None


def lines(held: Held) -> Iterator[str]:
    """Every setting with its value and its origin, as lines."""
    from policykit_api.settings.showing import rows

    told = [(name, origin, value) for name, value, origin in rows(held)]
    return columns([("setting", "from", "value"), *told], indent=0)  # values can be long: they go last
