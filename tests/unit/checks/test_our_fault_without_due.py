"""`our-fault-without-due`: an apology comes with the hour at which it is put right."""

from __future__ import annotations

import pytest

from policykit.checks.our_fault_without_due import check
from tests.unit.checks.courtesy import courteous

LATER = "follow_up: 2 days after made_at"


@pytest.mark.parametrize("answer", ["outcome: done", f"outcome: done, {LATER}", "outcome: refuse"])
def test_an_apology_alone(answer, tmp_path):
    (finding,) = check(courteous(tmp_path, f"{answer}, tone: our_fault"))
    told = "`asked` says that it was our fault, and nothing says by when it is put right"
    assert ("warning", told) == (finding.severity, finding.message)


@pytest.mark.parametrize(
    "answer",
    [
        "outcome: done, tone: our_fault, due: 4 hours after made_at",
        f"outcome: refuse, tone: our_fault, {LATER}",
        "outcome: done",
    ],
    ids=["with its hour", "a late no", "no fault of ours"],
)
def test_put_right_in_time(answer, tmp_path):
    assert [] == list(check(courteous(tmp_path, answer)))
