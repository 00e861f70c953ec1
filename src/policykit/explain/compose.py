"""An explanation from a decision: composed for its audience, then laid out."""

from __future__ import annotations

from policykit.backends.prose.locales import babel_locale
from policykit.decision import Decision
from policykit.explain.catalog import catalog_for
from policykit.explain.explanation import Also, Audience, Explanation
from policykit.explain.items import items
from policykit.explain.layout import lay_out
from policykit.explain.message import message
from policykit.explain.others import others
from policykit.explain.record import record
from policykit.explain.staff import staff
from policykit.explain.telling import Telling, page_of
from policykit.model import Business, Policy


def explain(
    business: Business,
    policy: Policy,
    decision: Decision,
    locale: str,
    audience: Audience,
    *,
    page: str | None = None,
) -> Explanation:
    """The decision in words, for one audience in one locale.

    ``policy`` is the version that decided. ``page`` is the address of its terms page, to which the
    rule's anchor is added; by default where the API serves it. Reasons and would-have-changed are
    told where the decision carries them. Nothing is evaluated again.
    """
    page = page or page_of(business, locale, decision.policy)
    telling = Telling(business, policy, decision, locale, audience, catalog_for(locale), page)
    also = () if audience is Audience.CUSTOMER else others(telling)
    places = _places(telling, also)
    text, html = (lay_out(audience.value, form, places) for form in ("txt", "html"))
    return Explanation(locale, audience, text, html, also)


def one_by_one(business: Business, policy: Policy, decision: Decision, locale: str) -> tuple[str, ...]:
    """The items' own answers as a customer's message lists them; none where they are not what the rule rests on."""
    page = page_of(business, locale, decision.policy)
    return items(Telling(business, policy, decision, locale, Audience.CUSTOMER, catalog_for(locale), page))


def _places(telling: Telling, also: tuple[Also, ...]) -> dict[str, object]:
    """What a template may lay out. `say` are the sentences without names, such as headings."""
    direction = babel_locale(telling.locale).text_direction
    places: dict[str, object] = {
        "locale": telling.locale,
        "direction": direction,
        "say": telling.catalog.sentences,
        "message": message(telling.to(Audience.CUSTOMER)),
    }
    if telling.audience is not Audience.CUSTOMER:
        places["staff"] = staff(telling)
        places["also"] = [(telling.say("also", person=one.name), one.paragraphs) for one in also]
    if telling.audience is Audience.AUDITOR:
        places["record"] = record(telling)
    return places
