"""facts.yaml: facts of every type, lists and records among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.strategies.formulas import literal
from tests.strategies.scope import DATETIME, FLAG, NUMBER, SCALARS, SMALL, Declared, Draw, Name, Sort, said
from tests.strategies.values import (
    AMOUNTS,
    CHOICES,
    CURRENCY,
    DAYS,
    EDGES,
    ELSEWHERE,
    INSTANTS,
    LENGTHS,
    NUMBERS,
    PARTS_OF_NUMBERS,
    TEXTS,
)


@st.composite
def declarations(draw: Draw, text: str, sort: Sort, *, small: bool, sure: bool = False) -> Declared:
    """A fact of a sort. Where ``sure``, it is never absent."""
    entry: dict[str, Any] = {"type": sort.word, "meaning": said("what it is"), "question": said("What is it?")}
    values, whole = _typed(draw, sort, entry, small=small)
    absent = not sure and draw(st.integers(0, 2)) == 0
    default = draw(st.sampled_from(("unknown", "unknown", "unknown", "absent", "value")))
    if absent:
        entry["optional"] = "yes"
    defaulted = False
    if not sure and default == "absent":
        entry["not_sent"] = "absent"
        absent = defaulted = True
    elif default == "value" and sort.word == "datetime":
        entry["default"] = "as_of"
        defaulted = True
    elif default == "value" and not small:
        entry["not_sent"] = _written(draw, sort, whole=whole)
        defaulted = True
    for key in ("private", "protected", "happened"):
        if draw(st.integers(0, 5)) == 0 and not (small and key == "happened"):
            entry[key] = "yes"
    if "protected" in entry:
        entry["lawful"] = said("A law asks for it.")  # else rules could not decide by it
    if draw(st.integers(0, 3)) == 0:
        entry["hint"] = "no"
    entry["origin"] = draw(st.sampled_from(("customer", "business")))
    known = Name(text, sort, absent, whole)
    return Declared(known, entry, (*values, *((None,) if absent else ())), defaulted, "private" in entry)


def _typed(draw: Draw, sort: Sort, entry: dict[str, Any], *, small: bool) -> tuple[tuple[Any, ...], bool]:
    """The keys that go with the type, what can be sent, and whether it is a whole number."""
    match sort.word:
        case "flag":
            return (True, False), False
        case "choice":
            entry |= {"choices": list(sort.choices), "labels": {word: said(word) for word in sort.choices}}
            return sort.choices, False
        case "number":
            entry |= {"unit": sort.unit} if sort.unit else {}
            if small:
                entry |= {"at_least": "0", "at_most": "12", "step": "6"}
                return (0, 6, 12), True
            whole = draw(st.booleans())
            entry |= {"at_least": "0", "at_most": "12", "step": "1"} if whole else {}
            texts = NUMBERS if whole else (*NUMBERS, *PARTS_OF_NUMBERS)
            return (*(int(text) for text in NUMBERS[:3]), *(Decimal(text) for text in texts)), whole
        case "money":
            entry["currency"] = CURRENCY
            return tuple({"amount": amount, "currency": CURRENCY} for amount in AMOUNTS), False
        case "date":
            return DAYS, False
        case "datetime":
            return (*INSTANTS, *ELSEWHERE, *EDGES), False
        case "duration":
            return tuple(LENGTHS.values()), False
        case _:
            entry["longest"] = "20"
            return TEXTS, False


def _written(draw: Draw, sort: Sort, *, whole: bool) -> str:
    """A value as an author writes it in facts.yaml."""
    match sort.word:
        case "flag":
            return draw(st.sampled_from(("yes", "no")))
        case "choice":
            return draw(st.sampled_from(sort.choices))
        case "text":
            return draw(st.sampled_from(TEXTS[1:]))
        case "number" if whole:
            return " ".join(filter(None, (draw(st.sampled_from(NUMBERS)), sort.unit)))
        case _:
            return literal(draw, sort)


@st.composite
def fact_tables(draw: Draw, *, small: bool) -> tuple[Declared, ...]:
    """The facts of a business, lists and records among them. Two are always there: an act, and points."""
    sorts = SMALL if small else SCALARS
    found = [
        draw(declarations("act.at", DATETIME, small=small, sure=True)),
        draw(declarations("act.points", NUMBER, small=small, sure=True)),
    ]
    if small:
        found[0] = replace(found[0], entry={**found[0].entry, "default": "as_of"}, defaulted=True)
    else:
        found.append(draw(declarations("order.at", DATETIME, small=small)))
    count = draw(st.integers(2, 4 if small else 6))
    for index in range(count):
        sort = draw(st.sampled_from(sorts))
        found.append(draw(declarations(f"{draw(st.sampled_from(('order', 'item')))}.fact_{index}", sort, small=small)))
    if draw(st.integers(0, 2)):
        found += _list(draw, sorts, small=small)
        found += [_incidents(draw)] if not small and draw(st.booleans()) else []
    return tuple(found)


def _incidents(draw: Draw) -> Declared:
    """What happened, when, and whether somebody confirmed it."""
    sorts = {"at": DATETIME, "behaviour": Sort("choice", choices=CHOICES[0]), "confirmed": FLAG}
    fields = tuple(draw(declarations(name, sort, small=False, sure=True)) for name, sort in sorts.items())
    entry = {
        "type": "list", "longest": "4", "meaning": said("what happened"), "question": said("What happened?"),
        "fields": {member.name.text: member.entry for member in fields},
    }  # fmt: skip
    return Declared(Name("act.incidents", Sort("list")), entry, (), fields=fields)


def _list(draw: Draw, sorts: Sequence[Sort], *, small: bool) -> list[Declared]:
    """A list, and the facts that its fields can stand for when a policy is asked once per element."""
    count = draw(st.integers(1, 1 if small else 3))
    often = (*sorts, DATETIME, DATETIME, DATETIME)  # parcels that arrive one by one, or have yet to
    chosen = (FLAG,) if small else tuple(draw(st.sampled_from(often)) for _ in range(count))
    fields = tuple(draw(declarations(f"field_{index}", sort, small=small)) for index, sort in enumerate(chosen))
    entry = {
        "type": "list", "longest": "1" if small else "4", "meaning": said("the lines"),
        "question": said("Which lines?"), "fields": {member.name.text: member.entry for member in fields},
    }  # fmt: skip
    lines = Declared(Name("order.lines", Sort("list")), entry, (), fields=fields)
    return [lines, *(replace(member, name=replace(member.name, text=f"item.{member.name.text}")) for member in fields)]
