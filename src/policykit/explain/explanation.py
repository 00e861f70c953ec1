"""An explanation, for whom it is, and the message that the templates lay out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Audience(StrEnum):
    """Who reads it: the customer, the staff member who talks to the customer, or whoever examines the decision."""

    CUSTOMER = "customer"
    AGENT = "agent"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Also:
    """What somebody beside the customer reads: who that is, what they are called, and the message in each form."""

    to: str
    name: str
    paragraphs: tuple[str, ...]
    text: str
    html: str
    markdown: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One decision in words: as plain text, and as a fragment of HTML that says the same.

    As ``markdown`` (CommonMark) it is there where that was asked for. ``also`` are the messages to others, which
    staff send on and customers do not get.
    """

    locale: str
    audience: Audience
    text: str
    html: str
    also: tuple[Also, ...] = ()
    markdown: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Where a reader finds more, and what it is called."""

    text: str
    href: str


class Message(NamedTuple):
    """What a customer reads, part by part. Every string is plain text on one line; an empty part is left out."""

    opening: str
    answer: tuple[str, ...]
    closing: str
    choices: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    lasts: tuple[str, ...] = ()
    unaffected: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    appeal: tuple[str, ...] = ()
    questions: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """What only the staff member reads beside the customer's message."""

    notes: tuple[str, ...]
    why: tuple[str, ...]
    guidance: tuple[str, ...]
    needs: tuple[str, ...]
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition of a rule that was read, cell by cell."""

    fact: str
    test: str
    value: str
    verdict: str
    margin: str
    window: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule that was read: its id, what came of it, and its conditions."""

    title: str
    conditions: tuple[ConditionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that a decision rests on, for an auditor. Pairs are a name and its value."""

    summary: tuple[tuple[str, str], ...]
    answer: tuple[tuple[str, str], ...]
    rules: tuple[RuleRow, ...]
    facts: tuple[tuple[str, str], ...]
    named: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    changes: tuple[str, ...]
