"""The counts in the text formats of Prometheus and OpenMetrics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

import policykit
from policykit_api.metrics.counts import (
    BOUNDS,
    REFUSED_CONNECTION,
    RELOAD,
    STORE_FAILURE,
    Counts,
    decisions_of,
    times_of,
)


def exposed(counts: Counts, accept: str) -> tuple[bytes, str]:
    """The text and its media type, as the reader's header Accept asks for."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Once(families(counts)))
    encode, media_type = choose_encoder(accept)
    return encode(registry), media_type


class _Once(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self.families = list(families)

    def collect(self) -> Iterable[Metric]:
        return self.families


def families(counts: Counts) -> Iterator[Metric]:
    """Every metric. Labels are names that the server and its policies have: never what callers send."""
    yield _counter(
        "policykit_requests",
        "Requests answered, by route.",
        ("route", "method", "status"),
        (((route, method, str(status)), count) for (route, method, status), count in counts.requests.items()),
    )
    yield _counter(
        "policykit_decisions",
        "Decisions made, by policy; the outcome is empty where facts were missing (needs_info).",
        ("business", "policy", "status", "outcome"),
        decisions_of(counts).items(),
    )
    yield _times(counts)
    for what, name, about, label in EVENTS:
        found = [((kind,) if label else (), count) for (event, kind), count in counts.events.items() if event == what]
        yield _counter(name, about, (label,) if label else (), found or ([((), 0)] if not label else []))
    gauge = GaugeMetricFamily("policykit_requests_under_way", "Requests that are being answered.")
    gauge.add_metric([], counts.under_way)
    yield gauge
    loaded = GaugeMetricFamily("policykit_bundle_loaded_timestamp_seconds", "When the policies in use were taken over.")
    loaded.add_metric([], counts.loaded_at)
    yield loaded
    build = GaugeMetricFamily("policykit_build_info", "The version that runs.", labels=["version"])
    build.add_metric([policykit.__version__], 1)
    yield build


EVENTS = (
    (RELOAD, "policykit_reloads", "Reloads of the policies: taken over, or refused because of errors.", "result"),
    (STORE_FAILURE, "policykit_store_failures", "What could not be stored or read back.", ""),
    (
        REFUSED_CONNECTION,
        "policykit_refused_connections",
        "Connections ended because of what came on them, or did not, by the problem that was told.",
        "problem",
    ),
)


def _counter(
    name: str, about: str, labels: tuple[str, ...], values: Iterable[tuple[tuple[str, ...], int]]
) -> CounterMetricFamily:
    family = CounterMetricFamily(name, about, labels=labels)
    for key, count in values:
        family.add_metric(list(key), count)
    return family


def _times(counts: Counts) -> HistogramMetricFamily:
    family = HistogramMetricFamily(
        "policykit_decide_seconds", "How long requests for one decision took, by policy.", labels=["business", "policy"]
    )
    bounds = [*(str(bound) for bound in BOUNDS), "+Inf"]
    for policy, found in times_of(counts).items():
        *buckets, total = found
        family.add_metric(list(policy), list(zip(bounds, accumulate(buckets), strict=True)), total)
    return family
