"""What is fuzzed. A target takes bytes and says how far they came; whatever it raises is a fault of ours.

`files`: the first line names a file of a business, the rest is what stands in it. `expressions`: a test and a
formula. `requests`: a body as it arrives over HTTP. The others stand in `edges`.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32

from litestar.testing import TestClient

from policykit import pipeline
from policykit.language.read import read_formula, read_test
from policykit.language.scope import Faults, Scope
from policykit.model import (
    NOWHERE,
    DateTimeType,
    DateType,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    TextType,
)
from policykit_api import create_app
from tests.conformance.suite import BASE, accepts, content, rejects
from tests.fuzz import edges
from tests.fuzz.changes import Change, changed
from tests.fuzz.questions import base, questions
from tests.fuzz.the_whole_way import travel

POLICIES = BASE.parents[3] / "policies"
JSON = {"content-type": "application/json"}
EVERYWHERE = ("business.yaml", "facts.yaml", "phrases.yaml")
_MENTIONED = re.compile(rb"\bpolicy: *([a-z-]+)")
_TABLE = re.compile(rb"\bfile: *(tables/[\w.-]+)")


@dataclass(frozen=True, slots=True)
class Target:
    """Takes an input; ``seeds`` are inputs to start from. Of a file, the first line is its name, which stays."""

    take: Callable[[bytes], str]
    seeds: Callable[[], tuple[bytes, ...]]
    named: bool = False

    def change(self, data: bytes, changes: Sequence[Change]) -> bytes:
        if not self.named:
            return changed(data, changes)
        head, line, text = data.partition(b"\n")
        return head + line + changed(text, changes)


TABLE = """\
policy: courier
kind: decision
question: {en: "What does the courier cost?"}
effective: {from: beginning}
outcomes:
  - deliver:
      label: {en: "we deliver"}
      values:
        fee: {type: money, better: lower, label: {en: "delivery fee"}}
        by: {type: datetime, better: none, label: {en: "delivered by"}}
  - refuse: {label: {en: "we do not deliver"}}
table: {hit_policy: priority, file: tables/odd.csv}
otherwise: {outcome: refuse}
"""
CSV = """\
item.weight (kg),order.count,item.kind,order.method,claim.made_at,then outcome,then fee (TWD),then by,then due,note
at most 5,1 to 7,fresh,-,within 2 days after order.placed_at,deliver,120,claim.made_at,3 days after claim.made_at,
at most 5,>= 8,"not(fresh)",card,before order.placed_at,deliver,item.price * 0.1,2026-03-01T08:00:00+08:00,-,a full box
more than 5 and at most 20,-,"fresh, boxed","card, cash",-,deliver,210,claim.made_at,-,two people carry
more than 20,less than 3 or more than 8,-,-,-,refuse,-,-,-,
"""


# --- files ------------------------------------------------------------------------------------


@cache
def root() -> tempfile.TemporaryDirectory[str]:
    """Where folders are laid out; gone when the process ends."""
    return tempfile.TemporaryDirectory(prefix="policykit-fuzz-")


def files(data: bytes) -> str:
    """One file among those of its business that it needs, the whole way."""
    head, _, text = data.partition(b"\n")
    business, _, inside = head.decode("ascii", "replace").partition("/")
    if (business, inside) not in places():
        return "no such file"
    folder = laid_out(business, inside)
    (folder / inside).write_bytes(text)
    return travel(folder, crc32(data))


@cache
def places() -> Mapping[tuple[str, str], bytes]:
    """Every file of the examples and of the base business, by business and path, with what stands in it."""
    found = {}
    for folder in (BASE, *sorted(POLICIES.iterdir())):
        if (folder / "business.yaml").is_file():
            for file in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.csv"))):
                found[folder.name, file.relative_to(folder).as_posix()] = file.read_bytes()
    odd = {"odd.yaml": b"", "cases/odd.yaml": b"", "table.yaml": TABLE.encode(), "tables/odd.csv": CSV.encode()}
    return found | {(BASE.name, name): text for name, text in odd.items()}


@cache
def laid_out(business: str, inside: str) -> Path:
    """A folder with the files that are always read and those that belong to this one: to read all takes long."""
    folder = Path(root().name) / inside.replace("/", "-") / business
    for name in needed(business, inside):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(places()[business, name])
    (folder / inside).parent.mkdir(exist_ok=True)
    return folder


def needed(business: str, inside: str) -> set[str]:
    """What is always read, the policies and tables that the file names, and the policy that names it as its table."""
    own = {name: text for (one, name), text in places().items() if one == business}
    policies = {name: text for name, text in own.items() if "/" not in name and name not in EVERYWHERE and text}
    grown, wanted = {*EVERYWHERE, inside, *(list(policies)[:1] if inside in EVERYWHERE else ())}, set[str]()
    grown |= {name for name, text in policies.items() if inside.encode() in _TABLE.findall(text)}
    while grown - wanted:
        wanted = grown & own.keys()
        texts = [own[name] for name in wanted if name not in EVERYWHERE]
        asked = {word for text in texts for word in _MENTIONED.findall(text)}
        grown = wanted | {word.decode() for text in texts for word in _TABLE.findall(text)} & own.keys()
        grown |= {name for name, text in policies.items() if asked.intersection(_MENTIONED.findall(text)[:1])}
    return wanted


def file_seeds() -> tuple[bytes, ...]:
    kept = [f"{business}/{inside}\n".encode() + text for (business, inside), text in places().items()]
    cases = [
        f"{BASE.name}/{section.file if (BASE / section.file).exists() else odd}\n".encode()
        + content(section, BASE / section.file)
        for case in (*accepts(), *rejects())
        for section in case.sections
        for odd in ("cases/odd.yaml" if "/" in section.file else "odd.yaml",)
        if section.how in (None, "whole") and section.file.endswith(".yaml")
    ]
    return (*kept, *cases)


# --- expressions ------------------------------------------------------------------------------

POLICY = """\
policy: odd
kind: decision
question: {en: "What will you do?"}
effective: {from: beginning}
outcomes:
  - refund: {label: {en: "refund"}, values: {amount: {type: money, label: {en: "amount"}}}}
  - count: {label: {en: "number"}, values: {number: {type: number, label: {en: "number"}}}}
  - day: {label: {en: "day"}, values: {on: {type: date, label: {en: "day"}}}}
  - moment: {label: {en: "moment"}, values: {at: {type: datetime, label: {en: "moment"}}}}
  - answer: {label: {en: "answer"}, values: {is: {type: flag, label: {en: "answer"}}}}
  - word: {label: {en: "word"}, values: {says: {type: text, label: {en: "word"}}}}
  - refuse: {label: {en: "no refund"}}
"""
VALUES = {MoneyType: "refund, amount", NumberType: "count, number", DateType: "day, on", DateTimeType: "moment, at",
          FlagType: "answer, is", TextType: "word, says"}  # fmt: skip
"""By the type of a formula, the outcome and the value that take it."""


def expressions(data: bytes) -> str:
    """A text as a formula, and as a test on every fact: typed, and where that can be done, the whole way."""
    text = data.decode("utf-8", "replace")
    bodies = [*as_formula(text), *islice(as_test(text), 2)]
    results = [files(f"{BASE.name}/odd.yaml\n{POLICY}{body}".encode()) for body in bodies]
    return "decided" if "decided" in results else "refused"


def as_formula(text: str) -> Iterator[str]:
    faults = Faults(lambda _start, _end: NOWHERE)
    typed = read_formula(text, Scope(base().facts), faults)
    assert typed or faults.found
    if typed and type(typed.type) in VALUES:
        outcome, value = VALUES[type(typed.type)].split(", ")
        yield f"rules: []\notherwise: {{outcome: {outcome}, {value}: {json.dumps(text)}}}\n"


def as_test(text: str) -> Iterator[str]:
    for name, fact in base().facts.items():
        faults = Faults(lambda _start, _end: NOWHERE)
        subject = Scope(base().facts).find(name, NOWHERE)
        assert subject
        if isinstance(fact.type, ListType):
            continue
        if read_test(text, subject, Scope(base().facts), faults):
            when = f"{{{name}: {json.dumps(text)}}}"
            yield f"rules: [{{id: odd, when: {when}, then: {{outcome: refuse}}}}]\notherwise: {{outcome: refuse}}\n"
        else:
            assert faults.found


def expression_seeds() -> tuple[bytes, ...]:
    """Every cell of the guide's tables, and every value of the examples that reads as a test or a formula."""
    guide = (POLICIES / "tests-and-formulas.md").read_text(encoding="utf-8")
    written = re.findall(r"`([^`\n]+)`", guide)
    values = [line.partition(b": ")[2].decode() for text in places().values() for line in text.splitlines()]
    return tuple(dict.fromkeys(text.encode() for text in (*written, *values) if 0 < len(text) < 200))


# --- requests ---------------------------------------------------------------------------------


def requests(data: bytes) -> str:
    """A body as it arrives over HTTP: an answer below 500."""
    response = client().post(f"/v1/{BASE.name}/policies/claim/decide", content=data, headers=JSON)
    assert response.status_code < 500, response.text
    return str(response.status_code)


@cache
def client() -> TestClient[Any]:
    loaded = pipeline.load(BASE)
    assert loaded.bundle is not None
    return TestClient(create_app(loaded.bundle), raise_server_exceptions=True).__enter__()


TARGETS: Mapping[str, Target] = {
    "files": Target(files, file_seeds, named=True),
    "expressions": Target(expressions, expression_seeds),
    "requests": Target(requests, questions),
    "lines": Target(edges.lines, edges.line_seeds),
    "idempotency_keys": Target(edges.idempotency_keys, edges.idempotency_key_seeds),
    "tokens": Target(edges.tokens, edges.token_seeds),
    "settings": Target(edges.settings, edges.setting_seeds),
    "kept": Target(edges.kept, questions),
    "cursors": Target(edges.cursors, edges.cursor_seeds),
}
