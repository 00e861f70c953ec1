"""The benchmark: `tests/run --bench`. Reports medians and ratios, and asserts nothing: machines differ."""

from __future__ import annotations

from tests.bench import decisions, startup, tables

PARTS = (startup, decisions, tables)

for part in PARTS:
    for line in part.report():
        print(line, flush=True)
