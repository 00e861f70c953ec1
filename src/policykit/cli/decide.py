"""`policykit decide`: the answer of one policy on given facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from policykit.cli import arguments
from policykit.cli.group import WrongUsage
from policykit.cli.terminal import tell

if TYPE_CHECKING:
    from policykit.cli.answer import Reader, Telling
    from policykit.decision import Decision
    from policykit.pipeline import Ready

PARTS = ("reasons", "would_change", "explanation")


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
@arguments.question
@click.option("--include", default="reasons", show_default=True, metavar="PARTS", help=f"Of {', '.join(PARTS)}.")
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
    from policykit.cli import asking, bundles
    from policykit.cli.answer import Reader

    ready, policy_id = bundles.find(bundles.sound(bundles.folder(path)), name)
    reader = Reader(bundles.nearest_locale(locale, ready.business), audience, parts)
    decision = asking.decision(ready, policy_id, asking.Asked(source, pairs, at), _worked_out(parts))
    telling = _telling(decision, ready, reader)
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


def _worked_out(parts: frozenset[str]) -> frozenset[str]:
    """The parts to work out: an explanation speaks of reasons and of what would change the answer."""
    return frozenset({"reasons", "would_change"}) if "explanation" in parts else parts


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
