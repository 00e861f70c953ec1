"""What a customer did before never touches what law gives.

    governed_by_law(facts)  implies  answer(facts) == answer(facts with any other history)

over the online store's cases and generated histories of orders and returns. That a floor cannot read what a ladder
of conduct counts is the check `floor-reads-conduct`, which the conformance suite shows.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from policykit import pipeline
from policykit.decision import MERCHANT

STORE = pipeline.load(pipeline.example_root() / "online-store").bundle.businesses["online-store"]
NEWEST = datetime.fromisoformat("2026-03-01T10:00:00+01:00")
GOVERNED = [case for case in STORE.business.cases if case.expected.governed_by not in (None, MERCHANT)]

days = st.integers(0, 800).map(lambda ago: NEWEST - timedelta(days=ago))
returns = st.fixed_dictionaries(
    {"asked_at": days, "fault": st.sampled_from(("nobody", "customer", "us")), "statutory": st.booleans()}
)
histories = st.fixed_dictionaries(
    {
        "customer.returns": st.lists(returns, max_size=30).map(tuple),
        "customer.orders": st.lists(st.fixed_dictionaries({"placed_at": days}), max_size=30).map(tuple),
    }
)


@given(case=st.sampled_from(GOVERNED), history=histories)
def test_history_never_changes_an_answer_that_law_gives(case, history):
    before = pipeline.decide(STORE, "returns", case.facts, case.as_of)
    after = pipeline.decide(STORE, "returns", {**case.facts, **history}, case.as_of)
    assert (before.governed_by, before.answer) == (after.governed_by, after.answer)


def test_there_are_cases_to_try():
    assert len(GOVERNED) > 15
