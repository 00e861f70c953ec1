"""A business with as many policies as a check needs, read from text as an author would write it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from policykit.model import Business
from policykit.source.build import build

BUSINESS = """\
business: shop
name: {en: Shop}
locales: [en]
country: TW
time_zone: Asia/Taipei
currency: TWD
"""
FACTS = """\
facts:
  kind: {type: choice, choices: [a, b, c], labels: {a: {en: a}, b: {en: b}, c: {en: c}}, not_sent: a, meaning: {en: k}}
  other: {type: choice, choices: [a, b], labels: {a: {en: a}, b: {en: b}}, not_sent: absent, meaning: {en: o}}
  flag: {type: flag, not_sent: no, meaning: {en: f}}
  count: {type: number, not_sent: "1", meaning: {en: c}}
  limit: {type: number, not_sent: "1", meaning: {en: l}}
  price: {type: money, not_sent: 1 TWD, meaning: {en: p}}
  day: {type: date, not_sent: 2026-01-01, meaning: {en: d}}
  made_at: {type: datetime, default: as_of, meaning: {en: m}}
  found_at: {type: datetime, default: as_of, meaning: {en: f}}
"""
POLICY = """\
policy: {id}
kind: decision
question: {{en: Why?}}
effective: {{{effective}}}
outcomes:
  - yield: {{label: {{en: yes}}}}
  - pay: {{label: {{en: pay}}, values: {{amount: {{type: money, label: {{en: amount}}}}}}}}
{body}
otherwise: {{outcome: yield}}
"""


def policy(body: str = "rules: []", effective: str = "from: beginning", name: str = "main") -> str:
    return POLICY.format(id=name, effective=effective, body=body)


def shop(policies: Mapping[str, str], place: Path) -> Business:
    """The business of these policy files, written below a folder; there must be nothing wrong with them."""
    folder = place / "shop"
    folder.mkdir()
    for name, text in {"business.yaml": BUSINESS, "facts.yaml": FACTS, **policies}.items():
        (folder / name).write_text(text, encoding="utf-8")
    business, findings = build(folder)
    assert () == findings
    assert business is not None
    return business


def table(hit_policy: str, *rows: str, when: str = "count", then: str = "outcome") -> str:
    lines = "\n".join(f"    - [{row}]" for row in rows)
    return f"table:\n  hit_policy: {hit_policy}\n  when: [{when}]\n  then: [{then}]\n  rows:\n{lines}"
