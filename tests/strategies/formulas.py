"""Formulas of a wanted type, and the conditions within them."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.strategies.scope import DURATION, FLAG, KILOMETRES, MONEY, NUMBER, ORDERED, Draw, Scope, Sort
from tests.strategies.values import (
    AMOUNTS,
    CURRENCY,
    DAYS,
    INSTANTS,
    LENGTHS,
    NUMBERS,
    OFTEN,
    PARTS_OF_NUMBERS,
    PERIODS,
    ROLLING,
    TEXTS,
)


def literal(draw: Draw, sort: Sort) -> str:
    """A value as formulas and tests write it."""
    match sort.word:
        case "flag":
            return draw(st.sampled_from(("yes", "no")))
        case "number":
            number = draw(st.sampled_from((*NUMBERS, *PARTS_OF_NUMBERS)))
            return f"{number} {sort.unit}" if sort.unit else number
        case "money":
            return f"{draw(st.sampled_from(AMOUNTS))} {CURRENCY}"
        case "date":
            return draw(st.sampled_from(DAYS))
        case "datetime":
            return draw(st.sampled_from(INSTANTS))
        case "duration":
            return draw(st.sampled_from(tuple(LENGTHS)))
        case "choice":
            return draw(st.sampled_from(sort.choices))
        case _:
            return f'"{draw(st.sampled_from(TEXTS))}"'


def slips(draw: Draw, scope: Scope) -> bool:
    """Whether the author makes a mistake here."""
    return scope.careless and draw(st.integers(0, 11)) == 0


def named(draw: Draw, scope: Scope, sort: Sort) -> str | None:
    """A name of the sort, guarded where it may be absent; None where there is none that a formula can use."""
    names = list(scope.names) if slips(draw, scope) else scope.of(sort)
    if sort.word == "duration" and not scope.careless:
        names = [name for name in names if not name.absent]  # no literal is a duration, only a period
    if not names:
        return None
    name = draw(st.sampled_from(names))
    return f"or_else({name.text}, {literal(draw, sort)})" if name.absent and not slips(draw, scope) else name.text


def formula(draw: Draw, scope: Scope, sort: Sort, depth: int = 2) -> str:
    """A formula of the sort that is never absent, in brackets where it has parts."""
    if sort.word == "choice":
        return literal(draw, sort)  # in a formula for a choice, every bare word is one of its choices
    plain = named(draw, scope, sort) if draw(st.integers(0, 3)) else None
    if plain is None and sort.word != "duration":
        plain = literal(draw, sort)
    if depth == 0 or draw(st.booleans()):
        return plain if plain is not None else _least_duration(draw, scope)
    return _compound(draw, scope, sort, depth - 1)


def _least_duration(draw: Draw, scope: Scope) -> str:
    """A duration: one that is there; else none can be had, and a careless author writes a period."""
    return named(draw, scope, DURATION) or "24 hours"


def _compound(draw: Draw, scope: Scope, sort: Sort, depth: int) -> str:
    def inner(of: Sort = sort) -> str:
        return formula(draw, scope, of, depth)

    forms = ["if"]
    match sort.word:
        case "number":
            forms += ["sum", "part", "part", "least", "abs", "floor", "negative"]
            forms += [] if sort.unit else ["ratio", "share"]
        case "money":
            forms += ["sum", "part", "part", "least", "abs", "negative"]
        case "duration":
            forms += ["sum"]
        case "datetime":
            forms += ["moment", "moment"]
        case "flag":
            held = condition(draw, scope, depth)
            return f"({held} = yes)" if held in {name.text for name in scope.names} else held
    match draw(st.sampled_from(forms)):
        case "if":
            return f"(if {condition(draw, scope, depth)} then {inner()} else {inner()})"
        case "sum":
            return f"({inner()} {draw(st.sampled_from(('+', '-')))} {inner()})"
        case "part":
            share = draw(st.sampled_from(("0.3 *", "2 *", "0.05 *")))
            return draw(st.sampled_from((f"({share} {inner()})", f"({inner()} / 3)", f"({inner()} * 0.5)")))
        case "least":
            return f"{draw(st.sampled_from(('min', 'max')))}({inner()}, {inner()})"
        case "abs":
            return f"abs({inner()})"
        case "floor":
            return f"{draw(st.sampled_from(('floor', 'ceiling')))}({inner()})"
        case "negative":
            return f"(-({inner()} + {inner()}))"
        case "ratio":
            of = draw(st.sampled_from((NUMBER, KILOMETRES, MONEY)))
            return f"ratio({inner(of)}, {inner(of)}, {literal(draw, NUMBER)})"
        case "share":
            return f"({inner(MONEY)} / 50 {CURRENCY})"
        case _:
            return f"({run(draw, scope)} {inner()})"


def period(draw: Draw, scope: Scope) -> str:
    """A period that runs after its event."""
    return draw(st.sampled_from((*PERIODS, *OFTEN, *ROLLING, *scope.periods, *scope.rolling)))


def run(draw: Draw, scope: Scope) -> str:
    """A period and the side of its event on which it lies."""
    if side(draw) == "after":
        return f"{period(draw, scope)} {'before' if slips(draw, scope) else 'after'}"
    return f"{draw(st.sampled_from((*PERIODS, *OFTEN, *scope.periods)))} before"


def side(draw: Draw) -> str:
    return draw(st.sampled_from(("after", "after", "before")))


def condition(draw: Draw, scope: Scope, depth: int) -> str:
    """A condition as formulas write it, in brackets."""
    forms = ["compare", "compare", "in", "being", "flag"] + (["and", "or", "not"] if depth else [])
    form = draw(st.sampled_from(forms))
    if form in ("and", "or"):
        parts = (condition(draw, scope, depth - 1), condition(draw, scope, depth - 1))
        return f"({parts[0]} {form} {parts[1]})"
    if form == "not":
        return f"not({condition(draw, scope, depth - 1)})"
    name = draw(st.sampled_from(scope.names))
    if form == "being" and name.absent:
        return f"({name.text} is {draw(st.sampled_from(('absent', 'present')))})"
    if form == "flag" and scope.of(FLAG):
        return draw(st.sampled_from(scope.of(FLAG))).text
    if form == "in":
        return f"({name.text} in ({literal(draw, name.sort)}, {literal(draw, name.sort)}))"
    return f"({name.text} {_sign(draw, name.sort)} {_beside(draw, scope, name.sort, depth)})"


def _sign(draw: Draw, sort: Sort) -> str:
    signs = ("<", "<=", ">", ">=", "=", "!=", "at least", "less than")
    return draw(st.sampled_from(signs if sort.word in ORDERED else ("=", "!=")))


def _beside(draw: Draw, scope: Scope, sort: Sort, depth: int = 0) -> str:
    """Something to compare a name of the sort with; it may be absent."""
    if sort.word == "choice":
        return literal(draw, sort)
    others = scope.of(sort)
    match draw(st.integers(0, 3)):
        case 0 if others:
            return draw(st.sampled_from(others)).text
        case 1 if sort.word != "duration":
            return formula(draw, scope, sort, depth)
        case _:
            return literal(draw, sort)
