"""The compiled function says of every policy and all facts what the oracle says.

    decide(policy, facts, by=oracle) == decide(policy, facts, by=compiled)

for facts complete and incomplete, reasons, hints and refusals included.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings

from policykit import pipeline
from policykit.diagnostics import has_errors
from tests.implementations import COMPILED, ORACLE, PARTS, Refused, answer, told
from tests.property.agreement import EXAMPLES, SETS, built, results
from tests.strategies import Questions, nested, questions

generating = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("generated")


def compare(business, asked: Questions) -> None:
    oracle, compiled = (results(business, asked, one.engine(business)) for one in (ORACLE, COMPILED))
    for sent, expected, actual in zip(asked.sent, oracle, compiled, strict=True):
        assert told(expected) == told(actual), f"they differ on {nested(sent)} as of {asked.as_of.isoformat()}"
        event("refused" if isinstance(expected, Refused) else str(expected.status))


@generating
@given(asked=questions(sets=SETS))
def test_on_well_typed_businesses(folder, asked):
    business = built(asked.written, folder)
    compare(business, asked)


@settings(generating, max_examples=EXAMPLES // 4)
@given(asked=questions(sets=SETS, careless=True))
def test_on_businesses_and_facts_with_mistakes(folder, asked):
    """A business with a mistake is refused with a finding; one whose mistake is allowed decides as any other."""
    loaded = pipeline.load(asked.written.save(folder))
    assert has_errors(loaded.diagnostics) == (loaded.bundle is None)
    if loaded.bundle is not None:
        compare(loaded.bundle.businesses["shop"].business, asked)


def test_on_the_bundled_cases():
    bundle = pipeline.load(pipeline.example_root()).bundle
    assert bundle is not None
    for ready in bundle.businesses.values():
        compiled = COMPILED.engine(ready.business)
        for case in ready.business.cases:
            asked = (ready.business, case.policy, case.facts, case.as_of)
            assert told(answer(*asked, parts=PARTS)) == told(answer(*asked, compiled, PARTS)), case.id
