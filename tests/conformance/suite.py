"""The cases of the conformance suite: small overlays on one base business, and the findings they must give.

A case is a text file. Its first lines say what must be found (`expect: <code> <file> <line>:<column>`), or
that nothing is (`expect: nothing`). Then come sections, each headed `--- <file>`: its top-level keys take the
place of those in the base business's file, and stand at its top, so that lines count from the heading. Behind
the file's name may stand `(whole)`: nothing of the base's file stays; `(none)`: there is no such file;
`(latin-1)`, `(gbk)`, `(utf-16)`: the file is not UTF-8; `(30000 times)`: the section is repeated, as a whole
file; `(published)`: it is laid over the base as that was published, and the rest is compared with it.

`reject/<code>/<name>.txt` is wrong, and `accept/<code>/<name>.txt` is its mended form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from shutil import copytree

from policykit.codes import COURTESY
from policykit.diagnostics import Diagnostic
from policykit.pipeline import State

FOLDER = Path(__file__).parent
BASE = FOLDER / "base" / "corner-shop"

TODAY = date(2026, 7, 1)
"""The day on which the cases are checked."""

PUBLISHED = "published"

MADE_BY_CODE = frozenset({"unreadable-file"})
"""The codes that no file's content brings about; `test_hostile.py` shows them."""

ENCODINGS = ("latin-1", "gbk", "utf-16")
"""The encodings, other than UTF-8, that a case's file may have."""

_HEADING = re.compile(r"^--- (?P<file>\S+)(?: \((?P<how>[^)]*)\))?$", re.MULTILINE)
_EXPECT = re.compile(r"^expect: (?P<code>\S+) (?P<file>\S+) (?P<line>\d+):(?P<column>\d+)$", re.MULTILINE)
_KEY = re.compile(r"^([^\s#:'\"]+):(?=\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Expected:
    """A finding: its code and where it must point, with the file's path inside the business."""

    code: str
    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of one file, and how it gets there."""

    file: str
    how: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case: `code/name`, what must be found, and the sections to lay over the base."""

    id: str
    expected: tuple[Expected, ...]
    sections: tuple[Section, ...]

    @property
    def code(self) -> str:
        return self.id.partition("/")[0]


def rejects() -> tuple[Case, ...]:
    """What must be refused, by id."""
    return cases(FOLDER / "reject")


def accepts() -> tuple[Case, ...]:
    """What must pass without any finding, by id."""
    return cases(FOLDER / "accept")


def cases(folder: Path) -> tuple[Case, ...]:
    return tuple(case(file, folder) for file in sorted(folder.glob("*/*.txt")))


def case(file: Path, folder: Path) -> Case:
    text = file.read_text(encoding="utf-8")
    head, *rest = _HEADING.split(text)
    sections = tuple(
        Section(name, how, piece.removeprefix("\n")) for name, how, piece in zip(*[iter(rest)] * 3, strict=True)
    )
    expected = tuple(
        Expected(found["code"], found["file"], int(found["line"]), int(found["column"]))
        for found in _EXPECT.finditer(head)
    )
    return Case(file.relative_to(folder).with_suffix("").as_posix(), expected, sections)


def concerning(case: Case, findings: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """The findings that a case is about."""
    return findings if case.code in COURTESY else but_curt(findings)


def but_curt(findings: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """All but the warnings about courtesy: a piece that shows one thing in few lines may be curt otherwise."""
    curt = {code for code, said in COURTESY.items() if said.severity == "warning"}
    return tuple(finding for finding in findings if finding.code not in curt)


def lay_out_published(sections: tuple[Section, ...], place: Path) -> State | None:
    """What was published, written below ``place``; None where the case does not say."""
    published = tuple(replace(section, how=None) for section in sections if section.how == PUBLISHED)
    return State(lay_out(published, place / PUBLISHED), "v1") if published else None


def lay_out(sections: tuple[Section, ...], place: Path) -> Path:
    """The base business with the sections laid over it, written below ``place``; returns its folder."""
    business = place / BASE.name
    copytree(BASE, business)
    for section in sections:
        if section.how == PUBLISHED:
            continue
        file = business / section.file
        if section.how == "none":
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content(section, file))
    return business


def content(section: Section, file: Path) -> bytes:
    """The bytes of the file that a section makes."""
    if section.how in ENCODINGS:
        return section.text.encode(section.how)
    if section.how and (times := re.fullmatch(r"(\d+) times", section.how)):
        return (section.text * int(times[1])).encode()
    if section.how == "whole" or not file.exists():
        return section.text.encode()
    return overlaid(section.text, file.read_text(encoding="utf-8")).encode()


def overlaid(text: str, base: str) -> str:
    """The text, followed by those top-level entries of the base that it does not have itself."""
    own = set(_KEY.findall(text))
    return text + "".join(block for key, block in blocks(base) if key not in own)


def blocks(base: str) -> list[tuple[str, str]]:
    """The top-level entries of a file: key, and text up to the next."""
    starts = [*_KEY.finditer(base)]
    ends = [*(match.start() for match in starts[1:]), len(base)]
    return [(match[1], base[match.start() : end]) for match, end in zip(starts, ends, strict=True)]
