"""`policykit decide`: the answer of one policy on given facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from policykit.cli import arguments
from policykit.cli.group import WrongUsage, said
from policykit.cli.terminal import tell

if TYPE_CHECKING:
    from datetime import datetime

    from policykit.cli.answer import Reader, Telling
    from policykit.decision import Decision, WrongFacts
    from policykit.model import Facts
    from policykit.pipeline import Ready

PARTS = ("reasons", "would_change", "explanation")
AUDIENCES = ("customer", "agent", "auditor")


@click.command(
    "decide",
    epilog=arguments.examples(
        "policykit decide fruit-shop/damage-claim",
        "policykit decide fruit-shop/damage-claim --facts claim.json --as-of 2026-03-03T12:00:00+08:00",
        "policykit decide policies fruit-shop/damage-claim --fact inspection.finding=sound \\",
        "    --fact 'item.price=600 TWD' --fact order.delivered_at=2026-03-02T10:00:00+08:00",
        "policykit decide fruit-shop/damage-claim --include reasons,explanation --locale zh-Hant",
        "curl … | policykit decide fruit-shop/damage-claim --facts - --format json",
    ),
)
@arguments.policy
@click.option("--facts", "source", metavar="FILE|-|JSON", help="Facts as JSON: a file, standard input, or the text.")
@click.option("--fact", "pairs", multiple=True, metavar="NAME=VALUE", help="One fact, as in a case. Repeatable.")
@click.option("--as-of", metavar="INSTANT", help="The instant to decide for.  [default: now]")
@click.option("--include", default="reasons", show_default=True, metavar="PARTS", help=f"Of {', '.join(PARTS)}.")
@click.option("--audience", type=click.Choice(AUDIENCES), default="customer", show_default=True, help="Who reads it.")
@arguments.locale
@arguments.form
def command(  # noqa: PLR0913  # an argument an option
    words: tuple[str, ...],
    *,
    source: str | None,
    pairs: tuple[str, ...],
    as_of: str | None,
    include: str,
    audience: str,
    locale: str | None,
    form: str,
) -> None:
    """Decide one question by a policy.

    A fact that is not given is unknown, and `absent` says that there is none. Where facts are
    missing that could change the answer, they are listed with their questions. Values of private
    facts are shown to the auditor alone.
    """
    path, name = arguments.split(words)
    at, parts = arguments.instant(as_of, "--as-of"), _parts(include)
    from policykit.cli import bundles
    from policykit.cli.answer import Reader

    ready, policy_id = bundles.find(bundles.sound(bundles.folder(path)), name)
    reader = Reader(bundles.nearest_locale(locale, ready.business), audience, parts)
    telling = _telling(_decision(ready, policy_id, source, pairs, at, parts), ready, reader)
    if form == "json":
        tell(_json(telling))
    else:
        from policykit.cli.answer import lines

        for line in lines(telling):
            tell(line)


def _parts(include: str) -> frozenset[str]:
    wanted = {word.strip() for word in include.split(",")} - {""}
    for word in sorted(wanted - set(PARTS)):
        from policykit.diagnostics import did_you_mean

        listed = f"the parts are {', '.join(f'`{part}`' for part in PARTS)}"
        raise WrongUsage(f"there is no part `{word}`", did_you_mean(word, PARTS, listed))
    return frozenset(wanted)


# --- the decision -----------------------------------------------------------------------------


def _decision(
    ready: Ready,
    policy_id: str,
    source: str | None,
    pairs: tuple[str, ...],
    at: datetime | None,
    parts: frozenset[str],
) -> Decision:
    from policykit import clocks
    from policykit.cli.facts import given
    from policykit.decision import NoVersion, WrongFacts
    from policykit.values import now

    instant = at or clocks.in_zone(now(), ready.business.calendar).replace(microsecond=0)
    try:
        return _decided(ready, policy_id, given(ready.business, source, pairs), instant, parts)
    except WrongFacts as error:
        raise _refused(error) from None
    except NoVersion as error:
        raise WrongUsage(str(error), "give a later `--as-of`, or later facts") from None


def _decided(ready: Ready, policy_id: str, facts: Facts, instant: datetime, parts: frozenset[str]) -> Decision:
    """The decision, with what an explanation speaks of where one is wanted."""
    from policykit import pipeline

    worked_out = frozenset({"reasons", "would_change"}) if "explanation" in parts else parts
    return pipeline.decide(ready, policy_id, facts, instant, worked_out)


def _refused(error: WrongFacts) -> click.exceptions.Exit:
    """Tells every fault; the end of the command."""
    code = 0
    for fault in error.faults:
        name = fault.fact or fault.pointer
        where = f"`{name}`: " if name and f"`{name}`" not in fault.message else ""
        code = said(f"{where}{fault.message}", fault.help)
    return click.exceptions.Exit(code)


# --- telling it -------------------------------------------------------------------------------


def _telling(decision: Decision, ready: Ready, reader: Reader) -> Telling:
    from policykit.cli import bundles
    from policykit.cli.answer import Telling

    business = ready.business
    policy = bundles.version(business, decision.policy, decision.version)
    if "explanation" not in reader.include:
        return Telling(decision, business, policy, reader)
    from policykit.explain import Audience, explain

    explanation = explain(business, policy, decision, reader.locale, Audience(reader.audience))
    return Telling(decision, business, policy, reader, explanation)


def _json(telling: Telling) -> str:
    """The decision as the API sends it."""
    import msgspec

    from policykit_api.wire import decision as wire
    from policykit_api.wire.shape import encode

    who = telling.reader
    reader = wire.Reader(who.locale, who.audience, who.include)  # type: ignore[arg-type]  # click has checked the words
    decided = wire.to_decided(telling.decision, telling.business, reader, telling.explanation)
    return msgspec.json.format(encode(decided), indent=2).decode()
