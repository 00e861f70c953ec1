"""Which facts the form about a case asks for: what public rules rest on, and nothing that is kept from customers."""

from __future__ import annotations

from policykit.document.your_case.askable import askable
from tests.unit.deciding.shop import policy, shop


def asked(rules: str, more: str = "") -> dict[str, tuple[str, ...]]:
    business = shop(policy(f"rules:\n{rules}", more))
    return askable(business, *business.policies["main"])


def rule(when: str, then: str = "outcome: exchange", more: str = "", *, about: str = "a") -> str:
    return f"  - {{id: {about}, when: {{{when}}}, then: {{{then}}}{more}}}\n"


def test_what_public_rules_test_and_answer_with_is_asked():
    found = asked(rule("item.sealed: yes", "outcome: refund, amount: item.price, due: 2 days after claim.made_at"))
    assert {"claim.made_at", "item.price", "item.sealed"} == set(found)


def test_a_private_fact_is_never_asked_whoever_tests_it():
    assert {} == asked(rule("staff.doubt: yes"))


def test_what_only_an_internal_rule_tests_is_not_asked():
    internal = rule("item.day: after 2026-01-01", more=", internal: yes", about="b")
    assert {"item.sealed"} == set(asked(internal + rule("item.sealed: yes")))


def test_what_the_wording_names_is_asked():
    found = asked(rule("item.sealed: yes", 'outcome: exchange, wording: {en: "{{ item.day }}"}'))
    assert {"item.sealed", "item.day"} == set(found)


def test_what_decides_which_version_applies_is_asked():
    assert {"order.placed_at", "item.sealed"} == set(asked(rule("item.sealed: yes"), "pinned_to: order.placed_at"))


def test_of_a_list_those_fields_are_asked_that_public_rules_look_at():
    assert {"rooms": ("taken",)} == asked(rule("some: room in rooms, where: {room.taken: yes}"))
