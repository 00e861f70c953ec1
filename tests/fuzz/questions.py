"""Well-meant questions to the base business, from which inputs start."""

from __future__ import annotations

import json
from functools import cache
from random import Random

from policykit import pipeline
from policykit.model import Business
from tests.conformance.suite import BASE
from tests.fuzz.the_whole_way import LATE, sent
from tests.strategies import nested


@cache
def base() -> Business:
    loaded = pipeline.load(BASE)
    assert loaded.bundle is not None
    return loaded.bundle.businesses[BASE.name].business


@cache
def questions() -> tuple[bytes, ...]:
    bodies = (
        {
            "facts": nested(sent(base(), Random(seed))),
            "as_of": LATE.isoformat(),
            "include": ["explanation", "reasons", "would_change"][: seed % 4],
            "audience": ("customer", "agent", "auditor")[seed % 3],
            "locale": "en",
        }
        for seed in range(40)
    )
    return tuple(json.dumps(body).encode() for body in bodies)
