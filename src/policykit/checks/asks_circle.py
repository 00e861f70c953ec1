"""`asks-circle`: a policy asks another that, in the end, asks it again."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.diagnostics import Diagnostic, Related
from policykit.model import Ask, Business


def check(business: Business) -> Iterator[Diagnostic]:
    reported: set[frozenset[str]] = set()
    for policy_id in business.policies:
        circle = _circle(business, policy_id)
        members = frozenset(name for name, _ in circle)
        if circle and members not in reported:
            reported.add(members)
            names = " asks ".join(f"`{name}`" for name in (*(name for name, _ in circle), policy_id))
            yield Diagnostic(
                "asks-circle",
                f"these policies ask each other in a circle: {names}",
                circle[0][1].span,
                help="let one of them decide from facts alone",
                related=tuple(Related(ask.span, f"`{name}` asks `{ask.policy}`") for name, ask in circle[1:]),
            )


def _circle(business: Business, start: str) -> list[tuple[str, Ask]]:
    """The asks that lead from a policy back to itself, in order; empty where none do."""
    paths: list[list[tuple[str, Ask]]] = [[(start, ask)] for ask in _asks(business, start)]
    seen: set[str] = set()
    while paths:
        path = paths.pop(0)
        here = path[-1][1].policy
        if here == start:
            return path
        if here not in seen:
            seen.add(here)
            paths += [[*path, (here, ask)] for ask in _asks(business, here)]
    return []


def _asks(business: Business, policy_id: str) -> list[Ask]:
    return [ask for version in business.policies.get(policy_id, ()) for ask in version.asks]
