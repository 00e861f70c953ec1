"""Facts as callers send them, and every way in which unknown ones can turn out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from hypothesis import strategies as st

from tests.strategies.hostile import hostile_json
from tests.strategies.scope import Declared, Draw

Sent = dict[str, Any]
"""Facts by dotted name, as JSON values; a name that is missing is not sent."""


@st.composite
def facts_for(draw: Draw, declared: Sequence[Declared], *, careless: bool = False) -> Sent:
    """Facts that can be sent: all of them, most of them, or few."""
    known = draw(st.sampled_from((10, 10, 8, 5)))
    sent: Sent = {}
    for fact in declared:
        if draw(st.integers(1, 10)) > known:
            continue
        sent[fact.name.text] = _elements(draw, fact, known) if fact.fields else _value(draw, fact)
    if careless and sent and draw(st.booleans()):
        sent[draw(st.sampled_from(sorted(sent)))] = draw(hostile_json)
    return sent


def _value(draw: Draw, fact: Declared) -> Any:
    """A value of the fact; null often, where it may be absent."""
    return None if fact.name.absent and draw(st.integers(0, 3)) == 0 else draw(st.sampled_from(fact.values))


def _elements(draw: Draw, fact: Declared, known: int) -> list[Any]:
    count = draw(st.integers(0, min(int(fact.entry["longest"]), 3)))
    return [
        {member.name.text: _value(draw, member)
         for member in fact.fields if draw(st.integers(1, 10)) <= known}
        for _ in range(count)
    ]  # fmt: skip


def nested(sent: Sent) -> dict[str, Any]:
    """The facts as the nested objects of a request."""
    data: dict[str, Any] = {}
    for name, value in sent.items():
        *groups, last = name.split(".")
        place = data
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value
    return data


def completions(declared: Sequence[Declared], sent: Sent) -> list[Sent]:
    """Every way to say the facts that are unknown, where each has the values listed only."""
    ways: list[list[tuple[str, Any]]] = []
    for fact in declared:
        name = fact.name.text
        if name not in sent and fact.defaulted:
            continue
        if fact.fields:
            ways.append([(name, value) for value in _every_list(fact, sent.get(name))])
        else:
            ways.append([(name, value) for value in ([sent[name]] if name in sent else fact.values)])
    return [dict(chosen) for chosen in product(*ways)]


def _every_list(fact: Declared, given: list[Any] | None) -> list[Any]:
    """The lists that a given one, with fields missing, or an unknown one can turn out to be."""
    most = int(fact.entry["longest"])
    shapes = [given] if given is not None else [[{}] * count for count in range(most + 1)]
    return [list(elements) for shape in shapes for elements in product(*(_every_element(fact, e) for e in shape))]


def _every_element(fact: Declared, given: Mapping[str, Any]) -> list[Any]:
    ways = [
        [(member.name.text, value)
         for value in ([given[member.name.text]] if member.name.text in given else member.values)]
        for member in fact.fields
        if member.name.text in given or not member.defaulted
    ]  # fmt: skip
    return [dict(chosen) for chosen in product(*ways)]
