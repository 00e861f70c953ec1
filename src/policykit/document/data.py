"""The terms of a policy as data: what its page says, part by part, made of the view that the page is laid out from."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from policykit.backends.prose.clauses import Joined
from policykit.document.policy_page import PolicyView


class Part(Struct, forbid_unknown_fields=True):
    """A part of the terms as data: closed, so that nothing is told that is not described."""


class Line(Part):
    """A label and what stands beside it."""

    label: str
    text: str


class Given(Part):
    """A fact that a case states; of a list, `entries` are the first of its entries in words."""

    label: str
    text: str
    entries: tuple[str, ...]


class Clause(Part):
    """One thing that must hold. Of a group, `text` leads in its parts, and `joined` says how many of them must."""

    text: str
    parts: tuple[Clause, ...]
    joined: Joined


class RuleText(Part):
    """One rule in sentences. `sentence` is all of it at once; `lead` with `clauses` is its condition as a list."""

    sentence: str
    lead: str
    clauses: tuple[Clause, ...]
    notes: tuple[str, ...]
    alternatives: tuple[str, ...]
    next_steps: tuple[str, ...]
    scope: tuple[str, ...]
    unaffected: tuple[str, ...]


class TermsRule(Part):
    """One rule: its id, which is its anchor on the page, its heading, and its values and deadlines."""

    id: str
    heading: str
    outcome: str
    prose: RuleText
    lines: tuple[Line, ...]
    rests_on: Annotated[str, Meta(description="The question of the policy that its ground is taken from, or empty.")]


class TermsRow(Part):
    """A row of a table, its cells in the order of the headings."""

    id: str
    number: str
    cells: tuple[str, ...]


class AlikeText(Part):
    """What every row with one outcome answers beside its cells."""

    notes: tuple[str, ...]
    alternatives: tuple[str, ...]
    next_steps: tuple[str, ...]
    scope: tuple[str, ...]
    unaffected: tuple[str, ...]


class TermsAlike(Part):
    """What the rows of a table with one outcome answer alike."""

    outcome: str
    lines: tuple[Line, ...]
    prose: AlikeText


class TermsTable(Part):
    """The rows of a decision table; `more` says how many there are besides."""

    headings: tuple[str, ...]
    rows: tuple[TermsRow, ...]
    more: str
    alike: Annotated[tuple[TermsAlike, ...], Meta(description="What the rows with one outcome answer alike.")]


class TermsGroup(Part):
    """The rules of one part of a policy; one without a title stands by itself."""

    title: str
    note: str
    rules: tuple[TermsRule, ...]
    unaffected: tuple[str, ...]
    table: TermsTable | None


class TermsExample(Part):
    """A case in words, with what the policy answers; of one that needs more, the questions and what is still open."""

    id: str
    title: str
    given: tuple[Given, ...]
    outcome: str
    results: tuple[Line, ...]
    rule: str | None
    asks: tuple[str, ...]
    possible: tuple[str, ...]
    law: str
    items: tuple[str, ...]


class TermsLaw(Part):
    """What law gives at least: where it holds, its figures and where they stand."""

    id: str
    title: str
    question: str
    countries: str
    figures: tuple[Line, ...]
    citations: tuple[Line, ...]
    unchecked: Annotated[bool, Meta(description="Whether some country's own reference is still being checked.")]


class Counted(Part):
    """Something that the rules count, and how."""

    label: str
    how: Clause


class PolicyTerms(Part):
    """The terms of one version of a policy, as its page says them. Internal rules are not among them."""

    business: str
    id: str
    locale: str
    title: str
    summary: str
    in_force: str
    version: str
    digest: str
    answers: tuple[str, ...]
    from_you: Annotated[tuple[str, ...], Meta(description="The facts that the customer tells.")]
    from_us: Annotated[tuple[str, ...], Meta(description="The facts that the business knows.")]
    delivery: Annotated[tuple[Line, ...], Meta(description="Where goods are sent, and where they come back to.")]
    counted: tuple[Counted, ...]
    groups: tuple[TermsGroup, ...]
    otherwise: TermsRule | None
    internal: Annotated[str, Meta(description="How many internal rules there are besides, or empty.")]
    examples: tuple[TermsExample, ...]
    law: tuple[TermsLaw, ...]


def terms_data(view: PolicyView) -> PolicyTerms:
    """What the page says, as data."""
    return msgspec.convert(view, PolicyTerms, from_attributes=True)


def terms_json(view: PolicyView) -> str:
    """What the page says as indented JSON; ends with a line break."""
    return msgspec.json.format(msgspec.json.encode(terms_data(view)), indent=2).decode() + "\n"
