"""Returns in the words of schema.org: what fits them is told by the policy's own numbers, what does not is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policykit import pipeline
from policykit.backends.structured_data.returns import return_policy
from tests.unit.backends.structured_data.fruit_returns import changed, html, told

RETURNS = (pipeline.example_root() / "fruit-shop" / "returns.yaml").read_text(encoding="utf-8")


def passage(pattern: str) -> str:
    """The part of the policy's file that the pattern describes."""
    found = re.search(pattern, RETURNS, re.DOTALL)
    assert found is not None
    return found[0]


ONE_WINDOW = (
    (passage(r"\n  second-week:.*?(?=\notherwise:)"), ""),
    (passage(r"  return_fee:.*?\n"), ""),
    (passage(r"  fee_cap:.*?\n"), ""),
)
"""The changes that leave the free week as the one window."""
SECOND_WINDOW = "    within: fee_window\n    after: order.delivered_at\n"
SEAL_TITLE = '    title: {zh-Hant: "內層封口已拆", en: "The inner seal is broken"}\n'
DELIVERY = "delivery: {at: order.delivered_at, to: [TW], back_to: TW}\n"


def test_windows_without_conditions_are_told_by_the_longest_of_them(tmp_path: Path):
    policy = told(changed(tmp_path))
    assert policy is not None
    assert (14, ["TW"], "TW") == (
        policy["merchantReturnDays"],
        policy["applicableCountry"],
        policy["returnPolicyCountry"],
    )
    assert "https://schema.org/MerchantReturnFiniteReturnWindow" == policy["returnPolicyCategory"]


def test_a_number_that_changes_changes_the_sentence_and_the_data(tmp_path: Path):
    business = changed(tmp_path, ("fee_window: 14 calendar days", "fee_window: 21 calendar days"))
    policy = told(business)
    assert policy is not None
    assert 21 == policy["merchantReturnDays"]
    assert "within 21 calendar days after the time of delivery" in html(business)
    assert "14 calendar days" not in html(business)


def test_fees_that_differ_from_window_to_window_are_left_out(tmp_path: Path):
    policy = told(changed(tmp_path))
    assert policy is not None
    assert {"returnFees", "customerRemorseReturnFees", "refundType", "restockingFee"}.isdisjoint(policy)
    assert "https://schema.org/FreeReturn" == policy["itemDefectReturnFees"]


def test_what_one_window_costs_and_pays_back_is_told(tmp_path: Path):
    policy = told(changed(tmp_path, *ONE_WINDOW))
    assert policy is not None
    assert {
        "merchantReturnDays": 7,
        "returnFees": "https://schema.org/FreeReturn",
        "customerRemorseReturnFees": "https://schema.org/FreeReturn",
        "refundType": "https://schema.org/FullRefund",
    }.items() <= policy.items()


def test_what_else_decides_is_told_by_its_title_and_its_outcome(tmp_path: Path):
    policy = told(changed(tmp_path))
    assert policy is not None
    assert {
        "Fresh fruit that is on its way": "No return this time",
        "The inner seal is broken": "No return this time",
        "Sound inside, in a damaged box": "Taken back and refunded in part",
    } == {one["name"]: one["value"] for one in policy["additionalProperty"]}


def test_a_condition_that_has_no_title_cannot_be_told_and_so_nothing_is(tmp_path: Path):
    assert told(changed(tmp_path, (SEAL_TITLE, ""))) is None


def test_what_is_internal_is_not_told(tmp_path: Path):
    policy = told(changed(tmp_path, (SEAL_TITLE, "    internal: yes\n")))
    assert policy is not None
    assert "seal" not in str(policy["additionalProperty"])


def test_without_a_word_on_delivery_nothing_is_told(tmp_path: Path):
    assert told(changed(tmp_path, (DELIVERY, ""))) is None


@pytest.mark.parametrize(
    "change",
    [
        ("fee_window: 14 calendar days", "fee_window: 10 working days"),
        (SECOND_WINDOW, SECOND_WINDOW.replace("order.delivered_at", "order.placed_at")),
        (SECOND_WINDOW, f"{SECOND_WINDOW}    when:\n      item.condition: unopened\n"),
    ],
    ids=["working days", "another clock", "a condition"],
)
def test_a_window_that_schema_org_has_no_word_for_does_not_count(tmp_path: Path, change: tuple[str, str]):
    policy = told(changed(tmp_path, change))
    assert policy is not None
    assert 7 == policy["merchantReturnDays"]


SEASONS = """    after: order.delivered_at
    seasons:
      christmas:
        of: order.placed_at
        from: 2026-11-01
        until: 2027-01-01
        through: 2027-01-31
        title: {zh-Hant: "年節期間", en: "Before the holidays"}
        wording: {zh-Hant: "可以的。", en: "Of course."}
      spring:
        of: order.placed_at
        from: 2027-02-01
        until: 2027-03-01
        within: long_window
        wording: {zh-Hant: "可以的。", en: "Of course."}
"""
FREE_WINDOW = "    within: free_window\n    after: order.delivered_at\n"
IN_SEASONS = (
    (FREE_WINDOW, f"    within: free_window\n{SEASONS}"),
    ("  answer_in: 2 working days\n", "  answer_in: 2 working days\n  long_window: 30 calendar days\n"),
)


def test_seasons_of_the_one_window_are_told_with_their_first_and_last_days(tmp_path: Path):
    policy = told(changed(tmp_path, *ONE_WINDOW, *IN_SEASONS))
    assert policy is not None
    assert 7 == policy["merchantReturnDays"]
    assert [
        ("Before the holidays", "2026-11-01", "2026-12-31", "2027-01-31"),
        ("The free days after delivery", "2027-02-01", "2027-02-28", 30),
    ] == [
        (one["name"], one["startDate"], one["endDate"], one["merchantReturnDays"])
        for one in policy["returnPolicySeasonalOverride"]
    ]


def test_seasons_beside_a_second_window_have_no_one_length_and_nothing_is_told(tmp_path: Path):
    assert told(changed(tmp_path, *IN_SEASONS)) is None


def test_where_law_may_let_the_customer_pay_less_no_fee_is_told():
    loaded = pipeline.load(pipeline.example_root() / "online-store")
    assert loaded.bundle is not None
    store = loaded.bundle.businesses["online-store"].business
    policy = return_policy(store, store.policies["returns"][-1], "en", "https://store.example/returns")
    assert policy is not None
    assert (30, None, None, None) == (
        policy.merchant_return_days,
        policy.return_fees,
        policy.restocking_fee,
        policy.refund_type,
    )
    assert "https://store.example/returns" == policy.merchant_return_link


def test_leaving_a_contract_is_no_return_of_goods():
    loaded = pipeline.load(pipeline.example_root() / "internet-service")
    assert loaded.bundle is not None
    service = loaded.bundle.businesses["internet-service"].business
    (leaving, *_) = service.policies["leaving"]
    assert "returns" == leaving.kind
    assert return_policy(service, leaving, "en", None) is None
