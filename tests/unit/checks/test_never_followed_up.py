"""`never-followed-up`: who asks some how it went asks all."""

from __future__ import annotations

import pytest

from policykit.checks.never_followed_up import check
from tests.unit.checks.shop import policy, shop

LATER = ", follow_up: 3 days after made_at"


def closed(place, first: str, second: str) -> list[str]:
    rules = (
        "rules:\n"
        f"  - {{id: a, when: {{flag: yes}}, then: {{{first}}}}}\n"
        f"  - {{id: b, when: {{flag: no}}, then: {{{second}}}}}"
    )
    business = shop({"main.yaml": policy(rules)}, place)
    return [one.message for one in check(business)]


DUE = "outcome: yield, due: 2 days after made_at"


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (f"{DUE}{LATER}", DUE, 1),
        (f"{DUE}{LATER}", f"{DUE}{LATER}", 0),
        (DUE, DUE, 0),
        (f"{DUE}{LATER}", "outcome: yield", 0),
    ],
    ids=["one left out", "all", "nobody is asked", "nothing was promised"],
)
def test_where_others_are_asked(first, second, count, tmp_path):
    told = ["`main` asks others how it went, and never those whose case `b` closes"]
    assert told * count == closed(tmp_path, first, second)
