"""`policykit check`: everything that is wrong with the files, at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from policykit.cli import arguments
from policykit.cli.terminal import count, tell

if TYPE_CHECKING:
    from policykit.pipeline import Loaded


@click.command(
    "check",
    epilog=arguments.examples(
        "policykit check                      the bundled example businesses",
        "policykit check policies             every business in a folder",
        "policykit check policies/fruit-shop  one business",
        "policykit check . --format json      for editors and CI",
    ),
)
@arguments.path
@arguments.form
def command(path: Path | None, form: str) -> None:
    """Check the files of all businesses at PATH.

    Shows every finding with its place and how to mend it, sorted by place. The exit code is 1 where
    there is an error; warnings alone leave it at 0.
    """
    from policykit.cli import bundles
    from policykit.diagnostics import has_errors

    loaded, base = bundles.load(path)
    if form == "json":
        _tell_json(loaded, base)
    else:
        _tell_text(loaded, base)
    if has_errors(loaded.diagnostics):
        raise click.exceptions.Exit(1)


def _tell_text(loaded: Loaded, base: Path) -> None:
    from policykit.cli.findings import as_text, shown, summary

    for line in as_text(loaded.diagnostics, base):
        tell(line)
    tell(f"{_checked(loaded)}{shown(base)}: {summary(loaded.diagnostics)}")


def _checked(loaded: Loaded) -> str:
    """What was read, where all of it could be."""
    if loaded.bundle is None:
        return ""
    businesses = [ready.business for ready in loaded.bundle.businesses.values()]
    parts = (
        count(len(businesses), "business", "businesses"),
        count(sum(len(business.policies) for business in businesses), "policy", "policies"),
        count(sum(len(business.cases) for business in businesses), "case"),
    )
    return f"{', '.join(parts)} in "


def _tell_json(loaded: Loaded, base: Path) -> None:
    import json

    from policykit.cli.findings import as_data

    severities = [finding.severity for finding in loaded.diagnostics]
    data = {
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "diagnostics": as_data(loaded.diagnostics, base),
    }
    tell(json.dumps(data, ensure_ascii=False, indent=2))
