"""`asks-circle`: policies that ask each other in a circle."""

from __future__ import annotations

from policykit.checks.asks_circle import check
from tests.unit.checks.shop import policy, shop


def asking(*others: str, name: str) -> str:
    asks = "\n".join(f"  {other}_answer: {{policy: {other}}}" for other in others)
    return policy(f"asks:\n{asks}\nrules: []", name=name)


def test_policies_that_ask_in_one_direction_are_fine(tmp_path):
    files = {"a.yaml": asking("b", "c", name="a"), "b.yaml": asking("c", name="b"), "c.yaml": policy(name="c")}
    assert [] == list(check(shop(files, tmp_path)))


def test_a_policy_that_asks_itself_is_a_circle(tmp_path):
    (finding,) = check(shop({"a.yaml": asking("a", name="a")}, tmp_path))
    assert ("asks-circle", "these policies ask each other in a circle: `a` asks `a`", ()) == (
        finding.code, finding.message, finding.related,
    )  # fmt: skip


def test_a_circle_is_told_once_with_every_step(tmp_path):
    files = {"a.yaml": asking("b", name="a"), "b.yaml": asking("c", name="b"), "c.yaml": asking("a", name="c")}
    (finding,) = check(shop(files, tmp_path))
    assert "these policies ask each other in a circle: `a` asks `b` asks `c` asks `a`" == finding.message
    assert ["`b` asks `c`", "`c` asks `a`"] == [related.caption for related in finding.related]
    assert "shop/a.yaml" == finding.span.file


def test_a_circle_beside_the_way_is_found_from_its_own_members(tmp_path):
    files = {"a.yaml": asking("b", name="a"), "b.yaml": asking("c", name="b"), "c.yaml": asking("b", name="c")}
    (finding,) = check(shop(files, tmp_path))
    assert "these policies ask each other in a circle: `b` asks `c` asks `b`" == finding.message
