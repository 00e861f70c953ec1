"""A shop with facts of every type, whose one policy is the test's own, read from text as an author would write it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from policykit.deciding.decide import decide
from policykit.deciding.facts import complete, facts_from_json
from policykit.deciding.judge import Judged, judge
from policykit.decision import Decision
from policykit.model import Business
from policykit.semantics import govern
from policykit.source.build import build

AS_OF = datetime.fromisoformat("2026-03-10T12:00:00+08:00")
BUSINESS = """\
business: shop
name: {en: Shop}
locales: [en]
country: TW
time_zone: Asia/Taipei
currency: TWD
smallest_unit: "1"
owner: shop manager
review: 2028-01-15
"""
FACTS = """\
facts:
  order.placed_at: {type: datetime, happened: yes, meaning: {en: order}, question: {en: When?}}
  order.delivered_at: {type: datetime, optional: yes, happened: yes, meaning: {en: delivery}, question: {en: When?}}
  claim.made_at: {type: datetime, default: as_of, meaning: {en: claim}}
  claim.photo_at: {type: datetime, optional: yes, origin: customer, meaning: {en: photo}, question: {en: When?}}
  item.price: {type: money, meaning: {en: price}, question: {en: How much?}}
  item.kind:
    type: choice
    choices: [fresh, boxed]
    labels: {fresh: {en: fresh}, boxed: {en: boxed}}
    meaning: {en: kind}
    question: {en: Which?}
  item.weight:
    {type: number, unit: kg, at_least: 0, at_most: 20, step: "5", meaning: {en: weight}, question: {en: How much?}}
  item.age: {type: duration, optional: yes, meaning: {en: age}, question: {en: How old?}}
  item.sealed: {type: flag, meaning: {en: seal}, question: {en: Sealed?}}
  item.day: {type: date, meaning: {en: day}, question: {en: Which day?}}
  item.note: {type: text, not_sent: absent, meaning: {en: note}}
  staff.doubt: {type: flag, not_sent: no, private: yes, meaning: {en: doubt}}
  staff.untold: {type: flag, not_sent: no, hint: no, meaning: {en: untold}}
  customer.old: {type: flag, not_sent: no, protected: yes, meaning: {en: age}}
  goods.sealed: {type: flag, not_sent: no, meaning: {en: seal}}
  rooms:
    type: list
    longest: 3
    meaning: {en: rooms}
    question: {en: Which?}
    fields:
      price: {type: money, meaning: {en: price}, question: {en: How much?}}
      taken: {type: flag, not_sent: no, meaning: {en: taken}}
      left_at: {type: datetime, optional: yes, happened: yes, meaning: {en: left}, question: {en: When?}}
  bills:
    type: list
    meaning: {en: bills}
    question: {en: Which?}
    fields:
      total: {type: money, meaning: {en: total}, question: {en: How much?}}
  parcel:
    type: record
    optional: yes
    meaning: {en: parcel}
    fields:
      weight: {type: number, meaning: {en: weight}, question: {en: How much?}}
      sent: {type: flag, meaning: {en: sent}, question: {en: Sent?}}
"""
OUTCOMES = """\
outcomes:
  - refund: {label: {en: refund}, values: {amount: {type: money, label: {en: amount}}}}
  - exchange: {label: {en: exchange}}
  - look: {label: {en: look}, final: no, decided_by: person}
  - refuse: {label: {en: refuse}}
"""
HEAD = """\
policy: {name}
kind: decision
question: {{en: May I?}}
effective: {{{effective}}}
"""
PHRASES = "phrases: {keep_it: {en: Keep it.}, call_us: {en: Call us.}}"


def policy(
    rules: str = "rules: []",
    more: str = "",
    otherwise: str = "{outcome: refuse}",
    name: str = "main",
    effective: str = "from: beginning",
) -> str:
    """A policy's file. ``rules`` is its block of rules or its table, ``more`` what stands before the outcomes."""
    return f"{HEAD.format(name=name, effective=effective)}{more}\n{OUTCOMES}{rules}\notherwise: {otherwise}\n"


def shop(*policies: str, always: str = "", business: str = BUSINESS) -> Business:
    """The business with these policies; there must be nothing wrong with them."""
    files = {"business": business, "facts": f"{FACTS}\n{always}", "phrases": PHRASES}
    files |= {f"policy-{index}": text for index, text in enumerate(policies)}
    return read(files)


def read(files: Mapping[str, str]) -> Business:
    with TemporaryDirectory() as root:
        folder = Path(root) / "shop"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        found, diagnostics = build(folder)
    assert found is not None, [f"{one.span.file}: {one.message}" for one in diagnostics]
    return found


def at(text: str) -> datetime:
    """An instant of March 2026 in the shop's zone: `10 12:00`."""
    day, clock = text.split()
    return datetime.fromisoformat(f"2026-03-{day}T{clock}:00+08:00")


def judged(business: Business, data: object, as_of: datetime = AS_OF) -> Judged:
    """The verdict of the policy `main` on facts as JSON."""
    return judge(business, "main", complete(business, facts_from_json(business, data), as_of), as_of, govern)


def decided(business: Business, data: object, *parts: str, as_of: datetime = AS_OF) -> Decision:
    """The decision of the policy `main` on facts as JSON."""
    return decide(business, "main", facts_from_json(business, data), as_of, frozenset(parts))
