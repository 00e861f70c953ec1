"""Facts in slots: one class a business, one slot a fact. A fact that is unknown leaves its slot empty.

Reading an empty slot raises AttributeError, which costs nothing where all facts are known: the
generated function stops there and leaves the decision to the oracle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from policykit.model import Facts


def slot(name: str) -> str:
    """The slot of a fact. No part of a fact's name begins or ends with an underscore, so no two share one."""
    return name.replace(".", "__")


def slotted(names: Iterable[str]) -> Callable[[Facts], object]:
    """A function that puts facts into a fresh object with one slot for each name."""
    slots = {name: slot(name) for name in names}
    kind = type("SlottedFacts", (), {"__slots__": tuple(slots.values())})

    def fill(facts: Facts) -> object:
        filled = kind()
        for name, value in facts.items():
            setattr(filled, slots[name], value)
        return filled

    return fill
