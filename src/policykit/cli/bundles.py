"""From a path to checked businesses and to one policy among them, or an error that says what to write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from policykit.cli.group import WrongUsage
from policykit.cli.terminal import tell, working

if TYPE_CHECKING:
    from datetime import date

    from policykit.model import Business, Policy
    from policykit.parts import Keeper
    from policykit.pipeline import Bundle, Loaded, Ready, State

MOST_NAMES = 20
"""How many policies an error lists."""


def folder(path: Path | None) -> Path:
    """The folder that a path names; the bundled examples where there is none. Raises WrongUsage."""
    from policykit.pipeline import business_folders, example_root

    if path is None:
        return example_root()
    if not path.exists():
        raise WrongUsage(f"there is no folder `{path}`", "give the folder of a business, or of several")
    if not path.is_dir():
        raise WrongUsage(f"`{path}` is a file", f"give the folder of its business: `{_folder_of_file(path)}`")
    if not business_folders(path.resolve()):
        raise WrongUsage(f"there is no business in `{path}`", "a business's folder has a `business.yaml`")
    return path.resolve()


def _folder_of_file(path: Path) -> Path:
    return next((up for up in path.parents if (up / "business.yaml").is_file()), path.parent)


def base_of(folder: Path) -> Path:
    """The folder that the files of findings are named from: their names begin with the business's folder."""
    return folder.parent if (folder / "business.yaml").is_file() else folder


def load(folder: Path, today: date | None = None, published: str | None = None, kept: Keeper | None = None) -> Loaded:
    """What is in the folder, with everything found there, compared with the revision that was published."""
    with working("reading the policies"):
        from policykit import pipeline

        if published is None:
            return pipeline.load(folder, today, kept=kept)
        with TemporaryDirectory() as place:
            return pipeline.load(folder, today, _published(folder, published, Path(place)))


def _published(folder: Path, revision: str, place: Path) -> State:
    """The folder as it stood at the revision. Raises WrongUsage."""
    from policykit.pipeline import LAW, State
    from policykit.source.revision import NoSuchState, folder_at

    try:
        return State(folder_at(folder, revision, place, beside=LAW), revision)
    except NoSuchState as fault:
        raise WrongUsage(fault.message, fault.help) from None


def sound(folder: Path) -> Bundle:
    """The checked businesses. Where they have errors, tells those and ends the command."""
    return sound_load(folder)[1]


def sound_load(folder: Path, kept: Keeper | None = None) -> tuple[Loaded, Bundle]:
    """As ``sound``, with all that the load gave; what is kept of an earlier start is taken from there."""
    loaded = load(folder, kept=kept)
    if loaded.bundle is None:
        from policykit.cli.findings import as_text, summary
        from policykit.diagnostics import has_errors

        errors = [finding for finding in loaded.diagnostics if has_errors((finding,))]
        for line in as_text(errors, base_of(folder)):
            tell(line, err=True)
        tell(summary(errors), err=True)
        raise click.exceptions.Exit(1)
    return loaded, loaded.bundle


def find(bundle: Bundle, name: str | None) -> tuple[Ready, str]:
    """The business and the id of a policy called `business/policy`, or `policy` where there is one business."""
    known = dict(_names(bundle))
    short = {policy: key for key, (_, policy) in known.items()} if len(bundle.businesses) == 1 else {}
    if name is None:
        raise WrongUsage("which policy?", _listed(list(known)))
    full = short.get(name, name)
    if full not in known:
        from policykit.diagnostics import did_you_mean

        raise WrongUsage(f"there is no policy `{name}`", did_you_mean(name, [*known, *short], _listed(list(known))))
    business, policy = known[full]
    return bundle.businesses[business], policy


def _names(bundle: Bundle) -> Iterator[tuple[str, tuple[str, str]]]:
    for business, ready in bundle.businesses.items():
        for policy in ready.business.policies:
            yield f"{business}/{policy}", (business, policy)


def _listed(names: list[str]) -> str:
    more = "" if len(names) <= MOST_NAMES else f", and {len(names) - MOST_NAMES} more"
    return f"the policies are {', '.join(f'`{name}`' for name in names[:MOST_NAMES])}{more}"


def nearest_locale(wanted: str | None, business: Business) -> str:
    """The locale of the business that suits the wish best."""
    from policykit.backends.prose.locales import negotiate

    return negotiate(wanted, business.locales)


def version(business: Business, policy_id: str, name: str) -> Policy:
    """The version of that name, which is one that decided."""
    return next(policy for policy in business.policies[policy_id] if policy.version == name)
