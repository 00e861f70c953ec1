"""The unit of work of a bundle: one business's folder, read, checked and compiled, and what it was made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from policykit.checks import check
from policykit.diagnostics import Diagnostic, has_errors
from policykit.model import Business
from policykit.semantics import Engine, Govern
from policykit.source.build import build
from policykit.source.inputs import Stamps, digest_of, named_packs, stamps_of

if TYPE_CHECKING:
    from policykit.explain.phrasebook import Phrasebook


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A business whose policies are checked and ready to decide, and the words that it has been asked for.

    ``kept`` is what those who ask over and over have made of it, by names of their own: it goes when it does.
    Another load of the same files gives another one.
    """

    business: Business
    govern: Govern
    books: dict[tuple[str, str, str], Phrasebook] = field(default_factory=dict, repr=False, compare=False)
    kept: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)

    def phrasebook(self, policy: str, version: str, locale: str) -> Phrasebook:
        """The words of a version in a locale, which are kept where it is one of the business's."""
        found = self.books.get((policy, version, locale))
        if found is None:
            from policykit.explain.phrasebook import Phrasebook

            known = self.business.policies[policy]
            found = Phrasebook(self.business, next(one for one in known if one.version == version), locale)
            if locale in self.business.locales:
                self.books[policy, version, locale] = found
        return found


@dataclass(frozen=True, slots=True)
class Made:
    """What a business was made of: the packs that it names, and its files by stamps and by digest."""

    packs: tuple[str, ...]
    stamps: Stamps
    digest: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one folder gave: its business, None where it cannot be built; every finding that no day decides.

    It is ready where nothing in it is wrong.
    """

    made_of: Made
    business: Business | None
    found: tuple[Diagnostic, ...]
    ready: Ready | None


class Keeper(Protocol):
    """Where parts are kept from one start to the next."""

    def get(self, business: Path) -> Part | None: ...
    def put(self, business: Path, part: Part) -> None: ...


def part_of(folder: Path, before: Part | None = None, kept: Keeper | None = None) -> Part:
    """The part that a folder gives: the one before, or the one kept, if nothing that it was made of has changed."""
    found = (before and same(folder, before)) or (kept and kept.get(folder))
    if found:
        return found
    part = make(folder)
    # What was written to meanwhile may be made of other files than its digest says.
    if kept is not None and same(folder, part):
        kept.put(folder, part)
    return part


def same(folder: Path, part: Part) -> Part | None:
    """The part with stamps of now, where it is made of what is there now; else None."""
    made_of = part.made_of
    stamps = stamps_of(folder, made_of.packs)
    if stamps == made_of.stamps and made_of.stamps.settled:
        return part
    if digest_of(folder, made_of.packs) != made_of.digest:
        return None
    return replace(part, made_of=replace(made_of, stamps=stamps))


def untouched(folder: Path, part: Part) -> bool:
    """Whether no file was written to since the part was made, not even with what it said before.

    Whoever writes a file anew takes it away for a moment, and what was made then lacks it.
    """
    made_of = part.made_of
    stamps = stamps_of(folder, made_of.packs)
    return stamps == made_of.stamps and (stamps.settled or digest_of(folder, made_of.packs) == made_of.digest)


def prepare(business: Business) -> Ready:
    """The business with its policies compiled."""
    from policykit.backends.python import compiled

    return Ready(business, compiled(business))


def make(folder: Path, ready: Callable[[Business], Ready] = prepare) -> Part:
    """The part, made anew; ``ready`` makes of its business one that can decide."""
    packs = named_packs(folder)
    made_of = Made(packs, stamps_of(folder, packs), digest_of(folder, packs))
    business, found = build(folder)
    if business is None:
        return Part(made_of, None, found, None)
    found = (*found, *check(business), *_of_templates(business))
    return Part(made_of, business, found, None if has_errors(found) else ready(business))


def _of_templates(business: Business) -> tuple[Diagnostic, ...]:
    """What is wrong with the business's own templates; nearly no business has any."""
    if not business.templates and not business.sentences:
        return ()
    from policykit.explain.trial import tried
    from policykit.templating.check import check as check_templates

    found = check_templates(business)
    return found if has_errors(found) else (*found, *tried(business))


def later(business: Business) -> Ready:
    """The business, compiled when it is first asked: every one without an error can be."""

    @cache
    def real() -> Engine:
        from policykit.backends.python import compiled

        made = compiled(business)
        object.__setattr__(ready, "govern", made)  # from now on without a detour
        return made

    first = Engine(
        lambda policy, setting: real().govern(policy, setting),
        lambda facts, as_of: real().plausible(facts, as_of),
        lambda policy, facts: real().in_order(policy, facts),
        lambda policy: real().code(policy),
        lambda condition: real().test(condition),
    )
    ready = Ready(business, first)
    return ready


def compile_now(ready: Ready) -> None:
    """Let nobody wait for what is compiled only when it is first asked."""
    policy = next((version for versions in ready.business.policies.values() for version in versions), None)
    if policy is not None and isinstance(ready.govern, Engine):
        ready.govern.code(policy)
