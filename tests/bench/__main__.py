"""The benchmark: `tests/run --bench`. Reports medians and ratios, and asserts nothing: machines differ.

Names of parts run these alone: `tests/run --bench over_http`.
"""

from __future__ import annotations

import sys

from tests.bench import decisions, explanations, over_http, scale, startup, tables, terms

PARTS = {
    "startup": startup,
    "decisions": decisions,
    "explanations": explanations,
    "terms": terms,
    "tables": tables,
    "over_http": over_http,
    "scale": scale,
}

chosen = sys.argv[1:] or PARTS
if strangers := set(chosen) - set(PARTS):
    sys.exit(f"no part {', '.join(sorted(strangers))}: the parts are {', '.join(PARTS)}")
for name in chosen:
    print(f"== {name}", flush=True)
    for line in PARTS[name].report():
        print(line, flush=True)
