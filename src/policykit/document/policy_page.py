"""What the page of one policy says: a plain view for the template, which lays it out and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from policykit.backends.prose.outline import in_force, local_day
from policykit.backends.prose.reading import Reading, meaning, reading
from policykit.backends.prose.rules import Line
from policykit.document.changes import applies_by
from policykit.document.counted import Counted, counted
from policykit.document.delivery import delivery_lines
from policykit.document.edition import Edition
from policykit.document.examples import Decide, Example, examples, label, public_facts
from policykit.document.glance import Glance, glances
from policykit.document.law import LawView, law_views
from policykit.document.places import Links, Place
from policykit.document.rule_views import Group, RuleView, groups, otherwise_view, read_as
from policykit.document.versions import VersionView, title, version_views
from policykit.document.words import Words, words_for
from policykit.model import Business, Origin, Policy
from policykit.templating import look_of


@dataclass(frozen=True, slots=True)
class PolicyView:
    """All that the page of a policy says, in the reader's language.

    ``counted`` says how what the rules count is counted, and ``read_as`` in which order the rules are read; they stand
    ``singly`` below what is counted where no part of them has a title. ``headings`` are those of its rules, by id.
    ``versions`` are all there are, newest first; ``here`` is the one that is told. ``current`` leads from the page of
    one version to that of the one in force, and is empty there. ``ways`` lead to the page of each policy, by its id.
    ``glances`` are the policy in short, ``applies_by`` is what settles which version applies. ``last_change`` is the
    day since which it reads as it does, and empty of the first version: what is published keeps its meaning.
    """

    business: str
    id: str
    locale: str
    title: str
    summary: str
    in_force: str
    version: str
    last_change: str
    digest: str
    answers: tuple[str, ...]
    from_you: tuple[str, ...]
    from_us: tuple[str, ...]
    counted: tuple[Counted, ...]
    read_as: str
    singly: bool
    groups: tuple[Group, ...]
    otherwise: RuleView | None
    headings: Mapping[str, str]
    internal: str
    examples: tuple[Example, ...]
    law: tuple[LawView, ...] = ()
    delivery: tuple[Line, ...] = ()
    versions: tuple[VersionView, ...] = ()
    next: VersionView | None = None
    previous: VersionView | None = None
    here: VersionView | None = None
    current: str = ""
    ways: Mapping[str, str] = field(default_factory=dict)
    glances: tuple[Glance, ...] = ()
    applies_by: str = ""


def policy_view(policy: Policy, business: Business, links: Links, edition: Edition) -> PolicyView:
    """The view of one version, for the page at which the links begin. Of internal rules it holds their number alone."""
    locale = links.here.locale or business.locales[0]
    key = (policy_view, business.id, policy.id, policy.version, locale)
    view = edition.once(key, lambda: _told(policy, business, locale, edition.decide))
    versions = version_views(policy.id, business, locale, links)
    here = next(place for place, one in enumerate(versions) if one.version == policy.version)
    return replace(
        view,
        versions=versions,
        next=versions[here - 1] if here else None,
        previous=versions[here + 1] if here + 1 < len(versions) else None,
        here=versions[here],
        current="" if links.here.version is None else links.to(Place(business.id, locale, policy.id)),
        ways={other: links.to(Place(business.id, locale, other)) for other in business.policies},
    )


def _told(policy: Policy, business: Business, locale: str, engine: Decide) -> PolicyView:
    """All that the view says wherever it is read: what takes long to work out."""
    reader, words = reading(business, policy, locale), words_for(locale, look_of(business))
    public = public_facts(policy, reader)
    cases, how = examples(policy, reader, engine), counted(policy, reader)
    cited = frozenset(case.rule for case in cases if case.rule is not None)
    parts, last = groups(reader, words, cited), otherwise_view(policy.otherwise, reader, words)
    views = [rule for part in parts for rule in part.rules] + ([last] if last else [])
    rows = {row.id: words.say("row", number=row.number) for part in parts if part.table for row in part.table.rows}
    return PolicyView(
        business=business.id,
        id=policy.id,
        locale=locale,
        title=reader.text(policy.question),
        summary=reader.text(policy.summary),
        in_force=words["between_sentences"].join(in_force(policy, reader)),
        version=title(policy, words),
        last_change=reader.words.tidy(local_day(policy.starts, reader)) if policy.starts else "",
        digest=business.digest,
        answers=answers(policy, reader),
        from_you=named(public, Origin.CUSTOMER, reader),
        from_us=named(public, Origin.BUSINESS, reader),
        counted=how,
        read_as=read_as(parts, words),
        singly=bool(how) and not any(part.title for part in parts),
        groups=parts,
        otherwise=last,
        headings={view.id: view.heading for view in views} | rows,
        internal=internal_note(policy, words),
        examples=cases,
        law=law_views(policy, reader),
        delivery=tuple(delivery_lines(policy, reader, words)),
        glances=glances(reader, words),
        applies_by=applies_by(reader, words),
    )


def answers(policy: Policy, reader: Reading) -> tuple[str, ...]:
    """The outcomes that public rules give, best first."""
    given = {rule.answer.outcome for rule in (*policy.rules, policy.otherwise) if rule.public}
    return tuple(label(outcome.name, policy, reader) for outcome in policy.outcomes if outcome.name in given)


def named(facts: tuple[str, ...], origin: Origin, reader: Reading) -> tuple[str, ...]:
    """The facts that one side says, by what they mean."""
    chosen = [name for name in facts if reader.business.facts[name].origin is origin]
    return tuple(reader.words.sentence(meaning(name, reader)) for name in chosen)


def internal_note(policy: Policy, words: Words) -> str:
    number = sum(not rule.public for rule in (*policy.rules, policy.otherwise))
    return words.count("internal", number) if number else ""
