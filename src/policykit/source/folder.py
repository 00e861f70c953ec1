"""The files of one business's folder, read within limits; nothing outside the folder is followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from policykit.diagnostics import Diagnostic
from policykit.model import Span
from policykit.source import decode, spreadsheet
from policykit.source.read import Document, read
from policykit.source.spreadsheet import SAVE_AGAIN, Grid, read_grid

MOST_FILES = 2_000
MOST_TEMPLATE = 64 * 1024
"""Bytes of a template: far beyond any of policykit's own."""
TABLES, TEMPLATES = "tables", "templates"


@dataclass(frozen=True, slots=True)
class Folder:
    """The documents and tables by their path inside the folder, what was found in reading, and the digest of it all.

    A table that cannot be read is None.
    """

    name: str
    documents: dict[str, Document]
    found: tuple[Diagnostic, ...]
    digest: str
    unread: bool = False
    """Whether a policy's file could not be read at all."""
    tables: Mapping[str, Grid | None] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    """The texts of templates, by their names below `templates/`."""
    sentences: Mapping[str, Document] = field(default_factory=dict)
    """The files of sentences among them."""


def read_folder(path: Path) -> Folder:
    """Every YAML file of the folder and of its `cases/`, every CSV file of its `tables/`, and its `templates/`.

    Files are named ``<folder>/<file>`` in diagnostics.
    """
    documents: dict[str, Document] = {}
    tables: dict[str, Grid | None] = {}
    templates: dict[str, str] = {}
    sentences: dict[str, Document] = {}
    found: list[Diagnostic] = []
    digest = sha256(surroundings())
    paths = _files(path)
    if len(paths) > MOST_FILES:
        place = Span(path.name, 1, 1, 1, 1)
        return Folder(
            path.name,
            {},
            (Diagnostic("too-many", f"more than {MOST_FILES} files", place, help="split the business"),),
            "",
        )
    for file in paths:
        inside = file.relative_to(path).as_posix()
        content = content_of(file)
        if isinstance(content, str):
            place = Span(f"{path.name}/{inside}", 1, 1, 1, 1)
            found.append(
                Diagnostic(
                    "unreadable-file", f"this file cannot be opened: {content}", place, help="see who may read it"
                )
            )
            continue
        digest.update(f"{inside}\0{len(content)}\0".encode() + content)
        if file.suffix == ".csv":
            tables[inside], diagnostics = read_grid(f"{path.name}/{inside}", content)
            found += diagnostics
            continue
        if inside.startswith(f"{TEMPLATES}/") and file.suffix != ".yaml":
            text, faults = decode.decode_text(f"{path.name}/{inside}", content, MOST_TEMPLATE)
            found += faults
            if text is not None:
                templates[inside.partition("/")[2]] = text.typed
            continue
        document, diagnostics = read(f"{path.name}/{inside}", content)
        found += diagnostics
        if document is not None and inside.startswith(f"{TEMPLATES}/"):
            sentences[inside.partition("/")[2]] = document
        elif document is not None:
            documents[inside] = document
    policies = [inside for inside in (file.relative_to(path).as_posix() for file in paths) if "/" not in inside]
    unread = any(inside not in documents for inside in policies)
    found += _other_endings(path)
    name = f"sha256:{digest.hexdigest()}"
    return Folder(path.name, documents, tuple(found), name, unread, tables, templates, sentences)


def content_of(file: Path) -> bytes | str:
    """The bytes of a file, or why they cannot be had."""
    try:
        with file.open("rb") as stream:
            # One byte over the limit is enough for the reader to see that it is exceeded.
            return stream.read((spreadsheet.MOST_BYTES if file.suffix == ".csv" else decode.MOST_BYTES) + 1)
    except OSError as fault:
        return (fault.strerror or "unknown reason").lower()


def _other_endings(path: Path) -> list[Diagnostic]:
    """Files that their author may believe to be read."""
    advice = dict.fromkeys((*path.glob("*.yml"), *path.glob("cases/*.yml")), "let its name end in `.yaml`")
    advice |= {file: f"in the spreadsheet, {SAVE_AGAIN}" for file in path.glob(f"{TABLES}/*") if file.suffix != ".csv"}
    return [
        Diagnostic(
            "file-ending",
            f"a file that ends in `{file.suffix or file.name}` is not read",
            Span(f"{path.name}/{file.relative_to(path).as_posix()}", 1, 1, 1, 1),
            help=advice[file],
        )
        for file in sorted(advice)
        if not file.name.startswith((".", "~"))  # what a system or an open spreadsheet leaves there
    ]


def _files(path: Path) -> list[Path]:
    root = path.resolve()
    found = [*path.glob("*.yaml"), *path.glob("cases/*.yaml"), *path.glob(f"{TABLES}/*.csv")]
    found += [file for file in path.glob(f"{TEMPLATES}/**/*") if not file.name.startswith((".", "~"))]
    return sorted(file for file in found if file.is_file() and file.resolve().is_relative_to(root))


@cache
def surroundings() -> bytes:
    """What decides beside the files: the rules of time zones and the holidays."""
    return f"tzdata {version('tzdata')} holidays {version('holidays')}\0".encode()
