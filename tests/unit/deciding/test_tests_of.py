"""The tests of a rule, and what is known of them before any fact is."""

from __future__ import annotations

from policykit.deciding.tests_of import tests_of as found_in
from tests.unit.deciding.shop import policy, shop

RULES = """\
rules:
  - id: swaps
    when:
      claim.made_at: within 2 working days after order.placed_at
      item.weight: more than 5 kg
      item.kind: fresh
      none:
        - claim.photo_at: absent
    then: {outcome: exchange}
"""


def test_each_test_says_what_can_be_told_of_it():
    business = shop(policy(RULES))
    main = business.policies["main"][0]
    tests = found_in(business, main, main.rules[0])
    told = [(test.name, test.under, test.distance, test.window, test.measure is not None) for test in tests]
    assert [
        ("claim.made_at", None, True, True, True),
        ("item.weight", None, True, False, False),
        ("item.kind", None, False, False, False),
        ("claim.photo_at", "none", False, False, False),
    ] == told
    assert tests[0].reads == ("claim.made_at", "order.placed_at")


def test_they_are_found_once_for_a_business():
    business = shop(policy(RULES))
    main = business.policies["main"][0]
    assert found_in(business, main, main.rules[0]) is found_in(business, main, main.rules[0])
