"""facts.yaml: what a record says for its fields, and keys that do not go with a type."""

from __future__ import annotations

import pytest

from policykit.model import Fact, Origin
from policykit.source.build import build
from tests.unit.deciding.shop import BUSINESS, PHRASES

FIELD = "meaning: {en: vip}, question: {en: Vip?}"


def read(tmp_path, facts: str) -> tuple[dict[str, Fact], list[str]]:
    folder = tmp_path / "shop"
    folder.mkdir()
    for name, text in {"business": BUSINESS, "facts": f"facts:\n{facts}", "phrases": PHRASES}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    business, found = build(folder)
    return dict(business.facts) if business else {}, [one.code for one in found]


def test_what_is_said_of_a_record_is_said_of_each_field(tmp_path):
    said = "private: yes, protected: yes, hint: no, origin: customer, optional: yes"
    facts, _ = read(
        tmp_path, f"  who: {{type: record, {said}, meaning: {{en: who}}, fields: {{vip: {{type: flag, {FIELD}}}}}}}\n"
    )
    vip = facts["who.vip"]
    assert (True, True, False, Origin.CUSTOMER, True) == (
        vip.private,
        vip.protected,
        vip.hint,
        vip.origin,
        vip.optional,
    )


def test_a_field_may_say_otherwise(tmp_path):
    fields = f"fields: {{vip: {{type: flag, private: no, {FIELD}}}}}"
    facts, _ = read(tmp_path, f"  who: {{type: record, private: yes, meaning: {{en: who}}, {fields}}}\n")
    assert not facts["who.vip"].private


@pytest.mark.parametrize("key", ["not_sent: absent", "default: as_of", "happened: yes", "unit: kg"])
def test_what_a_record_cannot_say_for_its_fields_is_told(tmp_path, key):
    fields = f"fields: {{vip: {{type: flag, {FIELD}}}}}"
    _, codes = read(tmp_path, f"  who: {{type: record, {key}, meaning: {{en: who}}, {fields}}}\n")
    assert "misplaced-key" in codes


@pytest.mark.parametrize(
    ("entry", "code"), [("{type: choice, F}", "missing-key"), ("{type: flag, unit: kg, F}", "misplaced-key")]
)
def test_the_fields_of_a_list_are_looked_at_as_facts_are(tmp_path, entry, code):
    listed = f"  rows: {{type: list, {FIELD}, fields: {{k: {entry.replace('F', FIELD)}}}}}\n"
    assert [code] == read(tmp_path, listed)[1]
