"""The quick yes or no about a file's structure: the same that Cerberus finds, for right files and for spoilt ones."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from policykit.kinds import KINDS
from policykit.kinds.files import BusinessFile, CasesFile, FactsFile, PhrasesFile
from policykit.kinds.law import PackFile
from policykit.source.fits import fits
from policykit.source.read import read
from policykit.source.shape import faults

POLICIES = Path(__file__).parents[3] / "policies"
ONE_OF_EACH = {
    "fruit-shop/business.yaml": BusinessFile,
    "fruit-shop/facts.yaml": FactsFile,
    "fruit-shop/phrases.yaml": PhrasesFile,
    "fruit-shop/cases/contact.yaml": CasesFile,
    "law/eu.yaml": PackFile,
    "fruit-shop/returns.yaml": KINDS["returns"].shape,
    "fruit-shop/contact.yaml": KINDS["decision"].shape,
    "internet-service/service-credit.yaml": KINDS["decision"].shape,
    "restaurant/guest-conduct.yaml": KINDS["conduct"].shape,
    "paint-supplier/errands.yaml": KINDS["errands"].shape,
    "paint-supplier/tiers.yaml": KINDS["tiers"].shape,
    "wardrobe-factory/reorder.yaml": KINDS["commitments"].shape,
    "food-delivery/complaint.yaml": KINDS["complaints"].shape,
}
STRANGE: tuple[Any, ...] = ("", "x\n", "no such word", "y" * 3000, [], {}, ["a", ["b"]], {"a": "b"}, {"a b": {"c": []}})
SPOILT = 40


@pytest.fixture(params=ONE_OF_EACH)
def file(request) -> tuple[Any, Any]:
    document, _ = read(request.param, (POLICIES / request.param).read_bytes())
    assert document is not None
    return document.data, ONE_OF_EACH[request.param]


def test_a_file_that_is_right_fits_and_has_no_faults(file):
    data, shape = file
    assert (True, []) == (fits(shape)(data), list(faults(data, shape)))


def test_what_is_put_out_of_shape_anywhere_fits_just_where_no_fault_is_found(file):
    data, shape = file
    seen = set()
    for spoilt in variants(data, Random(1)):
        expected = not list(faults(spoilt, shape))
        seen.add(expected)
        assert expected == fits(shape)(spoilt), spoilt
    assert False in seen


def variants(data: Any, random: Random) -> Iterator[Any]:
    """The data with one thing replaced, dropped or added, in places all over it."""
    paths = list(places(data))
    for path in random.sample(paths, min(SPOILT, len(paths))):
        copied = deepcopy(data)
        *above, last = path
        container = copied
        for step in above:
            container = container[step]
        match random.randrange(4):
            case 0:
                del container[last]
            case 1 if isinstance(container, dict):
                container[random.choice(("more", "a b", "amount\n"))] = container[last]
            case _:
                container[last] = random.choice(STRANGE)
        yield copied


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        yield from places(value, (*path, key))
