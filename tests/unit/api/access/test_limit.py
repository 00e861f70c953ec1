from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit_api.access.limit import Allowance, Limit


def taken(limit: Limit, times: list[float]) -> int:
    """How many of the requests at those times are let in."""
    return sum(limit.take(now) == 0.0 for now in times)


def test_a_full_bucket_gives_its_burst_and_no_more():
    assert 5 == taken(Limit(Allowance(10, 5)), [100.0] * 20)


def test_tokens_flow_in_at_the_rate():
    limit = Limit(Allowance(10, 5))
    taken(limit, [100.0] * 5)
    assert [1, 1, 0] == [taken(limit, [now]) for now in (100.1, 100.2, 100.25)]


def test_a_rest_fills_no_more_than_the_bucket():
    limit = Limit(Allowance(10, 5))
    taken(limit, [100.0] * 5)
    assert 5 == taken(limit, [1000.0] * 20)


def test_who_is_refused_learns_when_to_come_again_and_loses_nothing():
    limit = Limit(Allowance(2, 1))
    assert [0.0, 0.5, 0.5] == [limit.take(100.0) for _ in range(3)]
    assert 0.0 == limit.take(100.5)


@given(
    st.integers(1, 1000),
    st.integers(1, 50),
    st.lists(st.floats(0, 10, allow_nan=False), max_size=300).map(sorted),
)
def test_never_more_than_the_burst_and_what_flowed_in(rate: int, burst: int, times: list[float]):
    limit = Limit(Allowance(rate, burst))
    let_in = [now for now in times if limit.take(now) == 0.0]
    for first in range(len(let_in)):
        for last in range(first, len(let_in)):
            assert last - first + 1 <= burst + (let_in[last] - let_in[first]) * rate + 1e-3


@pytest.mark.parametrize(
    ("requests", "told"),
    [(0, b'"key";r=5;t=0'), (1, b'"key";r=4;t=1'), (5, b'"key";r=0;t=3')],
)
def test_what_is_left_is_told(requests: int, told: bytes):
    limit = Limit(Allowance(2, 5))
    taken(limit, [100.0] * requests)
    assert {b"ratelimit-policy": b'"key";q=5;w=3', b"ratelimit": told} == dict(limit.headers(100.0))


def test_a_request_of_many_questions_takes_a_token_for_each():
    limit = Limit(Allowance(10, 5))
    assert (0.0, 0.0, 0) == (limit.take(100.0), limit.take_more(100.0, 4), limit.left(100.0))
    assert limit.take(100.0)


def test_more_questions_than_are_left_take_none_and_learn_when_they_may_come():
    limit = Limit(Allowance(10, 5))
    taken(limit, [100.0] * 3)
    assert pytest.approx(0.2) == limit.take_more(100.0, 4)
    assert (2, 0.0) == (limit.left(100.0), limit.take_more(100.2, 4))


def test_more_questions_than_a_bucket_holds_wait_for_a_full_one_and_owe_the_rest():
    limit = Limit(Allowance(10, 5))
    taken(limit, [100.0] * 2)
    assert pytest.approx(0.1) == limit.take_more(100.0, 50)
    assert 0.0 == limit.take_more(100.1, 50)
    assert (0, 0) == (limit.left(100.1), limit.left(104.0))
    assert 1 == taken(limit, [104.85] * 2)


def test_what_is_paid_behind_waits_until_half_a_bucket_is_left():
    limit = Limit(Allowance(10, 10))
    assert [0.0, 0.5, 1.0] == [pytest.approx(limit.pay(100.0, 5)) for _ in range(3)]
    assert 0 == limit.left(100.0)
    assert 5 == limit.left(101.0)
