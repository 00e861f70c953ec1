"""An explanation from a decision: composed for its audience, then laid out."""

from __future__ import annotations

from policykit.decision import Decision
from policykit.explain.explanation import Also, Audience, Explanation
from policykit.explain.items import items
from policykit.explain.layout import lay_out
from policykit.explain.message import message
from policykit.explain.message_form import lay_out_message
from policykit.explain.others import others
from policykit.explain.phrasebook import Phrasebook
from policykit.explain.record import record
from policykit.explain.staff import staff
from policykit.explain.telling import Telling
from policykit.model import Business, Policy


def explain(  # noqa: PLR0913  # the last two are given by name
    business: Business,
    policy: Policy,
    decision: Decision,
    locale: str,
    audience: Audience,
    *,
    page: str | None = None,
    markdown: bool = False,
) -> Explanation:
    """The decision in words, for one audience in one locale.

    ``policy`` is the version that decided. ``page`` is the address of its terms page, to which the
    rule's anchor is added; by default where the API serves it. With ``markdown`` it is told in
    that form as well. Whoever explains more than one decision keeps the phrasebook, and tells from it.
    """
    return tell(Phrasebook(business, policy, locale, page), decision, audience, markdown=markdown)


def tell(book: Phrasebook, decision: Decision, audience: Audience, *, markdown: bool = False) -> Explanation:
    """The decision in the words of the version that decided. Nothing is evaluated again.

    Reasons and would-have-changed are told where the decision carries them.
    """
    telling = Telling(book, decision, audience)
    if audience is Audience.CUSTOMER and not markdown:
        return Explanation(book.locale, audience, *lay_out_message(message(telling), book.locale, book.look))
    also = () if audience is Audience.CUSTOMER else others(telling, markdown=markdown)
    places = _places(telling, also)
    text, html = (lay_out(book.look, audience.value, form, places) for form in ("txt", "html"))
    in_markdown = lay_out(book.look, audience.value, "md", places) if markdown else None
    return Explanation(book.locale, audience, text, html, also, in_markdown)


def one_by_one(business: Business, policy: Policy, decision: Decision, locale: str) -> tuple[str, ...]:
    """The items' own answers as a customer's message lists them; none where they are not what the rule rests on."""
    return items(Telling(Phrasebook(business, policy, locale), decision, Audience.CUSTOMER))


def _places(telling: Telling, also: tuple[Also, ...]) -> dict[str, object]:
    """What a template may lay out. `say` are the sentences without names, such as headings."""
    book = telling.book
    places: dict[str, object] = {
        "locale": book.locale,
        "direction": book.direction,
        "say": book.catalog.sentences,
        "message": message(telling.to(Audience.CUSTOMER)),
    }
    if telling.audience is Audience.CUSTOMER:
        return places
    places["staff"] = staff(telling)
    places["also"] = [(telling.say("also", person=one.name), one.paragraphs) for one in also]
    if telling.audience is Audience.AUDITOR:
        places["record"] = record(telling)
    return places
