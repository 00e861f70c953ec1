"""What is kept with a model object: worked out once, and never carried on."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

from policykit.model.kept import Kept
from tests.unit.deciding.shop import policy, shop


def test_what_is_kept_is_worked_out_once():
    kept, times = Kept(), []
    assert [1, 1] == [kept.of("a", lambda: times.append(1) or len(times)) for _ in range(2)]


def test_no_copy_and_no_file_carries_it_on():
    kept = Kept({"a": 1})
    assert [Kept(), Kept(), Kept()] == [copy.copy(kept), copy.deepcopy(kept), pickle.loads(pickle.dumps(kept))]


def test_a_business_that_is_changed_finds_out_anew():
    business = shop(policy())
    business.kept.of("a", lambda: 1)
    assert "a" not in replace(business, name={}).kept
