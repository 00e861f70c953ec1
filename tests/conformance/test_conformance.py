"""Every case of the suite through every way from files to a business."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policykit.codes import CODES
from policykit.diagnostics import Diagnostic, has_errors
from policykit.pipeline import State, load
from policykit.source.build import build
from tests.conformance.suite import (
    BASE,
    TODAY,
    Case,
    Expected,
    accepts,
    concerning,
    lay_out,
    lay_out_published,
    rejects,
)

Findings = tuple[Diagnostic, ...]


def loaded(folder: Path, published: State | None) -> tuple[bool, Findings]:
    result = load(folder, TODAY, published)
    return result.bundle is not None, result.diagnostics


def loaded_from_above(folder: Path, published: State | None) -> tuple[bool, Findings]:
    return loaded(folder.parent, published and State(published.folder.parent, published.name))


IMPLEMENTATIONS: tuple[Callable[[Path, State | None], tuple[bool, Findings]], ...] = (loaded, loaded_from_above)
"""Each gives whether the business can be used, and all findings."""

each_way = pytest.mark.parametrize("implementation", IMPLEMENTATIONS, ids=lambda way: way.__name__)


def by_id(cases: tuple[Case, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.id)


def placed(findings: Findings) -> tuple[Expected, ...]:
    return tuple(
        Expected(one.code, one.span.file.partition("/")[2], one.span.line, one.span.column) for one in findings
    )


def laid_out(case: Case, place: Path) -> tuple[Path, State | None]:
    return lay_out(case.sections, place), lay_out_published(case.sections, place)


@each_way
@by_id(rejects())
def test_what_is_wrong_is_found_where_it_stands(case: Case, implementation, tmp_path: Path):
    usable, findings = implementation(*laid_out(case, tmp_path))
    assert case.expected == placed(concerning(case, findings))
    assert usable is not has_errors(findings)


@each_way
@by_id(accepts())
def test_the_mended_form_gives_no_finding(case: Case, implementation, tmp_path: Path):
    usable, findings = implementation(*laid_out(case, tmp_path))
    assert (True, ()) == (usable, concerning(case, findings))


SIZES = {"too-short", "too-long", "too-few", "too-many"}
"""Their messages say what is possible, so that no help is needed."""


@by_id(rejects())
def test_a_finding_is_registered_and_says_what_to_do(case: Case, tmp_path: Path):
    for finding in loaded(*laid_out(case, tmp_path))[1]:
        assert CODES[finding.code].severity == finding.severity
        assert in_the_manner_of_a_message(finding.message)
        assert finding.code in SIZES or in_the_manner_of_a_message(finding.help or "")


def in_the_manner_of_a_message(text: str) -> bool:
    """Whether it begins small (`YAML` is a name) and ends without a period."""
    return bool(text) and (text[0].islower() or text[0] == "`" or text.startswith("YAML")) and text[-1] != "."


def test_the_base_business_gives_no_finding():
    business, findings = build(BASE)
    assert () == findings
    assert business is not None


def test_every_case_has_its_mended_form():
    assert [case.id for case in rejects()] == [case.id for case in accepts()]


def test_a_case_stands_in_the_folder_of_its_code():
    assert [] == [case.id for case in rejects() if case.code not in {found.code for found in case.expected}]


def test_a_mended_form_expects_nothing():
    assert [] == [case.id for case in accepts() if case.expected]
