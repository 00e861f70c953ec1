"""`policykit keys`: the keys of the server's callers, made, listed, rotated and revoked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from policykit.cli import arguments, settings
from policykit.cli.group import WrongUsage
from policykit.cli.terminal import columns, plain, tell

if TYPE_CHECKING:
    from policykit_api.access.keys import Key
    from policykit_api.settings import Settings
    from policykit_api.store.keys import Keys

T = TypeVar("T")

SCOPES = ("decide", "read", "audit", "admin")
DEFAULT_OVERLAP = "1 day"
LONGEST_NAME = 100
OR_THEN = "; or as a date and time, `2027-01-01T00:00:00+01:00`"


@click.group(
    "keys",
    epilog=arguments.examples(
        'policykit keys make "web shop" --business fruit-shop',
        "policykit keys make support --scope decide --scope read --expires '90 days'",
        "policykit keys list",
        "policykit keys rotate 4f7mzk2qw9xa --overlap '2 hours'",
        "policykit keys revoke 4f7mzk2qw9xa",
        "policykit keys list --config server.yaml   of the database that the file names",
    ),
)
def command() -> None:
    """Make, list, rotate and revoke the keys of the server's callers.

    A running server takes changes over within seconds (the setting `access.refresh`).
    """


# --- the commands -----------------------------------------------------------------------------


@command.command("make", epilog=arguments.examples('policykit keys make "web shop" --business fruit-shop'))
@click.argument("name")
@click.option("--business", metavar="ID", help="The one business that the key is for.  [default: every business]")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    default=("decide",),
    show_default=True,
    help="What the key allows; may be given several times.",
)
@click.option("--expires", metavar="WHEN", help="Until when: `90 days`, or a date and time.  [default: it does not]")
@click.option("--policies", type=arguments.PATH, metavar="PATH", help="Where the businesses are.  [default: as served]")
@settings.config
def make(
    name: str,
    business: str | None,
    scopes: tuple[str, ...],
    expires: str | None,
    policies: Path | None,
    config: Path | None,
) -> None:
    """Make a key for the caller called NAME, and show it: this once, it is kept nowhere.

    The key alone goes to standard output, what is said of it to standard error.
    """
    from policykit.values import now
    from policykit_api.access import keys
    from policykit_api.access.caller import Scope

    held = settings.held(config).settings
    must_be_a_name(name)
    if business is not None:
        must_be_served(business, policies or (Path(held.server.policies) if held.server.policies else None))
    made_at = now()
    key, token = keys.made(name, frozenset(map(Scope, scopes)), business, made_at, end(expires, made_at))
    with_keys(held, lambda kept: kept.add(key))
    tell(token.text)
    tell(f"made {described(key)}: keep it now, it is not shown again", err=True)


@command.command("list", epilog=arguments.examples("policykit keys list", "policykit keys list --format json"))
@arguments.form
@settings.config
def list_(form: str, config: Path | None) -> None:
    """Show all keys, the oldest first: what they allow and until when. Secrets are not known here."""
    found = with_keys(settings.held(config).settings, lambda kept: kept.every())
    if form == "json":
        import json

        tell(json.dumps({"keys": [data(key) for key in found]}, ensure_ascii=False, indent=2))
        return
    if not found:
        tell("there are no keys: `policykit keys make NAME` makes one")
        return
    head = ("id", "name", "business", "scopes", "made", "state")
    for line in columns([head, *(row(key) for key in found)], indent=0):
        tell(line)


@command.command("rotate", epilog=arguments.examples("policykit keys rotate 4f7mzk2qw9xa --overlap '2 hours'"))
@click.argument("id_", metavar="ID")
@click.option(
    "--overlap",
    metavar="TIME",
    default=DEFAULT_OVERLAP,
    show_default=True,
    help="How long the secret before still works; `0 days`: no longer.",
)
@settings.config
def rotate(id_: str, overlap: str, config: Path | None) -> None:
    """Give the key ID a new secret, and show it: this once. The one before works on for a while."""
    from policykit.values import now
    from policykit_api.access import keys

    longer = length(overlap, "--overlap")
    at = now()

    async def story(kept: Keys) -> tuple[Key, str, Key]:
        before = await existing(kept, id_)
        if not keys.is_active(before, at):
            raise WrongUsage(
                f"the key `{before.id}` no longer works ({state(before)})", "make another with `policykit keys make`"
            )
        after, token = keys.rotated(before, at, longer)
        await kept.change(after)
        return after, token.text, before

    key, token, before = with_keys(settings.held(config).settings, story)
    tell(token)
    tell(f"rotated {described(key)}: the secret before works until {shown(at + longer)}", err=True)
    if before.previous_until is not None and before.previous_until > at:
        tell(
            f"the one before that, which would have worked until {shown(before.previous_until)}, works no more",
            err=True,
        )


@command.command("revoke", epilog=arguments.examples("policykit keys revoke 4f7mzk2qw9xa"))
@click.argument("id_", metavar="ID")
@settings.config
def revoke(id_: str, config: Path | None) -> None:
    """Take the key ID out of use, with all its secrets, for good."""
    from policykit.values import now
    from policykit_api.access import keys

    held = settings.held(config).settings

    async def story(kept: Keys) -> Key:
        after = keys.revoked(await existing(kept, id_), now())
        await kept.change(after)
        return after

    key = with_keys(held, story)
    tell(f"revoked {described(key)}: servers refuse it within {held.access.refresh:g} seconds")


# --- what is given ----------------------------------------------------------------------------


def must_be_a_name(name: str) -> None:
    if not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise WrongUsage("the name of a key is a line of up to 100 characters", 'say whose it is: "web shop"')


def must_be_served(business: str, policies: Path | None) -> None:
    """Raises WrongUsage where the policies know no such business."""
    from policykit.cli import bundles
    from policykit.diagnostics import did_you_mean, in_backticks
    from policykit.pipeline import business_folders

    known = [folder.name for folder in business_folders(bundles.folder(policies))]
    if business not in known:
        listed = in_backticks(known[: bundles.MOST_NAMES])
        help = did_you_mean(business, known, f"the businesses are {listed}; `--policies` names others")
        raise WrongUsage(f"there is no business `{business}`", help)


def end(text: str | None, now: datetime) -> datetime | None:
    """When a key ends that is to last so long, or until then; None where it does not end."""
    if text is None:
        return None
    found = arguments.instant(text, "--expires") if "T" in text[1:] else now + length(text, "--expires", OR_THEN)
    if found is not None and found <= now:
        raise WrongUsage("--expires: the key would never work", "give a time to come")
    return found


def length(text: str, option: str, otherwise: str = "") -> timedelta:
    """The length of time that an option gives. Raises WrongUsage."""
    from policykit.model import DurationType
    from policykit.values import from_text

    found = from_text(DurationType(), text)
    if not isinstance(found, timedelta):
        raise WrongUsage(f"{option}: `{text}` is no length of time", f"write it as `90 days`, or `12 hours`{otherwise}")
    return found


async def existing(kept: Keys, given: str) -> Key:
    """The key of that id; a whole key names its id as well. Raises WrongUsage."""
    id_ = given[3:15] if given.startswith("pk_") else given
    found = await kept.find(id_)
    if found is None:
        from policykit.diagnostics import did_you_mean

        known = [key.id for key in await kept.every()]
        raise WrongUsage(f"there is no key `{id_}`", did_you_mean(id_, known, "`policykit keys list` shows all"))
    return found


def with_keys(held: Settings, story: Callable[[Keys], Awaitable[T]]) -> T:
    """What a story comes to that is played on the keys of the server's database. Raises WrongUsage."""
    from policykit_api.store import Store, TooNew, Unavailable, WrongStore

    async def play() -> T:
        store = Store(held.store.url)
        try:
            return await story(await store.keys())
        finally:
            await store.close()

    try:
        return asyncio.run(play())
    except WrongStore as wrong:
        raise WrongUsage(str(wrong)) from None
    except TooNew:
        raise WrongUsage("the database belongs to a newer policykit", "bring this one up to date") from None
    except Unavailable as fault:
        help = "see the setting `store.url`, and whether the database runs"
        raise WrongUsage(f"the database cannot be reached ({fault})", help) from None


# --- what is shown ----------------------------------------------------------------------------


def described(key: Key) -> str:
    return f"the key {key.id} ({plain(key.name)}) for {key.business or 'every business'}: {allowed(key)}"


def allowed(key: Key) -> str:
    """The scopes in their own order."""
    return ", ".join(scope for scope in SCOPES if scope in key.scopes)


def row(key: Key) -> Sequence[str]:
    return (key.id, plain(key.name), key.business or "every", allowed(key), shown(key.created_at), state(key))


def state(key: Key) -> str:
    """Whether a key works, and until when."""
    from policykit.values import now

    return "; ".join(states(key, now()))


def states(key: Key, now: datetime) -> Iterator[str]:
    if key.revoked_at:
        yield f"revoked {shown(key.revoked_at)}"
    elif key.expires_at:
        yield f"{'expires' if now < key.expires_at else 'expired'} {shown(key.expires_at)}"
    else:
        yield "works"
    if not key.revoked_at and key.previous_until and now < key.previous_until:
        yield f"secret before until {shown(key.previous_until)}"


def shown(instant: datetime) -> str:
    return instant.astimezone().isoformat(sep=" ", timespec="minutes")


def data(key: Key) -> dict[str, Any]:
    """The key for programs: everything but the digests."""

    def written(instant: datetime | None) -> str | None:
        return None if instant is None else instant.isoformat()

    return {
        "id": key.id,
        "name": key.name,
        "business": key.business,
        "scopes": [scope for scope in SCOPES if scope in key.scopes],
        "created_at": written(key.created_at),
        "expires_at": written(key.expires_at),
        "revoked_at": written(key.revoked_at),
        "previous_until": written(key.previous_until),
    }
