"""`restriction-touches`: what no restriction reaches."""

from __future__ import annotations

import pytest

from policykit.checks.restriction_touches import check
from tests.unit.checks.courtesy import courteous


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("scope: [orders, refunds]", ["`asked` covers `refunds`, and no restriction touches that (`refund`)"]),
        ("scope: [orders], unaffected: [orders]", ["`asked` covers `orders`, which it says it never touches"]),
        ("scope: [orders], unaffected: [refunds]", []),
        ("unaffected: [refunds]", []),
    ],
)
def test_scope(answer, told, tmp_path):
    found = check(courteous(tmp_path, f"outcome: limit, {answer}"))
    assert told == [one.message for one in found]
