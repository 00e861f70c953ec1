"""Findings: their order, whether they forbid the use of the files, and the nearest known word."""

from __future__ import annotations

from policykit.diagnostics import Diagnostic, by_place, did_you_mean, has_errors
from policykit.model import Span


def finding(line: int, code: str = "unknown-fact", file: str = "a.yaml", severity="error") -> Diagnostic:
    return Diagnostic(code, "a message", Span(file, line, 1, line, 5), severity)


def test_findings_stand_in_the_order_of_their_places_each_once():
    found = [finding(7), finding(2), finding(7), finding(1, file="b.yaml"), finding(2, "syntax")]
    assert [("a.yaml", 2, "syntax"), ("a.yaml", 2, "unknown-fact"), ("a.yaml", 7, "unknown-fact"),
            ("b.yaml", 1, "unknown-fact")] == [(f.span.file, f.span.line, f.code) for f in by_place(found)]  # fmt: skip


def test_a_warning_forbids_nothing():
    assert not has_errors([finding(1, severity="warning")])
    assert has_errors([finding(1, severity="warning"), finding(2)])


def test_the_nearest_known_word_is_offered():
    assert "did you mean `order.delivered_at`?" == did_you_mean(
        "order.delivred_at", ["item.price", "order.delivered_at"]
    )


def test_where_no_word_is_near_other_advice_is_given():
    assert "declare it" == did_you_mean("zzz", ["item.price"], "declare it")
    assert did_you_mean("zzz", ["item.price"]) is None
