"""A shop whose one policy is a table in a spreadsheet, read as an author would write it."""

from __future__ import annotations

from pathlib import Path

from policykit.diagnostics import Diagnostic
from policykit.model import Policy
from policykit.source.build import build
from tests.unit.deciding.shop import BUSINESS, FACTS, PHRASES

POLICY = """\
policy: fee
kind: decision
question: {en: "How much?"}
effective: {from: beginning}
let: {heavy: item.weight > 10 kg}
outcomes:
  - bring:
      label: {en: bring}
      values: {fee: {type: money, label: {en: "delivery fee"}}, note: {type: text, label: {en: note}}}
  - refuse: {label: {en: refuse}}
table:
  hit_policy: first
  file: tables/fees.csv
otherwise: {outcome: refuse}
"""


def findings(csv: str, tmp_path: Path, policy: str = POLICY) -> list[Diagnostic]:
    return read(csv, tmp_path, policy)[1]


def fee(csv: str, tmp_path: Path, policy: str = POLICY) -> Policy:
    """The policy of a table in which nothing is wrong."""
    found, told = read(csv, tmp_path, policy)
    assert [] == told
    assert found is not None
    return found


def read(csv: str, tmp_path: Path, policy: str = POLICY) -> tuple[Policy | None, list[Diagnostic]]:
    folder = tmp_path / "shop"
    (folder / "tables").mkdir(parents=True)
    files = {"business.yaml": BUSINESS, "facts.yaml": FACTS, "phrases.yaml": PHRASES, "fee.yaml": policy}
    for name, text in (files | {"tables/fees.csv": csv}).items():
        (folder / name).write_text(text, encoding="utf-8")
    business, found = build(folder)
    return (business.policies["fee"][0] if business else None), list(found)
