"""`unused-name`: a named number or formula that nothing uses."""

from __future__ import annotations

import pytest

from policykit.checks.unused_name import check
from tests.unit.checks.shop import policy, shop

USES = {
    "a rule's test": "numbers: {few: 3}\nrules:\n  - {id: r, when: {count: at most few}, then: {outcome: yield}}",
    "a value": "numbers: {few: 3 TWD}\nrules:\n  - {id: r, when: {flag: yes}, then: {outcome: pay, amount: few}}",
    "a deadline": (
        "numbers: {few: 3 days}\nrules:\n  - {id: r, when: {flag: yes}, then: {outcome: yield, due: few after made_at}}"
    ),
    "a formula that is used": (
        "let: {few: count, many: few * 3}\nrules:\n  - {id: r, when: {many: 3}, then: {outcome: yield}}"
    ),
}


@pytest.mark.parametrize("body", USES.values(), ids=USES.keys())
def test_what_is_used(body, tmp_path):
    assert [] == list(check(shop({"main.yaml": policy(body)}, tmp_path)))


@pytest.mark.parametrize("name", ["numbers: {few: 3}", "let: {few: count}"], ids=["number", "formula"])
def test_what_nothing_uses_is_a_warning(name, tmp_path):
    (finding,) = check(shop({"main.yaml": policy(f"{name}\nrules: []")}, tmp_path))
    assert ("unused-name", "nothing uses `few`", "warning") == (finding.code, finding.message, finding.severity)
    assert "shop/main.yaml" == finding.span.file


def test_a_number_is_pointed_at_where_it_is_named(tmp_path):
    (finding,) = check(shop({"main.yaml": policy("numbers: {few: 3}\nrules: []")}, tmp_path))
    assert 16 == finding.span.column
