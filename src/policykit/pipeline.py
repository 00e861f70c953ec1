"""The whole way in a few calls: files to a bundle, a bundle and facts to a decision. What all front ends use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from policykit.bundled import bundled
from policykit.checks import check_dated
from policykit.deciding import judge
from policykit.deciding.decide import decide as decide_with
from policykit.deciding.decide import decide_each as decide_each_with
from policykit.deciding.facts import facts_from_json
from policykit.decision import Decision, NoVersion, WrongFacts
from policykit.diagnostics import Diagnostic, first_of_each_file, has_errors
from policykit.garbage import collecting_later
from policykit.model import Business, Facts, Policy, Span
from policykit.parts import Keeper, Part, Ready, part_of, prepare, untouched
from policykit.source.build import build
from policykit.source.inputs import Stamps, stamps_in
from policykit.source.packs import LAW, load_pack

if TYPE_CHECKING:
    from policykit.verify.published import Published

NEUTRAL = "XXX"
"""The currency in which a pack is checked that no business has asked for (ISO 4217: no currency)."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """All businesses of a folder, by id."""

    businesses: Mapping[str, Ready]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder gave: a bundle, or None where anything in it has an error; and every finding.

    ``compared`` is how many published versions it was compared with; None where it was not. ``parts`` are
    what the folders of businesses gave, by their names, and ``law`` the stamps of the packs beside them.
    """

    bundle: Bundle | None
    diagnostics: tuple[Diagnostic, ...]
    compared: int | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)
    law: Stamps | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A folder as it was published, and the name of that state (a revision, a tag)."""

    folder: Path
    name: str


def load(  # each is one thing that a load may know beside the path
    path: Path,
    today: date | None = None,
    published: State | None = None,
    *,
    before: Loaded | None = None,
    kept: Keeper | None = None,
) -> Loaded:
    """The businesses at a path: one business's folder, or a folder of them. Never raises for what an author wrote.

    With ``today``, what is overdue is found as well; with ``published``, what was published and means
    something else now. Of what was loaded ``before``, only what has changed since is made anew, and
    that only where it is not ``kept`` from an earlier start.
    """
    folders, law = business_folders(path), stamps_in(path / LAW)
    if not folders:
        place = Span(path.name, 1, 1, 1, 1)
        text, help = f"there is no business in `{path.name}`", "a business's folder has a `business.yaml`"
        return Loaded(None, (Diagnostic("missing-file", text, place, help=help),), law=law)
    known = before.parts if before else {}
    with collecting_later():
        parts = {folder.name: part_of(folder, known.get(folder.name), kept) for folder in folders}
    found = [finding for part in parts.values() for finding in part.found]
    built = {name: part.business for name, part in parts.items() if part.business is not None}
    if today is not None:
        found += [finding for business in built.values() for finding in check_dated(business, today)]
    if folders != (path,):
        for pack in sorted((path / LAW).glob("*.yaml")):
            found += load_pack(pack, None, NEUTRAL)[1]
    compared = None
    if published is not None:
        earlier, unread = _as_published(published)
        found += unread
        for name, one in earlier.items():
            found += _kept(one, built.get(name), today, here=name in parts)
        compared = sum(len(versions) for one in earlier.values() for versions in one.business.policies.values())
    diagnostics = first_of_each_file(found)
    bundle = None if has_errors(diagnostics) else _bundle(parts.values())
    return Loaded(bundle, diagnostics, compared, parts, law)


def _bundle(parts: Iterable[Part]) -> Bundle:
    """The businesses of parts of which none has an error."""
    return Bundle({part.ready.business.id: part.ready for part in parts if part.ready is not None})


def still(path: Path, loaded: Loaded) -> bool:
    """Whether the files are what was loaded: then all of it was there at once, however long the load took."""
    folders = business_folders(path)
    if [folder.name for folder in folders] != list(loaded.parts) or loaded.law != stamps_in(path / LAW):
        return False
    return all(untouched(folder, loaded.parts[folder.name]) for folder in folders)


def _as_published(state: State) -> tuple[dict[str, Published], list[Diagnostic]]:
    """The businesses by the names of their folders, and the findings about those that cannot be read."""
    from policykit.verify.published import Published, unreadable

    found, unread = {}, []
    for folder in business_folders(state.folder):
        business, diagnostics = build(folder)
        if business is None:
            unread.append(unreadable(state.name, next(one for one in diagnostics if has_errors((one,)))))
        else:
            found[folder.name] = Published(business, state.name)
    return found, unread


def _kept(before: Published, now: Business | None, today: date | None, *, here: bool) -> Iterator[Diagnostic]:
    """Where a business no longer keeps what it published; of one that is here with errors nothing can be said."""
    from policykit.verify.published import check_published, gone

    if now is not None:
        yield from check_published(before, now, today)
    elif not here:
        yield from gone(before)


def business_folders(path: Path) -> tuple[Path, ...]:
    """The folders of businesses at a path, in the order of their names."""
    if (path / "business.yaml").is_file():
        return (path,)
    if not path.is_dir():
        return ()
    return tuple(
        sorted(
            folder for folder in path.iterdir() if folder.is_dir() and folder.name != LAW and any(folder.glob("*.yaml"))
        )
    )


def decide(
    ready: Ready, policy_id: str, facts: Facts, as_of: datetime, parts: frozenset[str] = frozenset()
) -> Decision:
    """The decision on decoded facts. Raises WrongFacts and NoVersion; KeyError where there is no such policy."""
    return decide_with(ready.business, policy_id, facts, as_of, parts, by=ready.govern)


def decide_each(
    ready: Ready, policy_ids: Iterable[str], facts: Facts, as_of: datetime, parts: frozenset[str] = frozenset()
) -> dict[str, Decision | WrongFacts | NoVersion]:
    """Each policy's decision on the same facts, or why it has none.

    Raises WrongFacts where the facts cannot all be true; KeyError where there is no such policy.
    """
    return decide_each_with(ready.business, policy_ids, facts, as_of, parts, by=ready.govern)


def version_at(ready: Ready, policy_id: str, instant: datetime) -> Policy:
    """The version of a policy in force at an instant. Raises NoVersion."""
    return judge.version_at(ready.business.policies[policy_id], instant)


def example_root() -> Path:
    """The folder of the bundled example businesses."""
    return bundled("policies")


def templates_root() -> Path:
    """The folder of the bundled templates."""
    return bundled("templates")


__all__ = [
    "LAW",
    "Bundle",
    "Loaded",
    "Part",
    "Ready",
    "State",
    "decide",
    "decide_each",
    "example_root",
    "facts_from_json",
    "load",
    "prepare",
    "still",
    "templates_root",
    "version_at",
]
