"""The command line: each command is a module of this package, imported when it is called."""

from __future__ import annotations

import click

from policykit import __version__
from policykit.cli.group import Commands

COMMANDS = ("check", "decide", "explain", "test", "show", "terms", "serve", "keys")
"""A new command is one new module and its name here."""


@click.group(cls=Commands, names=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="policykit %(version)s")
def main() -> None:
    """Service policies as one source: decisions, their wording, the public terms, and tests.

    PATH is the folder of a business (it holds a business.yaml) or a folder of such folders. Without
    one, the bundled example businesses are taken.

    Exit codes: 0 all is well, 1 problems were found, 2 the command could not be carried out.
    """


__all__ = ["main"]
