"""Facts in slots."""

from __future__ import annotations

import pytest

from policykit.backends.python.slots import slot, slotted


def test_each_fact_has_its_slot():
    facts = slotted(("order.placed_at", "item.kind"))({"item.kind": "fresh"})
    assert "item__kind" == slot("item.kind")
    assert "fresh" == facts.item__kind


def test_reading_an_unknown_fact_stops():
    facts = slotted(("item.kind",))({})
    with pytest.raises(AttributeError):
        _ = facts.item__kind


def test_facts_that_were_not_declared_have_no_slot():
    with pytest.raises(KeyError):
        slotted(("item.kind",))({"item.price": 5})
