"""The API over HTTP, with what it ships by default, beside servers that do less and one that decides the same.

Each comparison runs its servers in turn, all on one core, the client on the other. Needs wrk, two cores, and for
Cerbos what npm brings; what is missing is left out, by name.
"""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from statistics import median
from typing import Any

from tests.bench import load, questions, serving
from tests.bench.load import Measured, Target
from tests.bench.peers import cerbos
from tests.bench.questions import Question

DECIDE = "/v1/fruit-shop/policies/returns/decide"
BATCH = "/v1/fruit-shop/policies/returns/decide-batch"
MINIMAL = {"Prefer": "return=minimal"}
EXPLAINED = {"include": ["reasons", "explanation"], "locale": "en"}
LARGEST_BATCH = 1_000
CONNECTIONS, MANY = 16, 64
ROUNDS, SECONDS = 3, 3

Rounds = Mapping[str, list[Measured]]


def report() -> Iterator[str]:
    """A line a contender: answers a second, latency, and how it stands to the API."""
    if not load.available() or (os.cpu_count() or 1) < 2:
        yield "over HTTP: needs wrk, taskset and two cores"
        return
    asked = questions.questions()
    for part in (minimal, explained, batches, engines):
        yield from part(asked)


def minimal(asked: list[Question]) -> Iterator[str]:
    """The bare answer, beside a bare server and Cerbos."""
    bodies = [encoded(questions.for_us(one)) for one in asked]
    with ExitStack() as stack:
        ours = Target(stack.enter_context(serving.ours()) + DECIDE, bodies, MINIMAL)
        targets = {"policykit, minimal": ours}
        targets["bare ASGI"] = Target(stack.enter_context(serving.peer("bare", len(answer(ours)))), bodies, MINIMAL)
        if program := cerbos.binary():
            targets["Cerbos"] = Target(stack.enter_context(cerbos.served(program)), one_each(asked))
            yield agreement(ours, targets["Cerbos"], asked)
        yield from told("one decision, the bare answer", compared(targets))


def explained(asked: list[Question]) -> Iterator[str]:
    """Reasons and the explanation in one locale, beside a Litestar handler that answers a constant."""
    bodies = [encoded(questions.for_us(one) | EXPLAINED) for one in asked]
    with ExitStack() as stack:
        ours = Target(stack.enter_context(serving.ours()) + DECIDE, bodies)
        plain = Target(stack.enter_context(serving.peer("plain", len(answer(ours)))), bodies)
        targets = {"policykit, explained": ours, "Litestar, a constant": plain}
        yield from told("one decision with reasons and explanation", compared(targets))


def batches(asked: list[Question]) -> Iterator[str]:
    """Decisions a second in the largest batches, beside single requests and Cerbos at its largest."""
    repeated = [asked[number % len(asked)] for number in range(LARGEST_BATCH)]
    batch = encoded({"items": [questions.for_us(one) for one in repeated]})
    with ExitStack() as stack:
        base = stack.enter_context(serving.ours())
        targets = {
            "policykit, 1,000 a request": Target(base + BATCH, [batch], MINIMAL),
            "policykit, single": Target(base + DECIDE, [encoded(questions.for_us(one)) for one in asked], MINIMAL),
        }
        sizes = {"policykit, 1,000 a request": LARGEST_BATCH}
        if program := cerbos.binary():
            full = encoded(questions.for_cerbos(asked[: cerbos.LARGEST_BATCH]))
            targets["Cerbos, 50 a request"] = Target(stack.enter_context(cerbos.served(program)), [full])
            sizes["Cerbos, 50 a request"] = cerbos.LARGEST_BATCH
        yield from told("decisions a second in batches", compared(targets, connections=4), sizes)


def engines(asked: list[Question]) -> Iterator[str]:
    """Both servers at few and many connections: the tail beside the middle."""
    bodies = [encoded(questions.for_us(one)) for one in asked]
    with ExitStack() as stack:
        targets = {
            engine: Target(stack.enter_context(serving.ours(engine)) + DECIDE, bodies, MINIMAL)
            for engine in ("uvicorn", "granian")
        }
        yield from told(f"{CONNECTIONS} connections", compared(targets))
        yield from told(f"{MANY} connections", compared(targets, connections=MANY))


# --- measuring ----------------------------------------------------------------------------------


def compared(targets: Mapping[str, Target], connections: int = CONNECTIONS) -> Rounds:
    """Every target once a round, after a round that does not count."""
    for target in targets.values():
        load.measure(target, connections, 1)
    found: dict[str, list[Measured]] = {name: [] for name in targets}
    for _ in range(ROUNDS):
        for name, target in targets.items():
            found[name].append(load.measure(target, connections, SECONDS))
    return found


def told(title: str, rounds: Rounds, sizes: Mapping[str, int] | None = None) -> Iterator[str]:
    """The lines of one comparison; ``first/this`` is the first contender's rate over this one's, round by round."""
    yield f"{title}:"
    weights = sizes or {}
    first, *_ = rounds
    for name, runs in rounds.items():
        weight = weights.get(name, 1)
        rate = median(run.rate for run in runs) * weight
        ratio = median(
            one.rate * weights.get(first, 1) / (run.rate * weight) for one, run in zip(rounds[first], runs, strict=True)
        )
        middle, tail = median(run.median for run in runs), median(run.p99 for run in runs)
        yield (
            f"  {name:<28} {rate:>12,.0f} /s   first/this {ratio:7.2f}   "
            f"median {middle * 1e3:7.2f} ms   p99 {tail * 1e3:7.2f} ms   p99/median {tail / middle:5.1f}"
        )


# --- what is asked ------------------------------------------------------------------------------


def encoded(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def one_each(asked: list[Question]) -> list[bytes]:
    return [encoded(questions.for_cerbos([one])) for one in asked]


def answer(target: Target, body: bytes | None = None) -> bytes:
    """What the target answers to one of its bodies. Raises where that is a refusal."""
    headers = {"Content-Type": "application/json"} | dict(target.headers or {})
    request = urllib.request.Request(target.url, body or target.bodies[0], headers)
    with urllib.request.urlopen(request) as response:
        found: bytes = response.read()
        return found


def agreement(ours: Target, theirs: Target, asked: list[Question]) -> str:
    """That both find the same rule, for every question. Raises where they do not."""
    rules = set[str]()
    for one, body, other in zip(asked, ours.bodies, theirs.bodies, strict=True):
        rule = json.loads(answer(ours, body))["rule"]
        output = json.loads(answer(theirs, other))["results"][0]["outputs"][0]["val"]
        if rule != output["rule"]:
            raise RuntimeError(f"policykit finds {rule}, Cerbos {output['rule']}: {one}")
        rules.add(rule)
    return f"policykit and Cerbos find the same rule for {len(asked)} questions ({len(rules)} rules)"
