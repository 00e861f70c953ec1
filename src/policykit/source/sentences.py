"""A business's own sentences: each takes the place of one of policykit's, and names no more than that one does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath

from policykit.bundled import bundled
from policykit.diagnostics import MOST_FINDINGS, Diagnostic, did_you_mean
from policykit.language.wording import names_in
from policykit.model import Span
from policykit.source.read import Document, read
from policykit.source.sheet import Sheet

ROOMS = ("explanation", "terms")
"""The folders of templates that have files of sentences."""
LONGEST = 2000
"""Characters of a sentence."""


def own_sentences(documents: Mapping[str, Document], sheet: Sheet) -> dict[str, dict[str, str]]:
    """The sentences of each file, by its name, by their keys. What is wrong with them is noted on the sheet."""
    found: dict[str, dict[str, str]] = {}
    for name, document in documents.items():
        faults = tuple(_faults(name, document))[:MOST_FINDINGS]
        sheet.found.extend(faults)
        if not faults and isinstance(document.data, dict):
            found[name] = {key: str(text) for key, text in document.data.items()}
            sheet.remarks.extend(_remarks(document, PurePosixPath(name).stem))
    return found


def _remarks(document: Document, locale: str) -> list[Diagnostic]:
    """Warnings where the sentences of a Chinese locale are not set as its readers expect."""
    sheet = Sheet(document)
    for key in sheet.root.data:
        sheet.remark_on_setting(sheet.root[key], locale)
    return sheet.remarks


def _faults(name: str, document: Document) -> Iterator[Diagnostic]:
    room, _, _ = name.partition("/")
    if room not in ROOMS:
        yield _unknown_file(document)
    elif isinstance(document.data, dict):
        known = _bundled(room)
        for key, text in document.data.items():
            yield from _fault(key, text, known, document)


def _fault(key: str, text: object, known: Mapping[str, object], document: Document) -> Iterator[Diagnostic]:
    place = document.keys.get((key,)) or document.span_of((key,))
    if key not in known or not isinstance(known[key], str):
        help = did_you_mean(key, known, "take the keys of the file that comes with policykit")
        yield Diagnostic("unknown-key", f"there is no sentence `{key}`", place, help=help)
    elif not isinstance(text, str):
        yield Diagnostic("wrong-shape", f"`{key}` is one text", place, help="write it in quotes behind the colon")
    elif len(text) > LONGEST:
        message = f"the sentence has {len(text)} characters, {LONGEST} are allowed"
        yield Diagnostic("too-long", message, place, help="shorten it")
    else:
        yield from _fault_of_names(text, str(known[key]), document.span_of((key,)))


def _fault_of_names(text: str, known: str, place: Span) -> Iterator[Diagnostic]:
    names, faults = names_in(text)
    for fault in faults:
        if fault.code == "wording-syntax":
            yield Diagnostic(fault.code, fault.message, place, help=fault.help)
    given, _ = names_in(known)
    for name in names:
        if name not in given:
            listed = ", ".join(f"`{{{{ {one} }}}}`" for one in given)
            help = did_you_mean(name, given, f"it has {listed}" if given else "it has no names")
            yield Diagnostic("template-name", f"this sentence is given no `{name}`", place, help=help)


def _unknown_file(document: Document) -> Diagnostic:
    help = "sentences stand in `templates/explanation/en.yaml` or `templates/terms/en.yaml`, one file a language"
    return Diagnostic("unknown-template", "no sentences belong here", Span(document.file, 1, 1, 1, 1), help=help)


@cache
def _bundled(room: str) -> Mapping[str, object]:
    """Policykit's own sentences in English, which has all keys."""
    path = bundled("templates") / room / "en.yaml"
    document, _ = read(path.name, path.read_bytes())
    assert document is not None
    assert isinstance(document.data, dict)
    return document.data
