"""`delivery:` of a policy of returns: its clock is a time there is, its countries are countries."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policykit import pipeline
from policykit.model import Delivery, FactRef

NO_TIME = "expected a date or an instant, found an amount in TWD"
LINE = "delivery: {at: order.delivered_at, to: [TW], back_to: TW}\n"


def loaded(folder: Path, line: str) -> pipeline.Loaded:
    shop = folder / "fruit-shop"
    shutil.copytree(pipeline.example_root() / "fruit-shop", shop)
    file = shop / "returns.yaml"
    text = file.read_text(encoding="utf-8")
    assert LINE in text
    file.write_text(text.replace(LINE, line), encoding="utf-8")
    return pipeline.load(shop)


def test_it_is_read_with_its_clock_and_its_countries(tmp_path: Path):
    found = loaded(tmp_path, "delivery: {at: order.delivered_at, to: [TW, JP]}\n")
    assert found.bundle is not None, found.diagnostics
    policy = found.bundle.businesses["fruit-shop"].business.policies["returns"][-1]
    assert Delivery(FactRef("order.delivered_at"), ("TW", "JP")) == policy.delivery


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("delivery: {at: order.delivred_at, to: [TW]}\n", "unknown-fact", "unknown name `order.delivred_at`"),
        ("delivery: {at: item.price, to: [TW]}\n", "wrong-type", NO_TIME),
        ("delivery: {at: order.delivered_at, to: [XX]}\n", "bad-value", "unknown country `XX`"),
        ("delivery: {at: order.delivered_at, to: [TW], back_to: XX}\n", "bad-value", "unknown country `XX`"),
        ("delivery: {at: order.delivered_at, to: [TW, TW]}\n", "duplicate-name", "`TW` is listed twice"),
    ],
    ids=["unknown clock", "no time", "unknown country", "unknown country to come back to", "a country twice"],
)
def test_what_is_wrong_in_it_is_told_at_its_place(tmp_path: Path, line: str, code: str, message: str):
    (error,) = (one for one in loaded(tmp_path, line).diagnostics if one.span.file == "fruit-shop/returns.yaml")
    assert (code, message) == (error.code, error.message)
