"""Levels of service in the words of schema.org."""

from __future__ import annotations

from policykit import pipeline
from policykit.backends.structured_data.program import member_program

LOADED = pipeline.load(pipeline.example_root() / "paint-supplier")
assert LOADED.bundle is not None
PAINT = LOADED.bundle.businesses["paint-supplier"].business
(LEVELS,) = PAINT.policies["tiers"]


def test_each_level_is_told_once_with_how_it_is_reached_and_what_it_gets():
    program = member_program(PAINT, LEVELS, "en")
    assert program is not None
    close, steady, new = program.has_tiers
    assert ("#close", "Close cooperation") == (close.at_id, close.name)
    assert "Days to pay: 30; Working hours until you have an answer: 4; Colour matching: free of charge" == (
        steady.description
    )
    assert "This applies if your total is at least 5." == steady.has_tier_requirement
    assert ("#otherwise", None) == (new.at_id, new.has_tier_requirement)


def test_no_other_kind_is_a_program_of_levels():
    assert member_program(PAINT, PAINT.policies["errands"][-1], "en") is None
