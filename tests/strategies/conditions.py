"""Tests, and the `when` maps they stand in."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.strategies.formulas import _beside, formula, literal, run, side, slips
from tests.strategies.scope import DATE, DATETIME, DURATION, KILOMETRES, MONEY, NUMBER, ORDERED, Draw, Name, Scope, Sort
from tests.strategies.values import CALENDAR, DAYS, HOURS, LADDERS, WORKED


def test_of(draw: Draw, scope: Scope, name: Name) -> str:
    """A test as a line of `when` writes it."""
    if slips(draw, scope):
        name = draw(st.sampled_from(scope.names))
    if name.absent and draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(("absent", "present")))
    others = [other for other in scope.of(name.sort) if other != name]
    if others and draw(st.integers(0, 5)) == 0:
        return f"same as {draw(st.sampled_from(others)).text}"
    return _plain_test(draw, scope, name)


test_of.__test__ = False


def _plain_test(draw: Draw, scope: Scope, name: Name) -> str:
    sort = name.sort
    if sort.word in ("date", "datetime") and draw(st.integers(0, 4)):
        return _time_test(draw, scope, sort)
    if sort.word not in ORDERED:
        words = _values(draw, sort)
        return f"not({words})" if draw(st.integers(0, 3)) == 0 else words
    form = draw(st.sampled_from(("one", "one", "values", "not", "both", "either", "range")))
    match form:
        case "values":
            return _values(draw, sort)
        case "not":
            return f"not({draw(st.sampled_from((_values(draw, sort), f'at least {literal(draw, sort)}')))})"
        case "both":
            return f"at least {literal(draw, sort)} and less than {_beside(draw, scope, sort)}"
        case "either":
            return f"less than {literal(draw, sort)} or at least {literal(draw, sort)}"
        case "range" if name.whole:
            unit = f" {sort.unit}" if sort.unit else ""
            return f"{draw(st.integers(0, 3))}{unit} to {draw(st.integers(3, 12))}{unit}"
        case _:
            sign = draw(st.sampled_from(("at least", "at most", "more than", "less than", ">=", "<", "!=")))
            return f"{sign} {_beside(draw, scope, sort, 1)}"


def _values(draw: Draw, sort: Sort) -> str:
    count = draw(st.integers(1, 2))
    return ", ".join(literal(draw, sort) for _ in range(count))


def _time_test(draw: Draw, scope: Scope, sort: Sort) -> str:
    form = draw(st.sampled_from(("within", "within", "more than", "relation", "tier", "calendar")))
    events = [name.text for name in scope.names if name.sort.word in ("date", "datetime")]
    if form == "relation" or not events:
        return f"{side(draw)} {_beside(draw, scope, sort)}"
    if form == "calendar":
        hours = (*HOURS, *WORKED, f"at least {draw(st.sampled_from(DAYS))}") if sort.word == "datetime" else ()
        return draw(st.sampled_from((*CALENDAR, *hours)))
    if form == "tier":
        return f"{tier(draw, scope)} {draw(st.sampled_from(events))}"
    return f"{form} {run(draw, scope)} {draw(st.sampled_from(events))}"


def tier(draw: Draw, scope: Scope) -> str:
    """`from 2 days to 1 week after`: two periods in their order, on one side of an event."""
    ladder = draw(st.sampled_from(LADDERS))
    first = draw(st.integers(0, len(ladder) - 2))
    ends = [ladder[first], ladder[draw(st.integers(first + 1, len(ladder) - 1))]]
    on = side(draw)
    if (on == "before") is not slips(draw, scope):
        ends.reverse()
    return f"from {ends[0]} to {ends[1]} {on}"


def when(draw: Draw, scope: Scope, depth: int = 2, variables: int = 0) -> dict[str, Any]:
    """A `when` map: one or two tests, and perhaps a group or a test over a list."""
    lines: dict[str, Any] = {}
    instants = scope.of(DATETIME)
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from(instants if instants and draw(st.integers(0, 2)) == 0 else scope.names))
        lines[name.text] = test_of(draw, scope, name)
    if depth and draw(st.integers(0, 2)) == 0:
        group = draw(st.sampled_from(("any", "all", "none")))
        count = draw(st.integers(1, 2))
        lines[group] = [when(draw, scope, depth - 1, variables) for _ in range(count)]
    if scope.lists and variables < 2 and draw(st.booleans()):
        lines |= _over_list(draw, scope, depth, variables)
    return lines


def _over_list(draw: Draw, scope: Scope, depth: int, variables: int) -> dict[str, Any]:
    """A test on the elements of a list, or on what is made of them."""
    listed, variable = draw(st.sampled_from(sorted(scope.lists))), "xy"[variables]
    inner = scope.holding(variable, listed)
    where = {"where": when(draw, inner, max(depth - 1, 0), variables + 1)}
    if draw(st.booleans()):
        return {draw(st.sampled_from(("some", "every"))): f"{variable} in {listed}", **where}
    entry, made = made_of(draw, inner, variable, listed)
    return entry | (where if draw(st.booleans()) else {}) | {"is": test_of(draw, scope, made)}


def made_of(draw: Draw, inner: Scope, variable: str, listed: str) -> tuple[dict[str, Any], Name]:
    """What is made of a list's elements, and what it is: a name without a text."""
    times = [name for name in inner.names if name.sort.word in ("date", "datetime")]
    words = ("count", "sum", "mean", "min", "max", *(("earliest", "latest", "latest") * 2 if times else ()))
    word = draw(st.sampled_from(words))
    each = {word: f"{variable} in {listed}"}
    if word == "count":
        return each, Name("", NUMBER, whole=True)
    if word in ("earliest", "latest"):
        of = draw(st.sampled_from([name for name in times if name.text.startswith(f"{variable}.")] or times))
        return each | {"of": of.text}, Name("", of.sort, absent=True)
    sums = (NUMBER, KILOMETRES, MONEY)
    sort = draw(st.sampled_from(sums if word in ("sum", "mean") else (*sums, DATE, DATETIME, DURATION)))
    return each | {"of": formula(draw, inner, sort, 1)}, Name("", sort, absent=word != "sum")
