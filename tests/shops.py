"""Small businesses that tests write for themselves."""

from __future__ import annotations

from pathlib import Path

from policykit import pipeline
from policykit.pipeline import Ready

SECRETS = ("owes-his-neighbour", "the-mayors-brother", "rings-at-night", "733.25")
"""Values of private facts: `customer.note`, `customer.known_as`, a line's `remark`, `customer.risk`."""

BUSINESS = """
business: secret-shop
name: {en: "The Quiet Shop", de: "Der stille Laden"}
locales: [en, de]
country: DE
time_zone: Europe/Berlin
currency: EUR
owner: shop manager
review: 2099-01-15
calendar: {working_days: [mon, tue, wed, thu, fri], opens: "09:00", closes: "18:00", holidays: DE}
"""
FACTS = """
facts:
  order.placed_at:
    type: datetime
    meaning: {en: "the time of the order", de: "die Zeit der Bestellung"}
    question: {en: "When was the order placed?", de: "Wann wurde bestellt?"}
  asked.at:
    type: datetime
    default: as_of
    meaning: {en: "the time of the question", de: "die Zeit der Frage"}
    question: {en: "When was it asked?", de: "Wann wurde gefragt?"}
  customer.note:
    type: text
    private: yes
    origin: business
    meaning: {en: "a note about the customer", de: "eine Notiz über die Person"}
    question: {en: "What does the note say?", de: "Was sagt die Notiz?"}
  customer.known_as:
    type: text
    private: yes
    origin: business
    meaning: {en: "a name among colleagues", de: "ein Name unter Kollegen"}
    question: {en: "What do we call them?", de: "Wie nennen wir sie?"}
  customer.risk:
    type: number
    private: yes
    origin: business
    meaning: {en: "the risk", de: "das Risiko"}
    question: {en: "What is the risk?", de: "Wie hoch ist das Risiko?"}
  lines:
    type: list
    longest: 20
    meaning: {en: "the lines of the order", de: "die Posten der Bestellung"}
    question: {en: "What was ordered?", de: "Was wurde bestellt?"}
    fields:
      name:
        type: text
        meaning: {en: "the goods", de: "die Ware"}
        question: {en: "Which goods?", de: "Welche Ware?"}
      remark:
        type: text
        private: yes
        optional: yes
        meaning: {en: "a remark", de: "eine Bemerkung"}
        question: {en: "What is the remark?", de: "Wie lautet die Bemerkung?"}
"""
CREDIT = """
policy: credit
kind: decision
question: {en: "May I pay later?", de: "Kann ich später zahlen?"}
effective: {from: beginning}
numbers: {soon: 30 days}
outcomes:
  - at_once: {label: {en: "at once", de: "sofort"}}
  - later: {label: {en: "pay later", de: "später zahlen"}}
  - refuse: {label: {en: "pay now", de: "jetzt zahlen"}}
let:
  remarked:
    count: line in lines
    where: {line.remark: present}
  ordered_on: {formula: order.placed_at}
rules:
  - id: doubted
    when: {customer.risk: more than 900}
    then: {outcome: at_once, wording: {en: "Take it.", de: "Nehmen Sie es."}}
  - id: trusted
    when:
      customer.risk: less than 900
      order.placed_at: within soon before asked.at
    then:
      outcome: later
      wording:
        en: "Pay when it suits you: you ordered on {{ ordered_on }}."
        de: "Bestellt {{ ordered_on }}: zahlen Sie, wann es passt."
      guidance:
        en: "Noted: {{ customer.note }}, known as {{ customer.known_as }}, {{ remarked }}."
        de: "Notiert: {{ customer.note }}, genannt {{ customer.known_as }}, {{ remarked }}."
otherwise:
  outcome: refuse
  wording: {en: "Please pay now.", de: "Bitte zahlen Sie jetzt."}
"""


def secret_shop(folder: Path, **changed: str) -> Ready:
    """A business whose private facts are words that stand nowhere else; ``changed`` are files written otherwise."""
    files = {"business": BUSINESS, "facts": FACTS, "credit": CREDIT} | changed
    place = folder / "secret-shop"
    place.mkdir(exist_ok=True)
    for name, text in files.items():
        (place / f"{name}.yaml").write_text(text, encoding="utf-8")
    loaded = pipeline.load(place)
    assert loaded.bundle is not None, loaded.diagnostics
    return loaded.bundle.businesses["secret-shop"]
