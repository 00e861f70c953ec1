"""`policykit explain`: a decision in the words of the business, and the table of all that led to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from policykit.cli import arguments
from policykit.cli.group import WrongUsage
from policykit.cli.terminal import tell

if TYPE_CHECKING:
    from policykit.decision import Decision
    from policykit.explain import Explanation
    from policykit.pipeline import Ready

FORMS = ("text", "html", "markdown")
PARTS = frozenset({"reasons", "would_change"})


@click.command(
    "explain",
    epilog=arguments.examples(
        "policykit explain fruit-shop/damage-claim --facts claim.json --as-of 2026-03-03T12:00:00+08:00",
        "policykit explain policies fruit-shop/damage-claim --facts claim.json --locale zh-Hant --audience agent",
        "policykit explain fruit-shop/damage-claim --facts claim.json --trace",
        "policykit explain fruit-shop/damage-claim --facts claim.json --format html > message.html",
    ),
)
@arguments.policy
@arguments.question
@click.option("--trace", is_flag=True, help="Every rule, condition, value and verdict, as a table below the words.")
@click.option(
    "--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="How the words are laid out."
)
def command(  # noqa: PLR0913  # an argument an option
    words: tuple[str, ...],
    *,
    source: str | None,
    pairs: tuple[str, ...],
    as_of: str | None,
    audience: str,
    locale: str | None,
    trace: bool,
    form: str,
) -> None:
    """Decide one question by a policy, and print what is said to whoever reads it.

    A trace is for those who write policies: it shows internal rules and private facts, whoever
    the words are for, and what the rules after the governing one would have come to.
    """
    if trace and form != "text":
        raise WrongUsage("`--trace` is a table for the terminal", "leave `--format` out")
    path, name = arguments.split(words)
    at = arguments.instant(as_of, "--as-of")
    from policykit.cli import asking, bundles

    ready, policy_id = bundles.find(bundles.sound(bundles.folder(path)), name)
    parts = PARTS | {"trace"} if trace else PARTS
    decision = asking.decision(ready, policy_id, asking.Asked(source, pairs, at), parts)
    nearest = bundles.nearest_locale(locale, ready.business)
    tell(_laid_out(_explained(ready, decision, nearest, audience), form).rstrip())
    for line in _trace(ready, decision, nearest) if trace else ():
        tell(line)


def _explained(ready: Ready, decision: Decision, locale: str, audience: str) -> Explanation:
    from policykit.cli import bundles
    from policykit.explain import Audience, explain

    policy = bundles.version(ready.business, decision.policy, decision.version)
    return explain(ready.business, policy, decision, locale, Audience(audience), markdown=True)


def _laid_out(explanation: Explanation, form: str) -> str:
    forms = {"text": explanation.text, "html": explanation.html, "markdown": explanation.markdown or ""}
    return forms[form]


def _trace(ready: Ready, decision: Decision, locale: str) -> Iterator[str]:
    from policykit.cli import trace

    yield ""
    yield from trace.lines(decision, ready.business, locale)
