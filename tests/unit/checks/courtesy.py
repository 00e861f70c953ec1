"""A shop whose manners a check looks at: one rule, the answer of which a test writes."""

from __future__ import annotations

from pathlib import Path

from policykit.model import Business
from tests.unit.checks.shop import shop

POLICY = """\
policy: main
kind: decision
question: {en: Why?}
effective: {from: beginning}
outcomes:
  - pay: {label: {en: pay}, values: {amount: {type: money, better: higher, label: {en: amount}}}}
  - look: {final: no, label: {en: look}}
  - done: {label: {en: done}}
  - limit: {label: {en: limit}, refuses: no}
  - refuse: {label: {en: no}MORE}
rules:
  - id: asked
    when: {WHEN}
    then: {ANSWER}
otherwise: {outcome: done}
"""
PHRASES = """\
phrases:
  call: {en: Call us.}
  orders: {en: New orders.}
  refunds: {en: Refunds that we owe.}
"""
FACTS = """\
facts:
  flag: {type: flag, not_sent: no, meaning: {en: f}}
  kind: {type: choice, choices: [a, b], labels: {a: {en: a}, b: {en: b}}, not_sent: a, meaning: {en: k}}
  price: {type: money, not_sent: 1 TWD, meaning: {en: p}}
  made_at: {type: datetime, default: as_of, meaning: {en: m}}
  told_at: {type: datetime, not_sent: absent, meaning: {en: t}}
  warned_at: {type: datetime, not_sent: absent, warns: yes, meaning: {en: w}}
"""


def courteous(place: Path, answer: str, when: str = "flag: yes", more: str = "") -> Business:
    """The shop with that answer; ``more`` is said of the outcome `refuse`."""
    text = POLICY.replace("ANSWER", answer).replace("WHEN", when).replace("MORE", more)
    return shop({"main.yaml": text, "phrases.yaml": PHRASES, "facts.yaml": FACTS}, place)
