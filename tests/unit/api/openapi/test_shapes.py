from __future__ import annotations

from typing import Literal

import pytest

from policykit_api.openapi.shapes import Shapes, reachable, reference
from policykit_api.wire.shape import BY_POLICY, Audience, OutcomeName, Wire


class Inner(Wire):
    """Holds an outcome."""

    outcome: OutcomeName | None


class Other(Wire):
    """Is the same for every policy."""

    state: Literal["open", "closed"]
    read_by: Audience
    always: Literal[True]


class Outer(Wire):
    """Holds the two."""

    inner: list[Inner]
    other: Other


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return Shapes.of([Outer])


def test_what_a_policy_says_for_itself_is_found_through_references(shapes: Shapes):
    assert {"Outer", "Inner"} == shapes.by_policy


def test_lists_of_words_are_kept_once_under_a_name(shapes: Shapes):
    assert {"type": "string", "enum": ["closed", "open"]} == shapes.schemas["OtherState"]
    assert reference("Audience") == shapes.schemas["Other"]["properties"]["read_by"]
    assert {"type": "boolean", "const": True} == shapes.schemas["Other"]["properties"]["always"]


def test_the_exact_shape_holds_exact_shapes_and_shares_the_others(shapes: Shapes):
    made = shapes.exact("Outer", "Shop", lambda _: {"enum": ["yes"]})
    assert {"ShopOuter", "ShopInner"} == set(made)
    assert reference("ShopInner") == made["ShopOuter"]["properties"]["inner"]["items"]
    assert reference("Other") == made["ShopOuter"]["properties"]["other"]
    assert {"anyOf": [{"enum": ["yes"]}, {"type": "null"}]} == made["ShopInner"]["properties"]["outcome"]


def test_a_part_that_is_not_said_stays_as_every_policy_has_it(shapes: Shapes):
    made = shapes.exact("Inner", "Shop", lambda _: None)
    assert {"anyOf": [{"type": "string"}, {"type": "null"}]} == made["ShopInner"]["properties"]["outcome"]


def test_our_own_marks_are_not_published(shapes: Shapes):
    assert BY_POLICY not in str(shapes.generic())
    assert BY_POLICY in str(shapes.schemas)


def test_what_nothing_refers_to_is_left_out(shapes: Shapes):
    assert {"Other", "OtherState", "Audience"} == set(reachable(shapes.schemas, reference("Other")))
