"""What is on record, entry by entry: a restriction says what each of its grounds is, and when it was."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial, reduce

from policykit.backends.prose.entries import known
from policykit.explain.line import Given, Line
from policykit.explain.phrasebook import Phrasebook, capital
from policykit.explain.telling import Telling
from policykit.model import Fact, ListType

CONDUCT = "conduct"
MOST_ENTRIES = 20
"""Entries that a message lists: of more, the decision itself is the record."""


def entries(telling: Telling, fact: Fact) -> Iterator[Line]:
    """A line for each entry of a list that a decision about somebody's conduct rests on.

    A statement of reasons names its facts (Regulation (EU) 2022/2065, Article 17(3)(b)); elsewhere their number does.
    """
    found = telling.decision.facts.get(fact.name)
    if telling.policy.kind != CONDUCT or not isinstance(fact.type, ListType) or not isinstance(found, tuple):
        return
    fields = tuple((name, field) for name, field in fact.type.fields.items() if field.meaning and telling.shown(field))
    for place in range(min(len(found), MOST_ENTRIES)):
        line = telling.line(partial(_entry, telling.book, fact.name, fields, place))
        if line is not None:
            yield line


def _entry(book: Phrasebook, name: str, fields: tuple[tuple[str, Fact], ...], place: int, given: Given) -> str | None:
    """What is known of one entry, field by field; None where there is nothing to be read."""
    found = given.facts.get(name)
    entry = found[place] if isinstance(found, tuple) and place < len(found) else {}
    told = [_told(book, field, value) for field, value in known(entry, fields, book.locale, book.business)]
    return (
        capital(reduce(lambda one, other: book.catalog.say("item_valued", one=one, other=other), told))
        if told
        else None
    )


def _told(book: Phrasebook, field: Fact, value: str) -> str:
    meaning = book.text(field.meaning)
    return book.catalog.say("fact", meaning=meaning, value=value) if value else meaning
