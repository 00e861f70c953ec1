"""`refusal-without-alternative`: a no that leaves somebody standing."""

from __future__ import annotations

import pytest

from policykit.checks.refusal_without_alternative import check
from tests.unit.checks.courtesy import courteous


def test_a_bare_no_is_named_with_its_rule(tmp_path):
    (finding,) = check(courteous(tmp_path, "outcome: refuse"))
    assert ("warning", "`refuse` is a no, and `asked` offers nothing instead") == (finding.severity, finding.message)


@pytest.mark.parametrize(
    "answer",
    [
        "outcome: refuse, alternatives: [call]",
        "outcome: refuse, none_exists: yes",
        "outcome: refuse, scope: [orders]",
        "outcome: done",
        "outcome: look",
    ],
)
def test_something_else_or_a_plain_word(answer, tmp_path):
    assert [] == list(check(courteous(tmp_path, answer)))


def test_the_last_outcome_is_no_refusal_where_its_author_says_so(tmp_path):
    assert [] == list(check(courteous(tmp_path, "outcome: refuse", more=", refuses: no")))


def test_the_last_outcome_is_no_refusal_where_it_settles_nothing(tmp_path):
    assert [] == list(check(courteous(tmp_path, "outcome: refuse", more=", final: no")))
