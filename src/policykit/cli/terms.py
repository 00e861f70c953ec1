"""`policykit terms`: the public terms of all businesses, as pages for any web server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from policykit.cli import arguments
from policykit.cli.group import WrongUsage
from policykit.cli.terminal import count, tell, working

if TYPE_CHECKING:
    from policykit.model import Business
    from policykit.pipeline import Bundle


@click.command(
    "terms",
    epilog=arguments.examples(
        "policykit terms --out site",
        "policykit terms policies --out site",
        "policykit terms policies/fruit-shop --out site --locale zh-Hant",
        "policykit terms --out site --base-url https://example.com/terms",
        "policykit terms --out site --api https://api.example.com",
    ),
)
@arguments.path
@click.option("--out", required=True, type=arguments.PATH, metavar="DIR", help="The folder to write the pages to.")
@click.option("--locale", metavar="LOCALE", help="The pages of this language alone, as in `zh-Hant`.")
@click.option(
    "--base-url",
    "base",
    metavar="URL",
    help="Where the folder will stand: pages then name their own address, and sitemap.xml lists them.",
)
@click.option(
    "--as-of",
    metavar="INSTANT",
    help="The pages without a version in their address show those then in force.  [default: now]",
)
@click.option(
    "--api",
    metavar="URL",
    help="The address of your running API: pages then link to its form, where people check their own case.",
)
def command(  # one for each option
    path: Path | None, out: Path, locale: str | None, base: str | None, as_of: str | None, api: str | None
) -> None:
    """Write the public terms pages of all businesses at PATH.

    Beside each policy's page stand its terms as Markdown and as JSON. The folder then opens at its
    index.html, without a server. Pages that stand there already are written anew; other files are left alone.
    """
    if out.exists() and not out.is_dir():
        raise WrongUsage(f"`{out}` is a file", "give a folder")
    for address in (base, api):
        _require_address(address)
    at = arguments.instant(as_of, "--as-of")
    from policykit.cli import bundles

    bundle = bundles.sound(bundles.folder(path))
    businesses = _businesses(bundle, locale)
    with working("writing the pages"):
        from policykit.document import Edition, pages
        from policykit.values import now

        made = pages(businesses, Edition(at or now(), base=base, api=api))
        for name, text in made.items():
            _write(out / name, text)
    html = sum(name.endswith(".html") for name in made)
    tell(f"{count(html, 'page')} of {count(len(businesses), 'business', 'businesses')} in {out / 'index.html'}")


def _require_address(address: str | None) -> None:
    """Raises ``WrongUsage`` where no server can be at an address that is given."""
    if address is None:
        return
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise WrongUsage(f"`{address[:80]}` is no address of a server", "write it like `https://api.example.com`")


def _businesses(bundle: Bundle, locale: str | None) -> Mapping[str, Business]:
    """The businesses, with one locale alone where one is wanted; those that do not write in it are left out."""
    businesses = {name: ready.business for name, ready in bundle.businesses.items()}
    if locale is None:
        return businesses
    writing = {name: replace(one, locales=(locale,)) for name, one in businesses.items() if locale in one.locales}
    if not writing:
        from policykit.diagnostics import did_you_mean

        known = list(dict.fromkeys(known for business in businesses.values() for known in business.locales))
        listed = f"the locales are {', '.join(f'`{one}`' for one in known)}"
        raise WrongUsage(f"no business writes in `{locale}`", did_you_mean(locale, known, listed))
    return writing


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
