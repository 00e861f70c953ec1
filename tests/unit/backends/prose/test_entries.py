"""What is known of one entry of a list."""

from __future__ import annotations

from policykit.backends.prose.entries import known
from policykit.model import ABSENT
from tests.unit.backends.prose.orchard import AS_OF, CALLS, ORCHARD

AT, ANSWERED = CALLS.fields.values()


def told(entry: dict[str, object]) -> list[object]:
    return list(known(entry, CALLS.fields.items(), "en", ORCHARD))


def test_each_field_stands_with_its_value_in_the_order_of_the_type():
    assert [(AT, "3 March 2026, 12:00"), (ANSWERED, "no")] == told({"answered": False, "at": AS_OF})


def test_a_flag_that_is_set_needs_no_words_beside_its_meaning():
    assert [(ANSWERED, "")] == told({"answered": True})


def test_what_nothing_is_known_of_is_left_out():
    assert [] == told({"at": ABSENT})
