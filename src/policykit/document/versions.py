"""Which version of each policy a page shows, and how its versions follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from policykit.backends.prose.literals import value_text
from policykit.backends.prose.outline import in_force
from policykit.backends.prose.reading import Reading, reading
from policykit.deciding import judge
from policykit.decision import NoVersion
from policykit.document.changes import Changes, changes
from policykit.document.places import Links, Place
from policykit.document.words import Words, words_for
from policykit.model import Business, DateType, Policy
from policykit.templating import look_of

CONDUCT = "conduct"


def shown(business: Business, policy_id: str, at: datetime | None) -> Policy:
    """The version in force at an instant; without an instant, or where none is in force, the newest. KeyError."""
    versions = business.policies[policy_id]
    try:
        return versions[-1] if at is None else judge.version_at(versions, at)
    except NoVersion:
        return versions[-1]


def listed(business: Business, at: datetime | None) -> tuple[Policy, ...]:
    """Of every policy that is not over the version that its page shows; conduct after all service."""
    chosen = (shown(business, policy_id, at) for policy_id in business.policies)
    standing = [policy for policy in chosen if at is None or policy.ends is None or policy.ends > at]
    return tuple(sorted(standing, key=comes_last))


def comes_last(policy: Policy) -> bool:
    """Whether it stands behind the others: nobody is greeted with when they would be sent away."""
    return policy.kind == CONDUCT


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version in the list of all: from when until when it holds, how it was announced, and where its page is.

    ``changes`` is what it says otherwise than the one before it, at ``older``; None where there is none.
    """

    version: str
    title: str
    dates: str
    announced: str
    href: str
    older: str
    changes: Changes | None


def version_views(policy_id: str, business: Business, locale: str, links: Links) -> tuple[VersionView, ...]:
    """All versions of the policy, newest first."""
    return tuple(_views(policy_id, business, locale, links))[::-1]


def _views(policy_id: str, business: Business, locale: str, links: Links) -> Iterator[VersionView]:
    before: Policy | None = None
    for policy in business.policies[policy_id]:
        reader, words = reading(business, policy, locale), words_for(locale, look_of(business))
        yield VersionView(
            policy.version,
            words.say("version_from", version=policy.version) if policy.starts else words["version_first"],
            words["between_sentences"].join(in_force(policy, reader)),
            announced(policy, reader, words),
            links.to(page_of(policy, business, locale)),
            links.to(page_of(before, business, locale)) if before else "",
            changes(before, policy, business, locale) if before else None,
        )
        before = policy


def page_of(policy: Policy, business: Business, locale: str) -> Place:
    """The page that the version keeps for good."""
    return Place(business.id, locale, policy.id, policy.version)


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
