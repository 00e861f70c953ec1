"""How fast one decision is in process, beside the oracle: the same case decided by both in turn.

And how fast the bare answer is made, from bytes to bytes, by the lane and by the way of all other requests.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit import pipeline
from policykit.deciding.decide import decide
from policykit.model import Case
from policykit_api.answering import lane
from policykit_api.answering.single import decision_on, minimal_to
from policykit_api.wire import body
from policykit_api.wire.request import question
from policykit_api.wire.shape import encode
from tests.bench import questions, timing

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


def compare_ways(ready: pipeline.Ready) -> Iterator[str]:
    """A line for the returns of the fruit shop, asked about in many ways in turn."""
    found = lane.lane_of(ready, "returns")
    assert found is not None, "the returns have a lane"
    bodies = [encode(questions.for_us(one)) for one in questions.questions()]
    by_lane, long_way = timing.side_by_side(
        lambda: [found.answer(sent) for sent in bodies],
        lambda: [bare(ready, sent) for sent in bodies],
        RUNS // 10,
    )
    each = [seconds / len(bodies) * 1e6 for seconds in (by_lane, long_way)]
    told = f"{each[0]:9.1f} us   the long way {each[1]:6.1f} us   ratio {each[1] / each[0]:6.1f}"
    yield f"{'the bare answer, by the lane':<40} {told}"


def bare(ready: pipeline.Ready, sent: bytes) -> bytes:
    """The bare answer by the way of all other requests."""
    asked = question(body.decode(sent))
    return encode(minimal_to(asked.audience, decision_on(asked, ready, "returns"), ready))


def report() -> Iterator[str]:
    """A line for each policy of the bundled businesses, and one for the lane."""
    bundle = pipeline.load(pipeline.example_root()).bundle
    if bundle is None:
        yield "the bundled businesses have errors: see `policykit check`"
        return
    for ready in bundle.businesses.values():
        yield from (compare(ready, case) for case in first_cases(ready))
    yield from compare_ways(bundle.businesses["fruit-shop"])
