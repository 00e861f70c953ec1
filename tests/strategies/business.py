"""A business as its author wrote it, with sets of facts to ask it about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.strategies.conditions import when
from tests.strategies.facts import fact_tables
from tests.strategies.floors import COUNTRY, PACK, pack
from tests.strategies.kinds import policy, tabled, versions
from tests.strategies.policies import MAIN, OTHER, PHRASES
from tests.strategies.scope import Declared, Draw, Scope, said
from tests.strategies.sent import Sent, facts_for
from tests.strategies.tables import SPREADSHEET, in_spreadsheet
from tests.strategies.values import AS_OFS, CURRENCY, ZONES

ID = "shop"
"""The business's id, which is the name of its folder too."""


@dataclass(frozen=True, slots=True)
class Written:
    """A business as its author wrote it: each file's data, and the facts that can be sent."""

    files: Mapping[str, Any]
    declared: tuple[Declared, ...]
    spreadsheet: str | None = None

    def save(self, root: Path) -> Path:
        """The business's folder, written out as YAML, and as CSV where it has a spreadsheet."""
        folder = root / ID
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        for old in (*folder.glob("*.yaml"), *folder.glob("tables/*.csv"), *folder.glob("law/*.yaml")):
            old.unlink()
        (folder / "law").mkdir(exist_ok=True)
        for name, data in self.files.items():
            (folder / f"{name}.yaml").write_text(as_yaml(data), encoding="utf-8")
        if self.spreadsheet is not None:
            (folder / SPREADSHEET).write_text(self.spreadsheet, encoding="utf-8", newline="")
        return folder

    def __repr__(self) -> str:
        files = [f"--- {name}.yaml\n{as_yaml(data)}" for name, data in self.files.items()]
        return "\n".join([*files, *([f"--- {SPREADSHEET}\n{self.spreadsheet}"] if self.spreadsheet else [])])


class Dumper(yaml.CSafeDumper):
    """Writes everything out, also what stands in two places."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # as yaml calls it
        return True


def as_yaml(data: Any) -> str:
    return str(yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1000))


@st.composite
def businesses(draw: Draw, *, careless: bool = False, small: bool = False, table: bool = False) -> Written:
    """A business with a policy `main`, which may ask another. ``small``: every fact has a few values only.

    ``table``: the policy is a decision table.
    """
    declared = draw(fact_tables(small=small))
    law = draw(st.booleans())
    if law:
        declared = (*declared, COUNTRY)
    scope = _scope(declared, careless=careless)
    files: dict[str, Any] = {"business": _business(draw), "facts": _facts_file(draw, declared, scope)}
    files["phrases"] = {"phrases": {word: said(f"Please {word.replace('_', ' ')}.") for word in PHRASES}}
    asked = None
    if draw(st.integers(0, 2)) == 0:
        other = policy(draw, OTHER, scope, None, draw(st.sampled_from(("decision", "errands"))))
        files[OTHER], asked = other.lines, other.outcomes
    kind = draw(
        st.sampled_from((*["decision"] * 3, "returns", "errands", "conduct", "commitments", "complaints", "tiers"))
    )
    whole = tabled(draw, scope, asked) if table else versions(draw, scope, asked, kind, small=small, law=law)
    files |= whole
    if any("floors" in file for file in files.values()):
        files["law/lex"] = pack(draw)
        files["business"]["law"] = [PACK]
    if "table" in files.get(MAIN, ()) and draw(st.booleans()):
        files[MAIN], spreadsheet = in_spreadsheet(files[MAIN])
        return Written(files, declared, spreadsheet)
    return Written(files, declared)


def _scope(declared: Iterable[Declared], *, careless: bool) -> Scope:
    return Scope(
        tuple(fact.name for fact in declared if not fact.fields),
        {fact.name.text: tuple(member.name for member in fact.fields) for fact in declared if fact.fields},
        hidden=frozenset(fact.name.text for fact in declared if "private" in str(fact.entry)),
        careless=careless,
    )


def _business(draw: Draw) -> dict[str, Any]:
    return {
        "business": ID, "name": said("A shop"), "locales": ["en"], "country": "TW",
        "time_zone": draw(st.sampled_from(ZONES)), "currency": CURRENCY,
        "smallest_unit": draw(st.sampled_from(("1", "0.01", "0.05"))),
        "owner": "shop manager", "review": "2028-01-15",
        "calendar": {"working_days": ["mon", "tue", "wed", "thu", "fri"], "opens": "09:00", "closes": "18:00",
                     "closed_on": ["2026-03-30"], "open_on": ["2026-03-28"]},
    }  # fmt: skip


def _facts_file(draw: Draw, declared: Sequence[Declared], scope: Scope) -> dict[str, Any]:
    lines: dict[str, Any] = {"facts": {fact.name.text: fact.entry for fact in declared}}
    if draw(st.integers(0, 3)) == 0:
        lines["always"] = [{"any": [when(draw, scope, 0, 2), when(draw, scope, 0, 2)]}]
    return lines


@dataclass(frozen=True, slots=True)
class Questions:
    """A business, and several sets of facts to ask its main policy about."""

    written: Written
    sent: tuple[Sent, ...]
    as_of: datetime


@st.composite
def questions(
    draw: Draw, *, careless: bool = False, small: bool = False, table: bool = False, sets: int = 8
) -> Questions:
    """A business and ``sets`` sets of facts."""
    written = draw(businesses(careless=careless, small=small, table=table))
    facts = facts_for(written.declared, careless=careless)
    sent = tuple(draw(facts) for _ in range(sets))
    return Questions(written, sent, datetime.fromisoformat(draw(st.sampled_from(AS_OFS))))
