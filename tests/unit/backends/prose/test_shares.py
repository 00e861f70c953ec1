"""Named numbers that are shares: what the rules multiply with, or hold against what one thing is of another."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policykit import pipeline
from policykit.backends.prose.reading import reading
from policykit.backends.prose.shares import named_shares
from policykit.explain import Phrasebook

LOADED = pipeline.load(pipeline.example_root())
assert LOADED.bundle is not None, LOADED.diagnostics
BUSINESSES = {name: ready.business for name, ready in LOADED.bundle.businesses.items()}


@pytest.mark.parametrize(
    ("business", "policy", "names"),
    [
        pytest.param("fruit-shop", "returns", {"fee_cap", "damaged_share"}, id="of-a-price"),
        pytest.param("online-store", "returns", {"fee", "often"}, id="of-all-but-it-and-of-orders"),
        pytest.param("paint-supplier", "errands", set(), id="none"),
    ],
)
def test_the_use_of_a_number_makes_it_a_share(business: str, policy: str, names: set[str]):
    shop = BUSINESSES[business]
    newest = shop.policies[policy][-1]
    assert names == named_shares(newest, reading(shop, newest, "en"))


@pytest.mark.parametrize(
    ("locale", "told"), [("en", "40%"), ("de", "40\N{NO-BREAK SPACE}%"), ("zh-Hant", "40%"), ("zh-Hans", "40%")]
)
def test_wording_tells_a_share_in_percent(locale: str, told: str):
    shop = BUSINESSES["online-store"]
    returns = shop.policies["returns"][-1]
    assert Decimal("0.4") == getattr(returns.numbers["often"], "value", None)
    assert told == Phrasebook(shop, returns, locale).number(returns, "often")
