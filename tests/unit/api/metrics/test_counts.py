from __future__ import annotations

from policykit_api.metrics.counts import BOUNDS, Counts, decisions_of, times_of, together

REFUND = ("shop", "returns", "decided", "refund")
REFUSE = ("shop", "returns", "decided", "refuse")


def test_a_time_falls_into_the_bucket_whose_bound_it_does_not_pass():
    counts = Counts()
    for seconds in (0.0, BOUNDS[0], BOUNDS[0] * 1.01, 1000.0):
        counts.answered(REFUND, seconds)
    *buckets, total = counts.seconds[REFUND]
    assert ([2, 1], 1) == (buckets[:2], buckets[-1])
    assert 4 == sum(buckets)
    assert abs(total - (1000 + 2.01 * BOUNDS[0])) < 1e-9


def test_the_counts_of_several_processes_are_added_up():
    one, other = Counts(loaded_at=20.0, under_way=1), Counts(loaded_at=10.0, under_way=2)
    for counts in (one, one, other):
        counts.request("/v1", "GET", 200)
        counts.answered(REFUND, 0.5)
        counts.event("reload", "taken")
    other.request("/v1", "GET", 404)
    total = together((one, other))
    assert {("/v1", "GET", 200): 3, ("/v1", "GET", 404): 1} == total.requests
    assert 3 == sum(total.seconds[REFUND][:-1])
    assert ({("reload", "taken"): 3}, 3, 10.0) == (total.events, total.under_way, total.loaded_at)
    assert {("/v1", "GET", 200): 2} == one.requests, "what is added up is left as it was"


def test_a_process_that_has_loaded_nothing_yet_makes_nothing_old():
    assert 10.0 == together((Counts(loaded_at=10.0), Counts())).loaded_at


def test_decisions_are_those_of_single_questions_and_of_batches():
    counts = Counts()
    counts.answered(REFUND, 0.1)
    counts.answered(REFUSE, 0.1)
    counts.decided(REFUND)
    assert {REFUND: 2, REFUSE: 1} == decisions_of(counts)
    assert 2 == sum(times_of(counts)["shop", "returns"][:-1])
