"""Which version of each policy a page shows, and how its versions follow each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policykit.backends.prose.formulas import value_text
from policykit.backends.prose.outline import in_force
from policykit.backends.prose.reading import Reading
from policykit.deciding import judge
from policykit.decision import NoVersion
from policykit.document.places import Links, Place
from policykit.document.words import Words
from policykit.model import Business, DateType, Policy


def shown(business: Business, policy_id: str, at: datetime | None) -> Policy:
    """The version in force at an instant; without an instant, or where none is in force, the newest. KeyError."""
    versions = business.policies[policy_id]
    try:
        return versions[-1] if at is None else judge.version_at(versions, at)
    except NoVersion:
        return versions[-1]


def listed(business: Business, at: datetime | None) -> tuple[Policy, ...]:
    """Of every policy the version that its page shows, in the order of the business's files; none that is over."""
    chosen = (shown(business, policy_id, at) for policy_id in business.policies)
    return tuple(policy for policy in chosen if at is None or policy.ends is None or policy.ends > at)


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version in the list of all: from when until when it holds, how it was announced, and where its page is."""

    version: str
    title: str
    dates: str
    announced: str
    href: str
    here: bool


def version_views(policy: Policy, reader: Reading, words: Words, links: Links) -> tuple[VersionView, ...]:
    """All versions of the policy, newest first; ``here`` is the one that is given."""
    versions = reader.business.policies[policy.id]
    return tuple(_view(one, reader, words, links, here=one.version == policy.version) for one in reversed(versions))


def _view(policy: Policy, reader: Reading, words: Words, links: Links, *, here: bool) -> VersionView:
    there = Place(reader.business.id, reader.locale, policy.id, policy.version)
    dates = " ".join(in_force(policy, reader))
    return VersionView(
        policy.version, title(policy, words), dates, announced(policy, reader, words), links.to(there), here
    )


def title(policy: Policy, words: Words) -> str:
    """What a version is called: its first day, or that it is the first."""
    return policy.version if policy.starts else words["first_version"]


def announced(policy: Policy, reader: Reading, words: Words) -> str:
    """The day on which the version was announced and how many days ahead; empty where nothing says so."""
    if policy.announced is None or policy.starts is None:
        return ""
    ahead = (policy.starts.date() - policy.announced).days
    day = value_text(policy.announced, DateType(), reader)
    return reader.words.tidy(words.count("announced", ahead, day=day))
