"""Messages to others than the customer: the courier reads that nothing is held against them."""

from __future__ import annotations

from policykit.explain.explanation import Also
from policykit.explain.layout import lay_out
from policykit.explain.telling import Telling
from policykit.explain.wording import filled
from policykit.model import Wording


def others(telling: Telling, *, markdown: bool = False) -> tuple[Also, ...]:
    """A message to each person whom the answer addresses, in the order in which its author did."""
    worded = telling.rule.answer.also if telling.rule else {}
    return tuple(_message(telling, person, wording, markdown=markdown) for person, wording in worded.items())


def _message(telling: Telling, person: str, wording: Wording, *, markdown: bool) -> Also:
    paragraphs = filled(telling.book.wording(wording), telling.name)
    places: dict[str, object] = {
        "locale": telling.locale,
        "direction": telling.book.direction,
        "opening": telling.say("opening"),
        "paragraphs": paragraphs,
        "closing": telling.book.closing,
    }
    look = telling.book.look
    text, html = (lay_out(look, "person", form, places) for form in ("txt", "html"))
    in_markdown = lay_out(look, "person", "md", places) if markdown else None
    name = telling.text(telling.business.people.get(person, {})) or person
    return Also(person, name, paragraphs, text, html, in_markdown)
