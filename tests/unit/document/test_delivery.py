"""Where goods are sent, as the page says it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policykit.backends.prose.reading import reading
from policykit.backends.prose.rules import Line
from policykit.document.delivery import delivery_lines
from policykit.document.words import words_for
from policykit.model import Delivery, FactRef
from tests.unit.backends.prose.orchard import CLAIM, ORCHARD

SENT = replace(CLAIM, delivery=Delivery(FactRef("order.delivered_at"), ("TW", "JP"), "TW"))


def told(policy, locale: str) -> list[Line]:
    return list(delivery_lines(policy, reading(ORCHARD, policy, locale), words_for(locale)))


@pytest.mark.parametrize(
    ("locale", "lines"),
    [
        ("en", [Line("Holds for deliveries to", "Japan and Taiwan"), Line("Returns go to", "Taiwan")]),
        ("zh-Hant", [Line("適用的送貨地區", "台灣和日本"), Line("退貨寄回", "台灣")]),
    ],
)
def test_countries_bear_the_readers_names(locale: str, lines: list[Line]):
    assert lines == told(SENT, locale)


def test_nothing_is_said_that_the_policy_does_not_say():
    assert [] == told(CLAIM, "en")
    assert SENT.delivery is not None
    assert 1 == len(told(replace(SENT, delivery=replace(SENT.delivery, back_to=None)), "en"))
