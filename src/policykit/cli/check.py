"""`policykit check`: everything that is wrong with the files, at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from policykit.cli import arguments
from policykit.cli.terminal import count, tell

if TYPE_CHECKING:
    from policykit.cli.mend import Mended
    from policykit.pipeline import Bundle, Loaded


@click.command(
    "check",
    epilog=arguments.examples(
        "policykit check                      the bundled example businesses",
        "policykit check policies             every business in a folder",
        "policykit check policies/fruit-shop  one business",
        "policykit check policies --published v1.4   what was published keeps its meaning",
        "policykit check policies --fix       mend the punctuation of Chinese texts, then check",
        "policykit check . --format json      for editors and CI",
    ),
)
@arguments.path
@click.option(
    "--published",
    metavar="REV",
    help="The git revision that customers know: every version in it must still be there, with the same meaning.",
)
@click.option("--today", metavar="DATE", help="The day by which reviews are overdue and notices run.  [default: today]")
@click.option("--fix", is_flag=True, help="Write the punctuation of Chinese texts in full width, in the files.")
@arguments.form
def command(path: Path | None, published: str | None, today: str | None, *, fix: bool, form: str) -> None:
    """Check the files of all businesses at PATH.

    Shows every finding with its place and how to mend it, sorted by place. The exit code is 1 where
    there is an error; warnings alone leave it at 0.

    With --fix, files without errors are mended where they stand: the marks alone, each of which is
    told, and nothing else of the file. What is found is then found in the mended files.
    """
    from policykit.cli import bundles
    from policykit.diagnostics import has_errors

    folder, day = bundles.folder(path), arguments.day(today, "--today")
    loaded, base = bundles.load(folder, day, published), bundles.base_of(folder)
    done = _mended(loaded, base) if fix else None
    if done and done.changes:
        loaded = bundles.load(folder, day, published)
    if form == "json":
        tell(_json(loaded, base, done))
    else:
        for line in _told(done, base):
            tell(line)
        for line in _text(loaded, folder, base):
            tell(line)
    if has_errors(loaded.diagnostics):
        raise click.exceptions.Exit(1)


def _mended(loaded: Loaded, base: Path) -> Mended:
    from policykit.cli.mend import mend

    return mend(loaded.diagnostics, base)


def _told(done: Mended | None, base: Path) -> Iterator[str]:
    from policykit.cli.mend import as_text

    yield from as_text(done, base) if done else ()


def _text(loaded: Loaded, folder: Path, base: Path) -> Iterator[str]:
    from policykit.cli.findings import as_text, shown, summary

    yield from as_text(loaded.diagnostics, base)
    checked = "" if loaded.bundle is None else f"{_checked(loaded.bundle)} in {shown(folder)}{_compared(loaded)}: "
    yield f"{checked}{summary(loaded.diagnostics)}"


def _checked(bundle: Bundle) -> str:
    """What was read."""
    businesses = [ready.business for ready in bundle.businesses.values()]
    parts = (
        count(len(businesses), "business", "businesses"),
        count(sum(len(business.policies) for business in businesses), "policy", "policies"),
        count(sum(len(business.cases) for business in businesses), "case"),
    )
    return ", ".join(parts)


def _compared(loaded: Loaded) -> str:
    return "" if loaded.compared is None else f", compared with {count(loaded.compared, 'published version')}"


def _json(loaded: Loaded, base: Path, done: Mended | None) -> str:
    import json

    from policykit.cli import mend
    from policykit.cli.findings import as_data

    severities = [finding.severity for finding in loaded.diagnostics]
    data = {
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "diagnostics": as_data(loaded.diagnostics, base),
        **({} if done is None else {"mended": mend.as_data(done, base)}),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
