"""A small shop on disk, and the command line run on it in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policykit.cli import main

BUSINESS = """\
business: tea-shop
name: {en: "The Tea Shop", zh-Hant: "茶行"}
locales: [en, zh-Hant]
country: TW
time_zone: Asia/Taipei
currency: TWD
owner: shop manager
review: 2028-01-15
"""

FACTS = """\
facts:
  order.delivered_at:
    type: datetime
    happened: yes
    meaning: {en: "the time of delivery", zh-Hant: "到貨時間"}
    question: {en: "When did the tea arrive?", zh-Hant: "茶什麼時候到的？"}
  claim.made_at:
    type: datetime
    default: as_of
    meaning: {en: "the time you told us", zh-Hant: "告知時間"}
  claim.finding:
    type: choice
    choices: [sound, stale]
    optional: yes
    origin: customer
    labels: {sound: {en: "sound", zh-Hant: "完好"}, stale: {en: "stale", zh-Hant: "走味"}}
    meaning: {en: "the state of the tea", zh-Hant: "茶的狀況"}
    question: {en: "How is the tea?", zh-Hant: "茶怎麼樣？"}
  item.price:
    type: money
    meaning: {en: "the price", zh-Hant: "價格"}
    question: {en: "What did it cost?", zh-Hant: "多少錢？"}
  order.lines:
    type: list
    meaning: {en: "the lines", zh-Hant: "品項"}
    question: {en: "What was ordered?", zh-Hant: "訂了什麼？"}
    fields:
      kind: {type: text, not_sent: absent, meaning: {en: "the kind", zh-Hant: "種類"}}
  staff.remark:
    type: text
    not_sent: absent
    private: yes
    meaning: {en: "a remark", zh-Hant: "備註"}
"""

PHRASES = """\
phrases:
  another_tea: {en: "We choose another tea for you.", zh-Hant: "我們為您換一款茶。"}
"""

POLICY = """\
policy: claim
kind: decision
question: {en: "My tea is stale. What now?", zh-Hant: "茶走味了怎麼辦？"}
effective: {from: 2026-01-01}
numbers: {limit: 3 days}
outcomes:
  - refund:
      label: {en: "refund in full", zh-Hant: "全額退款"}
      values: {amount: {type: money, better: higher, label: {en: "refund", zh-Hant: "退款"}}}
  - visit:
      final: no
      decided_by: person
      label: {en: "we come by", zh-Hant: "到府查看"}
  - refuse:
      label: {en: "no refund", zh-Hant: "不退款"}
rules:
  - id: remarked
    internal: yes
    when: {staff.remark: present}
    then:
      outcome: visit
      due: 24 hours after claim.made_at
      wording: {en: "We come by.", zh-Hant: "我們到府查看。"}
  - id: stale-in-time
    when:
      claim.finding: stale
      claim.made_at: within limit after order.delivered_at
    then:
      outcome: refund
      amount: item.price
      due: 24 hours after claim.made_at
      wording: {en: "{{ amount }} is on its way.", zh-Hant: "{{ amount }} 已退。"}
otherwise:
  outcome: refuse
  alternatives: [another_tea]
  wording: {en: "Tea stays fresh for {{ limit }}.", zh-Hant: "茶的賞味期是 {{ limit }}。"}
"""

CASES = """\
policy: claim
as_of: 2026-03-03T12:00:00+08:00
given:
  order.delivered_at: 2026-03-02T10:00:00+08:00
  item.price: 600 TWD
cases:
  stale:
    facts: {claim.finding: stale}
    expect: {outcome: refund, rule: stale-in-time, amount: 600 TWD, due: 2026-03-04T12:00:00+08:00}
  sound:
    facts: {claim.finding: sound}
    expect: {outcome: refuse, rule: otherwise}
  nobody-has-looked:
    expect: {status: needs_info, needs: [claim.finding], possible: [refund, refuse]}
  remarked:
    facts: {staff.remark: "smells of soap"}
    expect: {outcome: visit, rule: remarked}
"""

FILES = {
    "business.yaml": BUSINESS,
    "facts.yaml": FACTS,
    "phrases.yaml": PHRASES,
    "claim.yaml": POLICY,
    "cases/claim.yaml": CASES,
}

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command keeps from one start to the next does not reach the user's own folder."""
    monkeypatch.setenv("CACHE_DIRECTORY", str(tmp_path / "kept"))


@pytest.fixture
def shops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one business in it, which is also where the command is run."""
    for name, text in FILES.items():
        file = tmp_path / "shops" / "tea-shop" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "shops"


@pytest.fixture
def run() -> Run:
    """The result of a command: its exit code, what it wrote, and what it wrote as an error."""

    def invoke(*words: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], prog_name="policykit", input=stdin)

    return invoke


@pytest.fixture
def change(shops: Path) -> Callable[[str, str, str], None]:
    """Replace a stretch of one of the shop's files."""

    def replaced(name: str, old: str, new: str) -> None:
        file = shops / "tea-shop" / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replaced
