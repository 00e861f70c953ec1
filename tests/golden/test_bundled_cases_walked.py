"""The form about a case, walked with the public cases of the bundled businesses, each in a language of its business."""

from __future__ import annotations

from functools import cache
from itertools import cycle

import pytest

from policykit import pipeline
from policykit.backends.prose.reading import reading
from policykit.deciding.decide import decide
from policykit.document.examples import label, possible
from policykit.document.your_case.answers import WHOLE
from policykit.document.your_case.askable import askable
from policykit.document.your_case.fields import SKIPPED
from policykit.document.your_case.form import CaseView, your_case
from policykit.explain import Audience, explain
from policykit.model import Case
from policykit.pipeline import Ready
from tests.filling import walked, written

LOADED = pipeline.load(pipeline.example_root())
assert LOADED.bundle is not None, LOADED.diagnostics
CASES = [
    pytest.param(ready, case, locale, id=f"{name}-{case.policy}-{case.id}-{locale}")
    for name, ready in LOADED.bundle.businesses.items()
    for case, locale in zip(
        (case for case in ready.business.cases if case.public), cycle(ready.business.locales), strict=False
    )
]
"""Each in one language, the languages in turn."""


@cache
def at_the_end(business: str, policy: str, case_id: str, locale: str) -> CaseView:
    """The page at which the questions end."""
    assert LOADED.bundle
    ready = LOADED.bundle.businesses[business]
    case = next(one for one in ready.business.cases if (one.policy, one.id) == (policy, case_id))
    return walked(ready, case, locale)[0]


@pytest.mark.parametrize(("ready", "case", "locale"), CASES)
def test_question_by_question_the_form_comes_to_what_the_engine_decides(ready: Ready, case: Case, locale: str):
    """And so does the form that is filled in all at once; the explanation is that of the API."""
    business = ready.business
    policies = business.policies[case.policy]
    may_be_asked = askable(business, *policies)
    may_tell = {name: value for name, value in case.facts.items() if name in may_be_asked}
    decision = decide(business, case.policy, may_tell, case.as_of, WHOLE, by=ready.govern)
    version = next(one for one in policies if one.version == decision.version)
    view = at_the_end(ready.business.id, case.policy, case.id, locale)
    fields = written(business, case.policy, case.facts, locale)
    not_known = {f"{name}{SKIPPED}": "yes" for name in may_be_asked if name not in may_tell}
    at_once = your_case(business, case.policy, locale, fields | not_known, case.as_of, ready.govern)
    assert view.result
    assert at_once.result
    reader = reading(business, version, locale)
    if decision.answer is None:
        assert (None, possible(decision, version, reader)) == (view.result.message, view.result.possible)
        return
    assert label(decision.answer.outcome, version, reader) == view.result.heading == at_once.result.heading
    assert explain(business, version, decision, locale, Audience.CUSTOMER).html == at_once.result.message


def test_every_policy_is_walked_to_a_decision():
    assert LOADED.bundle
    reached = {
        (ready.business.id, case.policy)
        for ready, case, locale in (one.values for one in CASES)
        for view in [at_the_end(ready.business.id, case.policy, case.id, locale)]
        if view.result and view.result.message
    }
    every = {(name, policy) for name, ready in LOADED.bundle.businesses.items() for policy in ready.business.policies}
    assert every == reached
