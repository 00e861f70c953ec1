"""Whether the oracle and another implementation say the same about a business's questions."""

from __future__ import annotations

import os
from pathlib import Path

from policykit import pipeline
from policykit.model import Business
from policykit.semantics import Govern
from tests.implementations import COMPILED, ORACLE, PARTS, Result, answer_json, told
from tests.strategies import ID, MAIN, Questions, Written, nested

SETS = 8
"""Sets of facts a business is asked about: reading it costs more than asking."""
SHALLOW, DEEP = 2_000 // SETS, 50_000 // SETS
"""Businesses that are generated: 2,000 examples are compared, and 50,000 in a deep run."""
EXAMPLES = DEEP if os.environ.get("TESTS_DEEP") == "1" else SHALLOW


def built(written: Written, root: Path) -> Business:
    """The business as the real reader builds it, which finds nothing wrong with it."""
    loaded = pipeline.load(written.save(root))
    assert loaded.bundle is not None, loaded.diagnostics
    return loaded.bundle.businesses[ID].business


def results(business: Business, questions: Questions, by: Govern) -> list[Result]:
    return [answer_json(business, MAIN, nested(sent), questions.as_of, by, PARTS) for sent in questions.sent]


def agree(business: Business, questions: Questions) -> bool:
    """Whether both implementations say the same of every set of facts, reasons and hints included."""
    oracle, compiled = (results(business, questions, one.engine(business)) for one in (ORACLE, COMPILED))
    return [told(result) for result in oracle] == [told(result) for result in compiled]
