"""`policykit show`: one policy in plain sentences, or as the program that decides by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from policykit.cli import arguments
from policykit.cli.group import WrongUsage
from policykit.cli.terminal import tell

if TYPE_CHECKING:
    from datetime import datetime

    from policykit.model import Policy
    from policykit.pipeline import Ready


@click.command(
    "show",
    epilog=arguments.examples(
        "policykit show fruit-shop/returns",
        "policykit show policies fruit-shop/returns --locale zh-Hant",
        "policykit show policies/fruit-shop returns --as-of 2027-01-01T00:00:00+08:00",
        "policykit show fruit-shop/returns --emit python",
        "policykit show fruit-shop/returns --emit feel",
    ),
)
@arguments.policy
@arguments.locale
@click.option("--as-of", metavar="INSTANT", help="Which version: the one then in force.  [default: now]")
@click.option(
    "--emit",
    type=click.Choice(["text", "python", "feel"]),
    default="text",
    show_default=True,
    help="Sentences, the generated function, or FEEL for other engines.",
)
def command(words: tuple[str, ...], locale: str | None, as_of: str | None, emit: str) -> None:
    """Show a policy in plain sentences, its rules in the order in which they are read.

    Internal rules are shown as well, and marked.
    """
    path, name = arguments.split(words)
    at = arguments.instant(as_of, "--as-of")
    from policykit.cli import bundles

    ready, policy_id = bundles.find(bundles.sound(bundles.folder(path)), name)
    policy = _version(ready, policy_id, at)
    if emit == "python":
        from policykit.backends.python import source_of

        tell(source_of(policy, ready.business))
    elif emit == "feel":
        from policykit.backends.feel import rules_in_feel

        tell(rules_in_feel(policy, ready.business))
    else:
        from policykit.backends.prose import show

        tell(show(policy, ready.business, bundles.nearest_locale(locale, ready.business)).rstrip())


def _version(ready: Ready, policy_id: str, at: datetime | None) -> Policy:
    """The version in force at the instant; without one the version in force now, else the newest."""
    from policykit.decision import NoVersion
    from policykit.pipeline import version_at
    from policykit.values import now

    try:
        return version_at(ready, policy_id, at or now())
    except NoVersion as error:
        if at is not None:
            raise WrongUsage(str(error), "give another `--as-of`") from None
        return ready.business.policies[policy_id][-1]
