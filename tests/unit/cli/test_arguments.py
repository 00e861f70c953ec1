from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from policykit.cli.arguments import instant, split
from policykit.cli.group import WrongUsage


def test_one_word_is_a_policy_unless_it_is_a_folder(shops: Path):
    assert (None, "tea-shop/claim") == split(("tea-shop/claim",))
    assert (shops, None) == split((str(shops),))
    assert (Path("shops"), "tea-shop/claim") == split(("shops", "tea-shop/claim"))
    assert (None, None) == split(())


def test_three_words_are_too_many():
    with pytest.raises(WrongUsage, match="expected a path and a policy, found 3 words"):
        split(("a", "b", "c"))


def test_an_instant_needs_its_offset():
    assert datetime.fromisoformat("2026-03-01T08:00:00+08:00") == instant("2026-03-01T08:00:00+08:00", "--as-of")
    assert instant(None, "--as-of") is None
    with pytest.raises(WrongUsage, match="--as-of: `2026-03-01` is not a date and time with its offset"):
        instant("2026-03-01", "--as-of")
