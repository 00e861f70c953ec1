"""Messages to others than the customer: worded by the rule, for staff to send on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policykit.explain import Also, Audience, explain
from policykit.model import Policy, Wording
from tests.unit.explain.example import CLAIM, REFUSAL, SHOP, both

PACKER = Wording(
    both("A box of yours came late. Photo within {{ photo_limit }}.", "照片要在 {{ photo_limit }} 內\u3002")
)
BUSINESS = replace(SHOP, people={"packer": both("the packer", "包裝的同事")})


def addressed() -> Policy:
    rule = CLAIM.rule("no-photo-in-time")
    other = replace(rule, answer=replace(rule.answer, also={"packer": PACKER}))
    return replace(CLAIM, rules=tuple(other if known is rule else known for known in CLAIM.rules))


def also(audience: Audience, locale: str = "en") -> tuple[Also, ...]:
    return explain(BUSINESS, addressed(), REFUSAL, locale, audience).also


@pytest.mark.parametrize("audience", [Audience.AGENT, Audience.AUDITOR])
def test_staff_have_a_message_to_send_on(audience: Audience):
    (message,) = also(audience)
    assert ("packer", "the packer") == (message.to, message.name)
    assert message.text == (
        "Hello,\n\nA box of yours came late. Photo within 24 hours.\n\nKind regards, Halfway Hill Fruit\n"
    )
    assert message.html.startswith('<div class="explanation" lang="en" dir="ltr">')
    assert '<p class="explanation-answer">A box of yours came late. Photo within 24 hours.</p>' in message.html


def test_it_is_told_in_the_readers_language():
    (message,) = also(Audience.AGENT, "zh-Hant")
    assert ("包裝的同事", ("照片要在 24 小時內\u3002",)) == (message.name, message.paragraphs)


def test_customers_do_not_get_it():
    told = explain(BUSINESS, addressed(), REFUSAL, "en", Audience.CUSTOMER)
    assert ((), False) == (told.also, "A box of yours" in told.text)


def test_it_stands_beside_the_guidance():
    told = explain(BUSINESS, addressed(), REFUSAL, "en", Audience.AGENT)
    lines = "What the packer reads\n• A box of yours came late. Photo within 24 hours.\n"
    assert lines in told.text
    assert "<h3>What the packer reads</h3>" in told.html


def test_somebody_without_a_name_goes_by_their_word():
    (message,) = explain(SHOP, addressed(), REFUSAL, "en", Audience.AGENT).also
    assert "packer" == message.name


def test_most_answers_address_nobody_else():
    assert () == explain(BUSINESS, CLAIM, REFUSAL, "en", Audience.AGENT).also
