"""`asks-too-deep`: policies in a row, and lists that are gone through for each element of another list."""

from __future__ import annotations

from policykit.checks.asks_too_deep import check
from tests.unit.checks.shop import FACTS, policy, shop

FIELDS = "meaning: {en: things}, question: {en: Which?}, fields: {new: {type: flag, not_sent: no, meaning: {en: new}}}"
LISTS = f"""\
{FACTS}
  one.new: {{type: flag, not_sent: no, meaning: {{en: new}}}}
  boxes: {{type: list, longest: 200, {FIELDS}}}
  parts: {{type: list, longest: 50, {FIELDS}}}
  bolts: {{type: list, longest: 51, {FIELDS}}}
"""


def asking(name: str, other: str, each: str | None = None) -> str:
    about = f", each: one in {each}, combine: worst" if each else ""
    return policy(f"asks: {{{other}_answer: {{policy: {other}{about}}}}}\nrules: []", name=name)


def chain(length: int) -> dict[str, str]:
    asked = {f"p{n}.yaml": asking(f"p{n}", f"p{n + 1}") for n in range(length)}
    return {**asked, f"p{length}.yaml": policy(name=f"p{length}")}


def test_fifty_policies_in_a_row_are_fine(tmp_path):
    assert [] == list(check(shop(chain(50), tmp_path)))


def test_a_longer_row_is_told(tmp_path):
    findings = list(check(shop(chain(60), tmp_path)))
    assert {("asks-too-deep", "more than 50 policies ask each other in a row")} == {
        (finding.code, finding.message) for finding in findings
    }


def test_a_list_for_each_of_a_list_is_told_where_it_comes_to_too_much(tmp_path):
    files = {"facts.yaml": LISTS, "c.yaml": policy(name="c"), "a.yaml": asking("a", "b", "boxes")}
    assert [] == list(check(shop({**files, "b.yaml": asking("b", "c", "parts")}, tmp_path)))
    (tmp_path / "more").mkdir()
    (finding,) = check(shop({**files, "b.yaml": asking("b", "c", "bolts")}, tmp_path / "more"))
    assert "for one decision, a policy behind `b_answer` could be asked 10200 times" == finding.message
    assert "shop/a.yaml" == finding.span.file


def test_a_circle_is_told_elsewhere(tmp_path):
    assert [] == list(check(shop({"a.yaml": asking("a", "b"), "b.yaml": asking("b", "a")}, tmp_path)))
