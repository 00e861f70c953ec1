"""Decision tables of three sizes, in a spreadsheet: how long they take to load, and to decide."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from shutil import copytree

from policykit import pipeline
from policykit.model import Facts
from tests.bench import timing
from tests.conformance.suite import BASE

SIZES = (12, 1_000, 10_000)
RUNS = 501
AS_OF = datetime.fromisoformat("2026-06-01T12:00:00+08:00")
POLICY = """\
policy: fee
kind: decision
question: {en: "What does delivery cost?"}
effective: {from: 2026-01-01}
outcomes:
  - deliver:
      label: {en: "we deliver"}
      values: {fee: {type: money, better: lower, label: {en: "delivery fee"}}}
  - refuse: {label: {en: "we do not deliver"}}
table: {hit_policy: HIT, file: tables/fees.csv}
otherwise: {outcome: refuse}
"""
HEADING = "item.price (TWD),order.count,order.method,then outcome,then fee (TWD)\n"


def report() -> Iterator[str]:
    """A line for each size and hit policy."""
    for hit_policy in ("first", "unique", "collect, aggregate: sum"):
        for rows in SIZES:
            yield measured(hit_policy, rows)


def measured(hit_policy: str, rows: int) -> str:
    with tempfile.TemporaryDirectory() as place:
        folder = written(Path(place), hit_policy, rows)
        seconds = timing.of_call(lambda: pipeline.load(folder), 3)
        bundle = pipeline.load(folder).bundle
    assert bundle is not None
    ready = bundle.businesses[BASE.name]
    facts: Facts = {"item.price": Decimal(rows * 2 + 1), "order.count": Decimal(9), "order.method": "cash"}
    known, missing = (
        timing.of_call(lambda given=given: pipeline.decide(ready, "fee", given, AS_OF), RUNS)
        for given in (facts, {"order.method": "cash"})
    )
    decided = f"decides in {known * 1e6:7.1f} us, asks in {missing * 1e6:7.1f} us"
    return f"{rows:>6} rows, {hit_policy:<24} load {seconds:6.2f} s   {decided}"


def written(place: Path, hit_policy: str, rows: int) -> Path:
    """The corner shop with a table: bands of prices, each told by number of pieces and way of payment."""
    folder = Path(copytree(BASE, place / BASE.name))
    (folder / "tables").mkdir()
    lines = [
        f"at least {row // 4 * 16} and less than {row // 4 * 16 + 16},{pieces},{method},deliver,{row % 997 + 30}\n"
        for row in range(rows)
        for pieces, method in [(("1 to 7", "8 to 100")[row % 2], ("card", "cash")[row // 2 % 2])]
    ]
    (folder / "tables" / "fees.csv").write_text(HEADING + "".join(lines), encoding="utf-8")
    (folder / "fee.yaml").write_text(POLICY.replace("HIT", hit_policy), encoding="utf-8")
    return folder
