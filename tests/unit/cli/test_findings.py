from __future__ import annotations

from pathlib import Path

import pytest

from policykit.cli import findings
from policykit.diagnostics import Diagnostic, Related
from policykit.model import NOWHERE, Span

FILE = "shop/claim.yaml"


def written(folder: Path, text: str) -> None:
    (folder / "shop").mkdir(exist_ok=True)
    (folder / FILE).write_text(text, encoding="utf-8", newline="")
    findings._lines.cache_clear()


def on_line(line: int, column: int, end: int) -> Span:
    return Span(FILE, line, column, line, end)


def underlined(folder: Path, span: Span) -> list[str]:
    import click

    return [click.unstyle(line) for line in findings.excerpt(span, folder, "red")]


def text(folder: Path, *found: Diagnostic) -> list[str]:
    import click

    return [click.unstyle(line) for line in findings.as_text(found, folder)]


def test_a_finding_reads_from_place_to_help(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "rules:\n  - claim.findin: stale\nfacts: []\n")
    found = Diagnostic(
        "unknown-fact",
        "unknown fact `claim.findin`",
        on_line(2, 5, 17),
        help="did you mean `claim.finding`?",
        related=(Related(on_line(3, 1, 6), "the facts stand here"),),
    )
    assert [
        "shop/claim.yaml:2:5: error[unknown-fact]: unknown fact `claim.findin`",
        "    2 |   - claim.findin: stale",
        "      |     ^^^^^^^^^^^^",
        "  help: did you mean `claim.finding`?",
        "  shop/claim.yaml:3:1: the facts stand here",
        "    3 | facts: []",
        "      | ^^^^^",
        "",
    ] == text(tmp_path, found)


@pytest.mark.parametrize(
    ("line", "span", "carets"),
    [
        ("茶行: 走味", on_line(1, 5, 7), "      |       ^^^^"),
        ("\ta: b", on_line(1, 2, 3), "      |  ^"),
        ("a: e\u0301x", on_line(1, 6, 7), "      |     ^"),
        ("end", on_line(1, 4, 4), "      |    ^"),
        ("a: >", Span(FILE, 1, 4, 3, 2), "      |    ^"),
    ],
    ids=["double width", "tab", "combining", "after the end", "several lines"],
)
def test_carets_stand_below_what_is_meant(tmp_path: Path, line: str, span: Span, carets: str):
    written(tmp_path, f"{line}\nb\nc\n")
    assert carets == underlined(tmp_path, span)[1]


def test_lines_count_as_the_reader_counts_them(tmp_path: Path):
    written(tmp_path, "\ufeffa\r\nb\u2028c\rd: x")
    assert "    3 | d: x" == underlined(tmp_path, on_line(3, 1, 2))[0]


def test_a_long_line_is_cut_around_the_place(tmp_path: Path):
    written(tmp_path, f"{'x' * 500}HERE{'y' * 500}")
    shown, carets = underlined(tmp_path, on_line(1, 501, 505))
    assert findings.LONGEST_LINE == len(shown) - len("    1 | ")
    assert "HERE" == shown[carets.index("^") : carets.rindex("^") + 1]


@pytest.mark.parametrize("span", [NOWHERE, Span("no-such-file.yaml", 1, 1, 1, 1), on_line(9, 1, 2)], ids=repr)
def test_a_place_without_a_line_has_no_excerpt(tmp_path: Path, span: Span):
    written(tmp_path, "a\n")
    assert [] == underlined(tmp_path, span)


def test_what_an_author_typed_cannot_write_to_the_terminal(tmp_path: Path):
    written(tmp_path, "a: \x1b[2Jb\n")
    assert "\x1b" not in "".join(text(tmp_path, Diagnostic("x", "bad `\x1b[2J`", on_line(1, 4, 5))))


def test_the_summary_counts_by_severity():
    import click

    one = Diagnostic("x", "x", on_line(1, 1, 2))
    warning = Diagnostic("y", "y", Span("shop/facts.yaml", 1, 1, 1, 2), severity="warning")
    assert "2 errors, 1 warning in 2 files" == click.unstyle(findings.summary([one, one, warning]))
    assert "no problems" == click.unstyle(findings.summary([]))
    variable = Diagnostic("z", "z", Span("POLICYKIT_LOG_LEVL", 0, 0, 0, 0))
    assert "1 error" == click.unstyle(findings.summary([variable]))
