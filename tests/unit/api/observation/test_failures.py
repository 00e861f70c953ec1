from __future__ import annotations

from policykit_api.observation.failures import told


def test_a_failure_is_told_by_its_kind_and_its_places_the_innermost_first():
    def inner() -> None:
        raise ValueError("secret")

    try:
        inner()
    except ValueError as failure:
        kind, _, places = told(failure).partition(" at ")
    first, second = places.split(" < ")
    assert "ValueError" == kind
    assert first.startswith(__file__)
    assert int(first.rpartition(":")[2]) < int(second.rpartition(":")[2])
    assert "secret" not in places


def test_one_that_was_never_raised_has_no_place():
    assert "KeyError" == told(KeyError("secret"))
