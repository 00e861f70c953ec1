"""The generated parts of the guides below `policies/`, and the examples and tables of theirs that tests try.

`python -m tests.conformance.documentation` rewrites every part between `<!-- generated: <part> -->` and
`<!-- end -->` from its one source, there and in `api/README.md`: the shapes of the files, the settings, the kinds of
problems, the table of functions, the conformance cases.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import click
import msgspec

from policykit.cli import COMMANDS
from policykit.cli import main as main_command
from policykit.codes import GROUPS
from policykit.diagnostics import Diagnostic
from policykit.kinds import KINDS
from policykit.kinds.files import BusinessFile, CasesFile, FactsFile, PhrasesFile
from policykit.kinds.law import PackFile
from policykit.kinds.policy import PolicyFile
from policykit.language.functions import SIGNATURES
from policykit.language.parse import KEYWORDS
from policykit.pipeline import load
from policykit.source.field_table import FieldRow, FieldTable, field_table
from policykit_api.problem_kinds import KINDS as PROBLEMS
from policykit_api.settings.showing import tables
from tests.conformance.suite import TODAY, Case, Section, accepts, lay_out, lay_out_published, rejects

GUIDES = Path(__file__).parents[2] / "policies"
API = Path(__file__).parents[2] / "api" / "README.md"

_PART = re.compile(r"(<!-- generated: (?P<part>[^>]+) -->\n)(?:.*?\n)??(<!-- end -->)", re.DOTALL)
_FENCE = re.compile(r"^```(?P<language>\w+)(?: (?P<what>[^\n]+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LONGEST_EXAMPLE = 30
"""Lines of a case that the guide shows; of a longer one, it shows the first ones."""


# --- what the guides hold ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced example: the guide it stands in, by its path, its language, what it is said to be, and its text."""

    guide: str
    language: str
    what: str | None
    text: str


def guides() -> tuple[Path, ...]:
    """Every page; what stands in the folder of a business is its own."""
    return tuple(sorted((*GUIDES.glob("*.md"), *GUIDES.glob("kinds/*.md"), *GUIDES.glob("diagnostics/*.md"))))


def name_of(guide: Path) -> str:
    return guide.relative_to(GUIDES).as_posix()


def examples(guide: Path) -> tuple[Example, ...]:
    """The fenced examples that people wrote; what is generated is tried by its source's own tests."""
    text = _PART.sub("", guide.read_text(encoding="utf-8"))
    return tuple(
        Example(name_of(guide), found["language"], found["what"], found["text"]) for found in _FENCE.finditer(text)
    )


def table_rows(guide: Path, *columns: str) -> Iterator[tuple[str, ...]]:
    """The cells of all tables with exactly these columns; a `|` within a cell is written `\\|`."""
    heading = f"| {' | '.join(columns)} |"
    lines = iter(guide.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line == heading:
            next(lines)
            for row in lines:
                if not row.startswith("|"):
                    break
                yield tuple(cell.strip() for cell in row.strip("|").split(" | "))


def code_in(cell: str) -> tuple[str, ...]:
    """The pieces of a cell that stand between backticks."""
    return tuple(re.findall(r"`([^`]+)`", cell))


# --- what is generated ------------------------------------------------------------------------


def rewritten(text: str) -> str:
    """A guide with every generated part as its source now gives it."""
    return _PART.sub(lambda found: f"{found[1]}\n{PARTS[found['part']]().strip()}\n\n{found[3]}", text)


def fields_of(shape: type[msgspec.Struct]) -> Callable[[], str]:
    return lambda: in_markdown(field_table(shape))


def fields_of_kind(name: str) -> Callable[[], str]:
    """What a kind's file has beside what every policy has; what an earlier kind has shown is not repeated."""

    def tables() -> str:
        earlier = [PolicyFile, *(kind.shape for kind in KINDS.values())]
        known = {table.about for shape in earlier[: earlier.index(KINDS[name].shape)] for table in field_table(shape)}
        common = {row.name for row in field_table(PolicyFile)[0].rows}
        own, *others = field_table(KINDS[name].shape)
        rows = tuple(row for row in own.rows if row.name not in common)
        return in_markdown((FieldTable("", "", rows), *(table for table in others if table.about not in known)))

    return tables


def fields_of_a_pack() -> str:
    """What a law pack has; what facts and policies have too is not repeated."""
    known = {table.about for shape in (FactsFile, PolicyFile) for table in field_table(shape)}
    known |= {table.about for kind in KINDS.values() for table in field_table(kind.shape)}
    return in_markdown(tuple(table for table in field_table(PackFile) if table.about not in known))


def in_markdown(tables: tuple[FieldTable, ...]) -> str:
    return "\n\n".join(one_table(table) for table in tables)


def one_table(table: FieldTable) -> str:
    head = [f"**{table.title[0].upper()}{table.title[1:]}.** {table.about}", ""] if table.title else []
    rows = (one_row(row) for row in table.rows)
    return "\n".join([*head, "| key | takes | meaning | example |", "|---|---|---|---|", *rows])


def one_row(row: FieldRow) -> str:
    name = row.name if " " in row.name else f"`{row.name}`"
    needed = f"{name} **required**" if row.required else name
    cells = (needed, row.type, row.meaning, f"`{row.example}`" if row.example else "")
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def functions() -> str:
    rows = (f"| `{one.function}({one.takes})` | {one.gives} | `{one.example}` |" for one in SIGNATURES.values())
    return "\n".join(["| function | gives | example |", "|---|---|---|", *rows])


def keywords() -> str:
    return ", ".join(f"`{word}`" for word in sorted(KEYWORDS))


def kinds() -> str:
    rows = (f"| [`{kind.name}`](kinds/{kind.name}.md) | {kind.about} |" for kind in KINDS.values())
    return "\n".join(["| kind | what it is for |", "|---|---|", *rows])


def problems() -> str:
    """Every kind of problem by its status: the address that is its type, and its title."""
    rows = (
        f"| {kind.status} | `{kind.type}` | {kind.title} |" for kind in sorted(PROBLEMS, key=lambda kind: kind.status)
    )
    return "\n".join(["| status | `type` | what it says |", "| --- | --- | --- |", *rows])


def commands() -> str:
    """Every command: how it is called, what it does, examples and options, as its own help has them."""
    context = click.Context(main_command, info_name="policykit")
    found = ((name, main_command.get_command(context, name)) for name in COMMANDS)
    return "\n\n".join(one_command(name, command) for name, command in found if command)


def one_command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"policykit {name}")
    usage = " ".join(("policykit", name, *command.collect_usage_pieces(context)))
    about = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    examples_of = [line.removeprefix("  ") for line in (command.epilog or "").splitlines() if line.startswith("  ")]
    options = [param for param in command.params if isinstance(param, click.Option)]
    rows = (f"| {' | '.join(one_option(option))} |" for option in options)
    table = "\n".join(["| option | what it does |", "|---|---|", *rows]) if options else "It has no options."
    shown = "\n".join(("```", usage, "", *examples_of, "```"))
    return f"## {name}\n\n{shown}\n\n{about}\n\n{table}"


def one_option(option: click.Option) -> tuple[str, str]:
    words = option.type.choices if isinstance(option.type, click.Choice) else ()
    kind = "|".join(map(str, words)) or option.type.name.upper()
    takes = "" if option.is_flag else (option.metavar or kind).replace("|", "\\|")
    default = f" If not given: `{option.default}`." if option.show_default and option.default else ""
    return f"`{', '.join(option.opts)}{f' {takes}' if takes else ''}`", f"{option.help or ''}{default}"


# --- diagnostics ------------------------------------------------------------------------------


def page_of(group: str) -> str:
    """The page of a group of codes, from the folder of the guides."""
    return f"diagnostics/{group.lower().replace(',', '').replace(' ', '-')}.md"


def index_of_diagnostics() -> str:
    """Every code with its meaning, under a heading that leads to the page of its group."""
    parts: list[str] = []
    for group, codes in GROUPS.items():
        rows = (f"| [`{name}`]({page_of(group)}#{name}) | {code.meaning} |" for name, code in codes.items())
        parts += [f"## [{group}]({page_of(group)})", "\n".join(["| code | says |", "|---|---|", *rows])]
    return "\n\n".join(parts)


def diagnostics_of(group: str) -> Callable[[], str]:
    """Each code under its heading: its meaning, then an example each case, its message and its mended form."""

    def codes() -> str:
        parts: list[str] = []
        for name, code in GROUPS[group].items():
            kind = "" if code.severity == "error" else f" A {code.severity}: the files can be used all the same."
            parts.append(f"## {name}\n\n{code.meaning[0].upper()}{code.meaning[1:]}.{kind}")
            parts += [one_case(case, accepted()[case.id]) for case in rejected().get(name, ())]
        return "\n\n".join(parts)

    return codes


@cache
def rejected() -> Mapping[str, tuple[Case, ...]]:
    return {code: tuple(cases) for code, cases in groupby(rejects(), key=lambda case: case.code)}


@cache
def accepted() -> Mapping[str, Case]:
    return {case.id: case for case in accepts()}


def one_case(wrong: Case, mended: Case) -> str:
    said = "\n".join(one_message(finding) for finding in findings(wrong) if finding.code == wrong.code)
    return f"{shown(wrong.sections)}\n\n{said}\n\nMended:\n\n{shown(changed(wrong, mended))}"


def findings(case: Case) -> tuple[Diagnostic, ...]:
    with tempfile.TemporaryDirectory() as place:
        published = lay_out_published(case.sections, Path(place))
        return load(lay_out(case.sections, Path(place)), TODAY, published).diagnostics


def one_message(finding: Diagnostic) -> str:
    place = f"{finding.span.file.partition('/')[2]}, line {finding.span.line}, column {finding.span.column}"
    return f"> {place}: {finding.message}" + (f"\n> — {finding.help}" if finding.help else "")


def changed(wrong: Case, mended: Case) -> tuple[Section, ...]:
    """The sections of the mended form that differ; all, where they only went away."""
    return tuple(section for section in mended.sections if section not in wrong.sections) or mended.sections


def shown(sections: tuple[Section, ...]) -> str:
    return "\n\n".join(one_section(section) for section in sections)


NOTES: Mapping[str, str] = {
    "none": "there is no such file",
    "latin-1": "saved in the encoding Latin-1",
    "published": "as published",
    "gbk": "saved in the encoding GBK",
    "utf-16": "saved in the encoding UTF-16",
}


def one_section(section: Section) -> str:
    note = NOTES.get(section.how or "", section.how if section.how and section.how.endswith("times") else None)
    head = f"`{section.file}`" + (f" ({note})" if note else "")
    if not section.text.strip():
        return head if note else f"{head}, as it was"
    lines = section.text.rstrip("\n").split("\n")
    cut = [*lines[: _LONGEST_EXAMPLE - 1], "# …"] if len(lines) > _LONGEST_EXAMPLE else lines
    text = "\n".join(line.replace("\u200b", "�") for line in cut)
    return f"{head}\n\n```{section.file.rpartition('.')[2]}\n{text}\n```"


def corner_shop() -> str:
    """The files of the shop on whose facts and phrases the guides' examples count."""
    folder = Path(__file__).parent / "base" / "corner-shop"
    shown = ("business.yaml", "phrases.yaml", "facts.yaml")
    return "\n\n".join(f"`{name}`:\n\n```yaml\n{(folder / name).read_text(encoding='utf-8')}```" for name in shown)


PARTS: Mapping[str, Callable[[], str]] = {
    "fields of business.yaml": fields_of(BusinessFile),
    "fields of facts.yaml": fields_of(FactsFile),
    "fields of phrases.yaml": fields_of(PhrasesFile),
    "fields of a file in cases": fields_of(CasesFile),
    "fields of every policy": fields_of(PolicyFile),
    "fields of a law pack": fields_of_a_pack,
    **{f"fields of {name}": fields_of_kind(name) for name in KINDS},
    "kinds": kinds,
    "the corner shop": corner_shop,
    "functions": functions,
    "words of the language": keywords,
    "commands": commands,
    "settings": tables,
    "problems": problems,
    "diagnostics": index_of_diagnostics,
    **{f"diagnostics, {group}": diagnostics_of(group) for group in GROUPS},
}
"""Every generated part by its name."""


def new_pages() -> None:
    """A page for each group of codes that has none."""
    for group in GROUPS:
        page = GUIDES / page_of(group)
        page.parent.mkdir(exist_ok=True)
        if not page.exists():
            page.write_text(f"# {group}\n\n<!-- generated: diagnostics, {group} -->\n<!-- end -->\n", encoding="utf-8")


def main() -> None:
    new_pages()
    for guide in (*guides(), API):
        guide.write_text(rewritten(guide.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
