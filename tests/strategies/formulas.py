"""Formulas of a wanted type, and the conditions within them."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.strategies.scope import DATETIME, FLAG, KILOMETRES, MONEY, NUMBER, ORDERED, TEXT, Draw, Scope, Sort
from tests.strategies.values import (
    AMOUNTS,
    CURRENCY,
    DAYS,
    INSTANTS,
    LENGTHS,
    NUMBERS,
    OFTEN,
    PARTS_OF_NUMBERS,
    PARTS_OF_TEXTS,
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
    if not names:
        return None
    name = draw(st.sampled_from(names))
    return f"or_else({name.text}, {literal(draw, sort)})" if name.absent and not slips(draw, scope) else name.text


def formula(draw: Draw, scope: Scope, sort: Sort, depth: int = 2) -> str:
    """A formula of the sort that is never absent, in brackets where it has parts."""
    if sort.word == "choice":
        return literal(draw, sort)  # in a formula for a choice, every bare word is one of its choices
    plain = named(draw, scope, sort) if draw(st.integers(0, 3)) else None
    if depth == 0 or draw(st.integers(0, 2)) == 0:
        return plain or literal(draw, sort)  # an elapsed period can stand for a duration
    return _compound(draw, scope, sort, depth - 1)


def _compound(draw: Draw, scope: Scope, sort: Sort, depth: int) -> str:
    def inner(of: Sort = sort) -> str:
        return formula(draw, scope, of, depth)

    forms = ["if"]
    match sort.word:
        case "number":
            forms += ["sum", "part", "part", "least", "abs", "floor", "negative", "round", "round", "modulo"]
            forms += [] if sort.unit else ["ratio", "share", "length"]
        case "money":
            forms += ["sum", "part", "part", "least", "abs", "negative", "round", "round", "modulo"]
        case "duration":
            forms += ["sum", "sum", "least", "abs"]
        case "date":
            forms += ["least", "day"]
        case "datetime":
            forms += ["moment", "moment", "least"]
        case "text":
            forms += ["case", "case"]
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
        case "round":
            word = draw(st.sampled_from(("round", "round_up", "round_down")))
            return f"{word}({inner()} * {draw(st.sampled_from(('1', '0.5', '1.05')))}, {draw(st.integers(0, 1))})"
        case "modulo":
            divisor = draw(st.sampled_from(("3", "0.7", "100")))
            unit = CURRENCY if sort.word == "money" else sort.unit or ""
            return f"modulo({inner()} - {inner()}, {draw(st.sampled_from(('', '-')))}{divisor} {unit})"
        case "length":
            return f"length({inner(TEXT)})"
        case "case":
            return f"{draw(st.sampled_from(('upper_case', 'lower_case')))}({inner()})"
        case "day":
            return f"date({inner(DATETIME)})"
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
    forms = ["compare", "compare", "in", "being", "flag", "text", "text", "time"] + (
        ["and", "or", "not"] if depth else []
    )
    form = draw(st.sampled_from(forms))
    if form in ("and", "or"):
        parts = (condition(draw, scope, depth - 1), condition(draw, scope, depth - 1))
        return f"({parts[0]} {form} {parts[1]})"
    if form == "not":
        return f"not({condition(draw, scope, depth - 1)})"
    if form == "text":
        word = draw(st.sampled_from(("contains", "starts_with", "ends_with")))
        part = f'"{draw(st.sampled_from(PARTS_OF_TEXTS))}"'
        return f"{word}({formula(draw, scope, TEXT, max(depth - 1, 0))}, {part})"
    if form == "time" and scope.of(DATETIME):
        return _of_time(draw, draw(st.sampled_from(scope.of(DATETIME))).text)
    name = draw(st.sampled_from(scope.names))
    if form == "being" and name.absent:
        return f"({name.text} is {draw(st.sampled_from(('absent', 'present')))})"
    if form == "flag" and scope.of(FLAG):
        return draw(st.sampled_from(scope.of(FLAG))).text
    if form == "in":
        return f"({name.text} in ({literal(draw, name.sort)}, {literal(draw, name.sort)}))"
    return f"({name.text} {_sign(draw, name.sort)} {_beside(draw, scope, name.sort, depth)})"


def _of_time(draw: Draw, name: str) -> str:
    """What a formula can ask of an instant."""
    forms = (f"(time({name}) >= 10:00)", f"(weekday({name}) in (fri, sat))", f"(is_working_day({name}) = yes)",
             f"(in_working_hours({name}) = no)", f"(date({name}) = 2026-03-28)")  # fmt: skip
    return draw(st.sampled_from(forms))


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
        case 1:
            return formula(draw, scope, sort, depth)
        case _:
            return literal(draw, sort)
