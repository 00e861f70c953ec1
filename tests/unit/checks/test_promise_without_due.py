"""`promise-without-due`: whoever is promised something is told by when."""

from __future__ import annotations

import pytest

from policykit.checks.promise_without_due import check
from tests.unit.checks.courtesy import courteous

DUE = ", due: 2 days after made_at"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("outcome: pay, amount: price", "`asked` promises `amount`, and nothing says by when"),
        ("outcome: look", "`asked` leaves the matter open (`look`), and nothing says by when"),
    ],
)
def test_money_and_an_open_matter(answer, told, tmp_path):
    (finding,) = check(courteous(tmp_path, answer))
    assert ("promise-without-due", "warning", told) == (finding.code, finding.severity, finding.message)


@pytest.mark.parametrize(
    "answer", [f"outcome: pay, amount: price{DUE}", f"outcome: look{DUE}", "outcome: done", "outcome: refuse"]
)
def test_with_a_day_or_without_a_promise(answer, tmp_path):
    assert [] == list(check(courteous(tmp_path, answer)))


def test_when_we_ask_how_it_went_is_no_day_by_which_it_is_done(tmp_path):
    assert 1 == len(list(check(courteous(tmp_path, "outcome: look, follow_up: 2 days after made_at"))))
