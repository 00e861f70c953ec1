from __future__ import annotations

from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from policykit_api.metrics.counts import BOUNDS, Counts
from policykit_api.metrics.exposition import exposed, families


def samples(counts: Counts) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text, _ = exposed(counts, "")
    found = [one for family in text_string_to_metric_families(text.decode()) for one in family.samples]
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for one in found}


def test_a_reader_gets_every_count_with_its_labels():
    counts = Counts(under_way=3, loaded_at=5.0)
    counts.request("/v1", "GET", 200)
    counts.event("reload", "refused")
    counts.event("store_failure")
    counts.decisions["shop", "returns", "decided", "refund"] = 7
    found = samples(counts)
    assert 1 == found["policykit_requests_total", (("method", "GET"), ("route", "/v1"), ("status", "200"))]
    assert 1 == found["policykit_reloads_total", (("result", "refused"),)]
    assert 1 == found["policykit_store_failures_total", ()]
    assert (3, 5) == (found["policykit_requests_under_way", ()], found["policykit_bundle_loaded_timestamp_seconds", ()])
    labels = (("business", "shop"), ("outcome", "refund"), ("policy", "returns"), ("status", "decided"))
    assert 7 == found["policykit_decisions_total", labels]


def test_a_histogram_has_every_bucket_its_sum_and_its_count():
    counts = Counts()
    for seconds in (BOUNDS[0], BOUNDS[1], 1000):
        counts.answered(("shop", "returns", "decided", "refund"), seconds)
    found = samples(counts)
    of = (("business", "shop"), ("policy", "returns"))
    buckets = [found["policykit_decide_seconds_bucket", (of[0], ("le", str(bound)), of[1])] for bound in BOUNDS]
    assert [1, 2, *[2] * (len(BOUNDS) - 2)] == buckets
    assert 3 == found["policykit_decide_seconds_bucket", (of[0], ("le", "+Inf"), of[1])]
    assert 3 == found["policykit_decide_seconds_count", of]
    assert 1000 < found["policykit_decide_seconds_sum", of]


def test_the_text_is_openmetrics_where_that_is_asked_for():
    text, media_type = exposed(Counts(), "application/openmetrics-text; version=1.0.0")
    assert media_type.startswith("application/openmetrics-text")
    assert text.endswith(b"# EOF\n")


def test_every_metric_is_documented(root: Path):
    text = (root / "api" / "README.md").read_text(encoding="utf-8")
    names = [family.name + ("_total" if family.type == "counter" else "") for family in families(Counts())]
    assert [] == [name for name in names if f"| `{name}` |" not in text]
