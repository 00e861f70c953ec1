"""The guides below `policies/`: generated parts are as their sources say, examples work, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policykit.kinds import KINDS
from policykit.language.functions import SIGNATURES
from policykit.language.read import read_formula, read_test
from policykit.language.scope import Faults, Scope
from policykit.language.types import in_words
from policykit.model import NOWHERE, Business, FlagType
from policykit.pipeline import load
from policykit.semantics import govern
from policykit.source.build import build
from policykit.verify.cases import run_cases
from tests.conformance.documentation import (
    API,
    GUIDES,
    PARTS,
    Example,
    code_in,
    examples,
    guides,
    name_of,
    rewritten,
    table_rows,
)
from tests.conformance.suite import BASE, Section, but_curt, lay_out, overlaid

LANGUAGE, FEEL = GUIDES / "tests-and-formulas.md", GUIDES / "feel.md"
WHOLE_FILE = re.compile(r"(?:cases/|law/)?[a-z0-9-]+\.yaml")
TOGETHER = ("floors.md",)
"""Guides whose examples are files of one business."""


def all_examples() -> list[Example]:
    return [example for guide in guides() for example in examples(guide)]


def named(guide: str, pattern: re.Pattern[str]) -> list[Example]:
    return [one for one in all_examples() if one.guide == guide and one.what and pattern.fullmatch(one.what)]


@pytest.fixture(scope="module")
def corner_shop() -> Business:
    business, findings = build(BASE)
    assert () == findings
    assert business is not None
    return business


# --- generated parts --------------------------------------------------------------------------


@pytest.mark.parametrize("guide", [*guides(), API], ids=lambda guide: f"{guide.parent.name}-{guide.name}")
def test_generated_parts_are_as_their_sources_say(guide: Path):
    """Else: `python -m tests.conformance.documentation`."""
    text = guide.read_text(encoding="utf-8")
    assert rewritten(text) == text


def test_every_part_that_is_generated_stands_in_a_guide():
    text = "".join(guide.read_text(encoding="utf-8") for guide in (*guides(), API))
    assert [] == [part for part in PARTS if f"<!-- generated: {part} -->" not in text]


def test_every_kind_has_an_example():
    assert [] == [kind for kind in KINDS if not named(f"kinds/{kind}.md", re.compile(kind))]


# --- examples ---------------------------------------------------------------------------------


def test_the_first_policy_can_be_written_as_the_guide_says(tmp_path: Path):
    folder = tmp_path / "tea-house"
    for one in named("README.md", WHOLE_FILE):
        file = folder / (one.what or "")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(one.text, encoding="utf-8")
    loaded = load(folder)
    assert () == loaded.diagnostics
    assert loaded.bundle is not None
    results = run_cases(loaded.bundle.businesses["tea-house"].business, govern)
    assert results
    assert [] == [(result.case.id, result.differences) for result in results if not result.passed]


@pytest.mark.parametrize(
    "example", [one for one in all_examples() if one.what in KINDS], ids=lambda one: one.text.splitlines()[0]
)
def test_the_example_of_a_kind_has_no_finding(example: Example, tmp_path: Path):
    section = Section("example.yaml", "whole", example.text)
    assert () == load(lay_out((section, *spreadsheets(example)), tmp_path)).diagnostics


def spreadsheets(example: Example) -> list[Section]:
    """The tables of the same guide that an example names."""
    return [
        Section(one.what, "whole", one.text)
        for one in all_examples()
        if one.guide == example.guide and one.language == "csv" and one.what and f"file: {one.what}" in example.text
    ]


def test_every_spreadsheet_in_a_guide_belongs_to_an_example():
    tried = {section.file for one in all_examples() for section in spreadsheets(one)}
    assert {one.what for one in all_examples() if one.language == "csv"} == tried


@pytest.mark.parametrize(
    "example",
    [
        one
        for one in all_examples()
        if one.guide not in ("README.md", *TOGETHER)
        and one.what
        and WHOLE_FILE.fullmatch(one.what)
        and one.language == "yaml"
    ],
    ids=lambda one: f"{one.guide} {one.text.split()[0]} {one.text.split()[3]}",
)
def test_an_example_laid_over_the_corner_shop_has_no_finding(example: Example, tmp_path: Path):
    assert example.what
    section = Section(example.what, None, example.text)
    found = load(lay_out((section,), tmp_path)).diagnostics
    assert () == (found if example.guide == "courtesy.md" else but_curt(found))


@pytest.mark.parametrize("guide", TOGETHER)
def test_the_files_of_a_guide_make_one_business(guide: str, tmp_path: Path):
    sections = tuple(Section(one.what or "", None, one.text) for one in named(guide, WHOLE_FILE))
    assert () == load(lay_out(sections, tmp_path)).diagnostics


def test_every_yaml_example_is_one_that_a_test_tries():
    tried = {*KINDS}
    untried = [
        (one.guide, one.text)
        for one in all_examples()
        if one.language == "yaml" and one.what not in tried and not WHOLE_FILE.fullmatch(one.what or "")
    ]
    assert [] == untried


@pytest.mark.parametrize(
    "example",
    [one for one in all_examples() if one.language == "python"],
    ids=lambda one: f"{one.guide} {one.text.split()[1]}",
)
def test_an_example_in_python_runs(example: Example, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(example.text, example.guide, "exec"), {})
    assert list(tmp_path.iterdir())


# --- the tables of the language ---------------------------------------------------------------


def scope_of(business: Business) -> Scope:
    """The facts, and the fields of one line of an order."""
    lines = business.facts["order.lines"].type
    return Scope(business.facts).holding("line", lines)


def read(text: str, subject: str, business: Business) -> object:
    """The condition of a test on a fact; a readable failure where there is none."""
    faults, scope = Faults(lambda _start, _end: NOWHERE), scope_of(business)
    found = scope.find(subject, NOWHERE)
    assert found, f"no fact `{subject}`"
    condition = read_test(text, found, scope, faults)
    assert [] == faults.found
    return condition


TESTS = list(table_rows(LANGUAGE, "a fact", "in words", "in signs", "holds when"))


@pytest.mark.parametrize(("fact", "words", "signs", "meaning"), TESTS, ids=[f"{row[0]} {row[1]}" for row in TESTS])
def test_a_test_in_words_and_in_signs_says_the_same(fact, words, signs, meaning, corner_shop):
    subject = code_in(fact)[0]
    conditions = [read(text, subject, corner_shop) for text in (*code_in(words), *code_in(signs))]
    assert conditions
    assert [conditions[0]] * len(conditions) == conditions


FORMULAS = list(table_rows(LANGUAGE, "formula", "type", "gives"))


@pytest.mark.parametrize(("formula", "kind", "meaning"), FORMULAS, ids=[row[0] for row in FORMULAS])
def test_a_formula_has_the_type_that_the_table_says(formula, kind, meaning, corner_shop):
    for text in code_in(formula):
        faults = Faults(lambda _start, _end: NOWHERE)
        typed = read_formula(text, scope_of(corner_shop), faults)
        assert [] == faults.found
        assert typed
        assert kind == in_words(typed.type)


LEFT_OUT = list(table_rows(FEEL, "FEEL has", "example", "here"))


@pytest.mark.parametrize(("what", "example", "here"), LEFT_OUT, ids=[row[0] for row in LEFT_OUT])
def test_what_is_left_out_is_refused(what, example, here, corner_shop):
    scope = scope_of(corner_shop)
    subject = scope.find("order.count", NOWHERE)
    assert subject
    for text in code_in(example):
        faults = Faults(lambda _start, _end: NOWHERE)
        results = (read_formula(text, scope, faults), read_test(text, subject, scope, faults))
        assert (None, None) == results


def test_every_function_stands_in_an_example_that_is_typed(corner_shop):
    text = LANGUAGE.read_text(encoding="utf-8")
    assert [] == [name for name in SIGNATURES if f"`{name}(" not in text]


def test_conditions_are_flags_wherever_the_guide_calls_them_so(corner_shop):
    assert FlagType() in {one.type for one in corner_shop.facts.values()}


# --- links ------------------------------------------------------------------------------------


@pytest.mark.parametrize("guide", guides(), ids=name_of)
def test_links_lead_somewhere(guide: Path):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", guide.read_text(encoding="utf-8"))
    assert [] == [target for target in targets if not (guide.parent / target).exists()]


def test_a_section_takes_the_place_of_the_base_s():
    base = "a: 1\nb:\n  - 2\nc: 3\n"
    assert "b: 4\na: 1\nc: 3\n" == overlaid("b: 4\n", base)
