"""What several commands take: a path, a policy, a locale, a form of output; and examples for their help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from policykit.cli.group import WrongUsage

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Command], Command]

PATH = click.Path(path_type=Path)


def path(command: Command) -> Command:
    """`[PATH]`: the folder of a business, or of several."""
    return click.argument("path", type=PATH, required=False)(command)


def policy(command: Command) -> Command:
    """`[PATH] BUSINESS/POLICY`: a policy, before it the folder that it is in. Read by ``split``."""
    return click.argument("words", nargs=-1, metavar="[PATH] BUSINESS/POLICY")(command)


AUDIENCES = ("customer", "agent", "auditor")


def question(command: Command) -> Command:
    """What is asked of a policy, and for whom: `--facts`, `--fact`, `--as-of`, `--audience`, `--locale`."""
    options = (
        click.option(
            "--facts", "source", metavar="FILE|-|JSON", help="Facts as JSON: a file, standard input, or the text."
        ),
        click.option(
            "--fact",
            "pairs",
            multiple=True,
            metavar="NAME=VALUE",
            help="One fact, as in a case; it takes the place of the same one in `--facts`. Repeatable.",
        ),
        click.option("--as-of", metavar="INSTANT", help="The instant to decide for.  [default: now]"),
        click.option(
            "--audience", type=click.Choice(AUDIENCES), default="customer", show_default=True, help="Who reads it."
        ),
        locale,
    )
    for option in reversed(options):
        command = option(command)
    return command


def form(command: Command) -> Command:
    """`--format`: for people or for programs."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="For people or for programs.",
    )(command)


def locale(command: Command) -> Command:
    """`--locale`: the language wanted."""
    return click.option("--locale", metavar="LOCALE", help="The language wanted, as in `zh-Hant` (BCP 47).")(command)


def split(words: tuple[str, ...]) -> tuple[Path | None, str | None]:
    """The path, None where none is given, and the name of the policy, None where only a folder is given."""
    match words:
        case (folder, name):
            return Path(folder), name
        case (word,) if Path(word).is_dir():
            return Path(word), None
        case (word,):
            # Beside a business's own folder, `gym/freeze` means that folder rather than a bundled example.
            beside = Path(word.partition("/")[0])
            return (beside if (beside / "business.yaml").is_file() else None), word
        case ():
            return None, None
        case _:
            raise WrongUsage(
                f"expected a path and a policy, found {len(words)} words", "put texts with spaces in quotes"
            )


def instant(text: str | None, option: str) -> datetime | None:
    """The instant that an option names; None where it is not given."""
    if text is None:
        return None
    from policykit.values import Wrong, parse_instant

    found = parse_instant(text)
    if isinstance(found, Wrong):
        raise WrongUsage(f"{option}: {found.message}", found.help)
    return found


def day(text: str | None, option: str) -> date:
    """The day that an option names; this day where it is not given."""
    from policykit.model import DateType
    from policykit.values import Wrong, from_text, now

    if text is None:
        return now().astimezone().date()
    found = from_text(DateType(), text)
    if isinstance(found, Wrong):
        raise WrongUsage(f"{option}: {found.message}", found.help)
    assert isinstance(found, date)
    return found


def examples(*lines: str) -> str:
    """The end of a command's help: how it is used, line by line."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))
