"""`delivery:`, what a policy of returns says of the goods that are sent."""

from __future__ import annotations

from policykit import values
from policykit.kinds.plain import Placed
from policykit.language.scope import Scope
from policykit.model import Delivery
from policykit.source.clocks import event_of
from policykit.source.sheet import Sheet


def delivery_of(piece: Placed | None, scope: Scope, sheet: Sheet) -> Delivery | None:
    """When the goods are there and where they go; None where the policy does not say, or says it wrongly."""
    if piece is None:
        return None
    at, back = event_of(piece["at"], scope, sheet), piece.get("back_to")
    to = [piece["to"][index] for index in range(len(piece["to"].data))]
    _check(to, sheet)
    _check([back] if back else [], sheet)
    return None if at is None else Delivery(at.expression, tuple(one.data for one in to), back.data if back else None)


def _check(countries: list[Placed], sheet: Sheet) -> None:
    known: set[str] = set()
    for country in countries:
        code = country.data
        if not values.is_country(code):
            sheet.report("bad-value", f"unknown country `{code}`", sheet.span(country), "see ISO 3166-1")
        elif code in known:
            sheet.report("duplicate-name", f"`{code}` is listed twice", sheet.span(country), "drop one")
        known.add(code)
