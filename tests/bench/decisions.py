"""How fast one decision is in process, beside the oracle: the same case decided by both in turn."""

from __future__ import annotations

from collections.abc import Iterator

from policykit import pipeline
from policykit.deciding.decide import decide
from policykit.model import Case
from tests.bench import timing

RUNS = 501


def first_cases(ready: pipeline.Ready) -> Iterator[Case]:
    """The first case of each policy of a business."""
    seen = set[str]()
    for case in ready.business.cases:
        if case.policy not in seen:
            seen.add(case.policy)
            yield case


def compare(ready: pipeline.Ready, case: Case) -> str:
    """A line a case: microseconds of both, and how many decisions the compiled policy makes to the oracle's one."""
    compiled, oracle = timing.side_by_side(
        lambda: pipeline.decide(ready, case.policy, case.facts, case.as_of),
        lambda: decide(ready.business, case.policy, case.facts, case.as_of),
        RUNS,
    )
    name = f"{ready.business.id}/{case.policy}"
    return f"{name:<40} {compiled * 1e6:9.1f} us   oracle {oracle * 1e6:9.1f} us   ratio {oracle / compiled:6.1f}"


def report() -> Iterator[str]:
    """A line for each policy of the bundled businesses."""
    bundle = pipeline.load(pipeline.example_root()).bundle
    if bundle is None:
        yield "the bundled businesses have errors: see `policykit check`"
        return
    for ready in bundle.businesses.values():
        yield from (compare(ready, case) for case in first_cases(ready))
