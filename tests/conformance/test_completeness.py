"""Every word that an author, a caller or an operator can use stands in a guide: the lists come from the code."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click
import msgspec
import pytest

from policykit.cli import COMMANDS, main
from policykit.cli.decide import PARTS
from policykit.codes import CODES
from policykit.decision import Status
from policykit.explain import Audience
from policykit.kinds import KINDS
from policykit.kinds import files as shapes
from policykit.kinds.policy import PolicyFile
from policykit.language.functions import SIGNATURES
from policykit.model import Aggregation, Combination, Comparator, DecidedBy, HitPolicy, Origin, Quantity, Tone
from policykit.model.law import Confidence
from policykit.model.time import DAYS_OF_WEEK, Unit
from policykit.source.answers import DEADLINES, OTHERS, PHRASES
from policykit.source.conditions import GROUPS
from policykit.source.field_table import field_table
from policykit_api.wire.request import DecideRequest
from tests.conformance.documentation import GUIDES, guides, name_of

CODE = re.compile(r"```.*?```|``.+?``|`[^`\n]+`", re.DOTALL)


def words_in_code(*pages: str) -> set[str]:
    """The words that stand between backticks or in examples on the pages, and what stands there as a whole."""
    found: set[str] = set()
    for page in pages:
        for code in CODE.findall((GUIDES / page).resolve().read_text(encoding="utf-8")):
            text = code.strip("`")
            found |= {text.strip(), text.strip().rstrip(":"), *re.findall(r"[A-Za-z_]+(?:-[a-z]+)*|[<>=!]+", text)}
    return found


def shape_keys(shape: type[msgspec.Struct]) -> set[str]:
    return {row.name for table in field_table(shape) for row in table.rows if " " not in row.name}


def words_for_types() -> Iterable[str]:
    return msgspec.json.schema(shapes.FactEntry)["$defs"]["FactEntry"]["properties"]["type"]["enum"]


DOCUMENTED: dict[str, tuple[Iterable[str], tuple[str, ...]]] = {
    "kinds": (KINDS, ("kinds.md",)),
    "types of facts": (words_for_types(), ("facts.md",)),
    "who can say": (Origin, ("facts.md",)),
    "functions": (SIGNATURES, ("tests-and-formulas.md",)),
    "comparisons": ((one.value for one in Comparator), ("tests-and-formulas.md",)),
    "groups of tests": (GROUPS, ("tests-and-formulas.md",)),
    "tests of lists": ((one.value for one in Quantity), ("lists.md",)),
    "what is made of lists": (Aggregation, ("lists.md",)),
    "units of time": ((one.value for one in Unit), ("time.md",)),
    "days of the week": (DAYS_OF_WEEK, ("files.md",)),
    "hit policies": (HitPolicy, ("tables.md",)),
    "combinations": (Combination, ("kinds.md",)),
    "who decides": (DecidedBy, ("kinds/decision.md",)),
    "tones": (Tone, ("kinds/decision.md",)),
    "keys of an answer": ((*DEADLINES, *PHRASES, *OTHERS), ("kinds/decision.md",)),
    "deadlines in cases": (DEADLINES, ("cases.md",)),
    "statuses": (Status, ("cases.md",)),
    "confidence in a law": (Confidence, ("floors.md",)),
    "codes": (CODES, ("diagnostics.md",)),
    "commands": (COMMANDS, ("commands.md", "../README.md")),
    "members of a request": (DecideRequest.__struct_fields__, ("../api/README.md",)),
    "parts of an answer": (PARTS, ("../api/README.md",)),
    "audiences": (Audience, ("../api/README.md",)),
}
"""What there is, as the code lists it, and the pages on which each must stand."""


@pytest.mark.parametrize("what", DOCUMENTED)
def test_every_word_is_documented(what: str):
    words, pages = DOCUMENTED[what]
    for page in pages:
        known = words_in_code(page)
        assert [] == [word for word in map(str, words) if word not in known and word.replace(" ", "") not in known], (
            page
        )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name: str):
    command = main.get_command(click.Context(main), name)
    assert command
    section = (GUIDES / "commands.md").read_text(encoding="utf-8").split(f"\n## {name}\n")[1].split("\n## ")[0]
    options = [option for param in command.params if isinstance(param, click.Option) for option in param.opts]
    assert [] == [option for option in options if f"`{option}" not in section]


SHAPES = {
    "files.md": (shapes.BusinessFile, shapes.PhrasesFile),
    "facts.md": (shapes.FactsFile,),
    "cases.md": (shapes.CasesFile,),
    "kinds.md": (PolicyFile,),
    **{f"kinds/{name}.md": (kind.shape,) for name, kind in KINDS.items()},
}


@pytest.mark.parametrize("page", SHAPES)
def test_every_key_is_documented(page: str):
    """On the page of the file or kind; what all policies have, and what kinds share, on the pages of those."""
    keys = {key for shape in SHAPES[page] for key in shape_keys(shape)}
    shared = ("kinds.md", "kinds/decision.md", "tables.md") if page.startswith("kinds/") else ()
    assert [] == sorted(keys - words_in_code(page, *shared))


def test_the_entry_leads_to_every_page():
    """Pages in folders are led to by the page of the folder's name."""
    entry = (GUIDES / "README.md").read_text(encoding="utf-8")
    led = {name_of(guide) for guide in guides() if f"({name_of(guide)})" in entry}
    for folder in ("kinds", "diagnostics"):
        text = (GUIDES / f"{folder}.md").read_text(encoding="utf-8")
        led |= {name_of(guide) for guide in guides() if f"({name_of(guide)}" in text}
    assert {"README.md"} == {name_of(guide) for guide in guides()} - led


def test_every_example_business_is_named_in_the_entry():
    entry = (GUIDES / "README.md").read_text(encoding="utf-8")
    folders = [folder.name for folder in GUIDES.iterdir() if (folder / "business.yaml").is_file()]
    assert [] == [name for name in folders if f"({name})" not in entry]
