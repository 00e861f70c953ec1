"""What several tests of the wire look at."""

from __future__ import annotations

import pytest

from policykit import pipeline
from policykit.decision import Decision
from policykit.model import Business
from policykit.pipeline import Bundle


@pytest.fixture
def second_look(bundle: Bundle, fruit_shop: Business) -> Decision:
    """A decision by an internal rule, which reads a private fact."""
    case = next(case for case in fruit_shop.cases if case.id == "a-second-colleague-looks")
    parts = frozenset({"reasons", "would_change"})
    return pipeline.decide(bundle.businesses["fruit-shop"], case.policy, case.facts, case.as_of, parts)
