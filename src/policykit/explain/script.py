"""A customer's message as a script: what all decisions of one shape say, with places for the lines that differ."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from policykit.decision import MERCHANT, Decision
from policykit.explain.explanation import Audience, Explanation
from policykit.explain.line import Given, Make
from policykit.explain.message import message
from policykit.explain.message_form import marked
from policykit.explain.phrasebook import Phrasebook
from policykit.explain.telling import Telling
from policykit.model import ABSENT, Absent, Value


class Script(NamedTuple):
    """The explanation with marks in place of the lines that differ, and what makes these.

    Their places in the text are marked first, then those in the HTML, where they stand escaped.
    """

    explanation: Explanation
    makes: tuple[Make, ...]

    def lines(self, given: Given) -> list[str] | None:
        """The lines that differ; None where one of them is not made of what is given alone."""
        lines = []
        for make in self.makes:
            line = make(given)
            if not line:
                return None
            lines.append(line)
        return lines


def script(book: Phrasebook, decision: Decision) -> Script | None:
    """The script of a decision and of all others of its shape; None where more of it differs than lines.

    What another policy or the law has to say of it may differ in every way.
    """
    if decision.answer is None or decision.because is not None or decision.governed_by != MERCHANT:
        return None
    found = marked(message(Telling(book, decision, Audience.CUSTOMER)), book.locale, book.look)
    if found is None:
        return None
    text, html, makes = found
    return Script(Explanation(book.locale, Audience.CUSTOMER, text, html), makes)


def shape(rule: Hashable, given: Given, held: Sequence[bool | None], known: Iterable[Value | None]) -> Hashable:
    """What the decisions of a script have in common.

    That is the rule, which deadlines there are, whether each test ``held`` and where its window stands, whether the
    facts that the tests read are ``known`` and how long their lists are, and which changes are told.
    """
    return (
        rule,
        tuple(given.deadlines),
        tuple(held),
        tuple([one and (one.state, one.closes is None) for one in given.windows]),
        tuple([_known(value) for value in known]),
        tuple([(one.outcome, one.rule, one.fact, one.relation, _kind(one.becomes)) for one in given.changes]),
    )


def _known(value: Value | None) -> bool | int | Absent | None:
    if isinstance(value, tuple):
        return len(value)
    return value if value is None or value is ABSENT else True


def _kind(value: Value) -> bool | Absent | None:
    """What a sentence of its own is told for; of other values, each is filled in."""
    return value if isinstance(value, bool | Absent) else None
