"""What was published and what has become of it: `published-gone`, `published-changed`, `notice-too-short`.

A published version never changes its meaning, for people have bought, worked and argued by it. Its
words may be mended, a translation added, and it may end on a day to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from policykit.checks.notice_too_short import latest_announcement, notice_of, too_late
from policykit.diagnostics import Diagnostic
from policykit.model import Business, Policy, Span
from policykit.verify.changes import changed_meaning
from policykit.verify.foundations import shifts

MOST_DIFFERENCES = 20
"""How many differences of one version are told: whoever turns a policy over sees that from these."""


@dataclass(frozen=True, slots=True)
class Published:
    """A business as it was published, and the name of that state (a revision, a tag)."""

    business: Business
    revision: str


def check_published(published: Published, now: Business, today: date | None = None) -> Iterator[Diagnostic]:
    """Every way in which the business no longer keeps what was published.

    Without ``today`` nothing is said of versions that end, or begin, too early.
    """
    old_business = called_as(now, published.business)
    for policy_id, versions in old_business.policies.items():
        known = {policy.version: policy for policy in now.policies.get(policy_id, ())}
        for old in versions:
            if old.version in known:
                yield from _changed(old, known[old.version], today)
            else:
                yield _gone(old, published.revision, now.span)
        if today is not None:
            yield from _too_soon(versions, now.policies.get(policy_id, ()), now, today)
    yield from _shifted(old_business, now)


def called_as(now: Business, old: Business) -> Business:
    """The old business, its policies by what they are called now: an id that lives on in `formerly:` is not gone."""
    names = {former: name for name, versions in now.policies.items() for one in versions for former in one.formerly}
    names = {former: name for former, name in names.items() if former not in now.policies}
    policies = {
        names.get(policy_id, policy_id): tuple(_renamed(one, names) for one in versions)
        for policy_id, versions in old.policies.items()
    }
    return replace(old, policies=policies)


def _renamed(policy: Policy, names: Mapping[str, str]) -> Policy:
    asks = tuple(replace(ask, policy=names.get(ask.policy, ask.policy)) for ask in policy.asks)
    return replace(policy, id=names.get(policy.id, policy.id), asks=asks)


def gone(published: Published) -> Iterator[Diagnostic]:
    """The findings about a business that is there no more."""
    business = published.business
    place = Span(f"{business.id}/business.yaml", 1, 1, 1, 1)
    for versions in business.policies.values():
        yield from (_gone(policy, published.revision, place) for policy in versions)


def _gone(policy: Policy, revision: str, place: Span) -> Diagnostic:
    return Diagnostic(
        "published-gone",
        f"version {policy.version} of `{policy.id}` was published at `{revision}`, and is gone",
        place,
        help="put its file back; a version ends with `until:`, and stays for whoever it applied to",
    )


def unreadable(revision: str, finding: Diagnostic) -> Diagnostic:
    """The finding about a published state that cannot be compared with."""
    return Diagnostic(
        "published-unreadable",
        f"what was published at `{revision}` cannot be read: {finding.message}",
        finding.span,
        help="compare with a revision that this release of policykit reads",
    )


BACK = "put it back: a change is a new version, in a file of its own with its own `effective:`"


def _changed(old: Policy, new: Policy, today: date | None) -> Iterator[Diagnostic]:
    differences = changed_meaning(old, new)
    for one in differences[:MOST_DIFFERENCES]:
        yield _difference(new, one.words, one.span)
    if len(differences) > MOST_DIFFERENCES:
        yield _difference(new, f"{len(differences) - MOST_DIFFERENCES} more differences", new.span)
    if today is not None and old.ends != new.ends:
        first = min(end.date() for end in (old.ends, new.ends) if end is not None)
        if first <= today:
            was, now = (end.date().isoformat() if end else "open" for end in (old.ends, new.ends))
            yield Diagnostic(
                "published-changed",
                f"version {new.version} of `{new.id}` is published, and what it decided already is touched: "
                f"its end was `{was}`, is `{now}`",
                new.span,
                help="let it end on a day to come",
            )


def _difference(policy: Policy, words: str, place: Span) -> Diagnostic:
    text = f"version {policy.version} of `{policy.id}` is published, and now says something else: {words}"
    return Diagnostic("published-changed", text, place, help=BACK)


def _too_soon(
    old: tuple[Policy, ...], new: tuple[Policy, ...], business: Business, today: date
) -> Iterator[Diagnostic]:
    """Versions that are not published yet: nobody has been told of them before today."""
    notice, known = notice_of(business), {policy.version for policy in old}
    for policy in new:
        if notice is None or policy.version in known or policy.starts is None:
            continue
        announced = max(policy.announced or today, today)
        if announced > latest_announcement(policy.starts.date(), notice, business.calendar):
            yield too_late(policy, notice, announced, business.calendar)


def _shifted(old: Business, new: Business) -> Iterator[Diagnostic]:
    for shift in shifts(old, new):
        versions = ", ".join(f"`{policy.id}` ({policy.version})" for policy in shift.touches[:MOST_DIFFERENCES])
        yield Diagnostic(
            "published-changed",
            f"{shift.words}, and what is published counts on it: {versions}",
            shift.span,
            help="put it back; what changes from some day on is a fact, or a policy's version, of its own",
        )
