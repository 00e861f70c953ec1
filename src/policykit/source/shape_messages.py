"""What is said of each structural error: what was expected, what was found, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from policykit.diagnostics import Diagnostic, did_you_mean
from policykit.language.hints import period_meant
from policykit.model import Span
from policykit.source.numerals import number_meant
from policykit.source.read import Document, Path
from policykit.source.structure import Choice, Either, Entries, Items, Node, Record, Text, node_at
from policykit.source.structure_words import example, in_words

_LONGEST_QUOTE = 60
_ANY_NUMBER = "0.5"


@dataclass(frozen=True, slots=True)
class Fault:
    """A structural error: its code, where it is, and whether it is about the key there or the value."""

    code: str
    path: Path
    of_key: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A document beside the structure that it should have, from ``root`` on."""

    document: Document
    top: Record
    root: Path = ()

    def node(self, path: Path) -> Node:
        return node_at(self.top, path[len(self.root) :])

    def record(self, path: Path) -> Record:
        node = self.node(path)
        node = node.map if isinstance(node, Either) else node
        assert isinstance(node, Record)
        return node

    def data(self, path: Path) -> Any:  # its shape is in question
        data: Any = self.document.data
        for step in path:
            data = data[step]
        return data


def telling(faults: Iterable[Fault], reading: Reading) -> Iterator[Fault]:
    """The faults without a missing key for which a misspelt one stands: that is one error, not two."""
    found = tuple(faults)
    meant = {(f.path[:-1], _meant(f, reading)) for f in found if f.code == "unknown-key"}
    for fault in found:
        if fault.code != "missing-key" or (fault.path[:-1], _exactly(fault.path[-1])) not in meant:
            yield fault


def describe(fault: Fault, reading: Reading) -> Diagnostic:
    """The diagnostic of a fault."""
    if fault.code == "missing-key":
        return _missing(fault, reading)
    if fault.code == "wrong-shape" and (meant := _misspelt(fault, reading)):
        text = f"{_quoted(fault.path[-1])} is not a key here"
        return Diagnostic("unknown-key", text, reading.document.keys[fault.path], help=meant)
    spans = reading.document.keys if fault.of_key or fault.code == "unknown-key" else reading.document.values
    message, help_ = _said(fault, reading)
    return Diagnostic(fault.code, message, spans[fault.path], help=help_)


def _missing(fault: Fault, reading: Reading) -> Diagnostic:
    *above, name = fault.path
    record = reading.record(tuple(above))
    field = record.field(name)
    assert field is not None
    misspelt = get_close_matches(
        str(name), [str(key) for key in reading.data(tuple(above)) if not record.field(key)], 1, 0.75
    )
    if misspelt:
        # A map that lets other keys through has taken the misspelt one for one of those.
        place = reading.document.keys[*above, misspelt[0]]
        return Diagnostic("unknown-key", f"`{misspelt[0]}` is not a key here", place, help=f"did you mean `{name}`?")
    shown = example(field.node)
    line = f"`{name}: {shown}`" if shown else f"`{name}:` with {field.node.form}"
    return Diagnostic(
        fault.code,
        f"`{name}` is missing",
        _opening(tuple(above), reading),
        help=f"write {line} ({_first_sentence(field.meaning)})",
    )


def _first_sentence(meaning: str) -> str:
    """The sentence as it goes on after other words: small first letter, no final period."""
    sentence = meaning.split(". ", maxsplit=1)[0].removesuffix(".")
    return sentence[:1].lower() + sentence[1:]


def _opening(path: Path, reading: Reading) -> Span:
    """Where a map begins: its own key, else (an item of a list, or the file) its first key."""
    keys, first = reading.document.keys, next(iter(reading.data(path)), None)
    if path in keys:
        return keys[path]
    return reading.document.values[path] if first is None else keys[(*path, first)]


def _said(fault: Fault, reading: Reading) -> tuple[str, str | None]:
    if fault.code == "unknown-key":
        names = ", ".join(f"`{field.name}`" for field in reading.record(fault.path[:-1]).fields)
        return f"{_quoted(fault.path[-1])} is not a key here", _meant(fault, reading) or f"the keys here are {names}"
    node = _key_node(fault, reading) if fault.of_key else reading.node(fault.path)
    value: Any = fault.path[-1] if fault.of_key else reading.data(fault.path)
    if fault.code == "wrong-shape":
        return f"{_takes(fault)} {node.form}, not {_kind(value)}", _like(node)
    if isinstance(node, Either):
        node = node.text if isinstance(value, str) else node.map
    if fault.code == "bad-value":
        return f"{_takes(fault)} {node.form}, not {_quoted(value)}", _nearest(str(value), node) or _like(node)
    return f"{_label(fault)} {_size(fault.code, len(value), node)}", None


def _meant(fault: Fault, reading: Reading) -> str | None:
    names = [field.name for field in reading.record(fault.path[:-1]).fields]
    return did_you_mean(str(fault.path[-1]), names)


def _misspelt(fault: Fault, reading: Reading) -> str | None:
    """Which key is meant, where a map that lets other keys through has taken a misspelt one for one of those."""
    if fault.of_key or not fault.path:
        return None
    node = reading.node(fault.path[:-1])
    record = node.map if isinstance(node, Either) else node
    if not isinstance(record, Record) or record.others is None or record.field(fault.path[-1]):
        return None
    return _meant(fault, reading)


def _exactly(name: object) -> str | None:
    return did_you_mean(str(name), [str(name)])


def _key_node(fault: Fault, reading: Reading) -> Node:
    node = reading.node(fault.path[:-1])
    match node.map if isinstance(node, Either) else node:
        case Entries(key=key) | Record(others=Entries(key=key)):
            return key
        case _ as unreachable:
            raise AssertionError(unreachable)


def _takes(fault: Fault) -> str:
    return f"a key of {_named(fault.path[:-1])} is" if fault.of_key else f"{_named(fault.path)} takes"


def _label(fault: Fault) -> str:
    return f"the key {_quoted(fault.path[-1])}" if fault.of_key else _named(fault.path)


def _named(path: Path) -> str:
    match path:
        case ():
            return "the file"
        case (*above, int(index)):
            return f"item {index + 1} of {_named(tuple(above))}"
        case _:
            return _quoted(path[-1])


def _like(node: Node) -> str | None:
    """What to write, with an example where there is one."""
    shown = example(node)
    match node:
        case Choice():
            return None  # the message has listed the words
        case Items() | Entries() if shown:
            return f"write {in_words(node)}, such as `{shown}`"
        case _:
            return f"write it like `{shown}`" if shown else None


def _nearest(value: str, node: Node) -> str | None:
    """A respelling of the value that would do: for a name, `fruit-shop` instead of `Fruit_Shop`."""
    match node:
        case Choice(words=known):
            return did_you_mean(value.strip().lower(), known)
        case Text(pattern=str(pattern)) if (period := period_meant(value)) and re.search(pattern, period):
            return _exactly(period)
        case Text(pattern=str(pattern)) if re.search(pattern, _ANY_NUMBER) and (help := number_meant(value)):
            return help
        case Text(pattern=str(pattern), examples=(str(model), *_)):
            respelt = _in_the_manner_of(model, value.strip())
            return _exactly(respelt) if re.search(pattern, respelt) else None
        case _:
            return None


def _in_the_manner_of(model: str, value: str) -> str:
    """The value with the model's case, and its joint between words."""
    joint = next((joint for joint in "_-" if joint in model), None)
    cased = value.lower() if model.islower() else value.upper() if model.isupper() else value
    return cased if joint is None else re.sub(r"[\s_-]+", joint, cased)


def _size(code: str, size: int, node: Node) -> str:
    least, most, one, several = _bounds(node)
    found = f"{size:,} {one if size == 1 else several}" if size else f"no {several}"
    limit = f"at most {most:,}" if code in ("too-long", "too-many") else f"at least {least:,}"
    return f"has {found}; it takes {limit}"


def _bounds(node: Node) -> tuple[int, int | None, str, str]:
    match node:
        case Text(shortest=least, longest=most):
            return least, most, "character", "characters"
        case Items(fewest=least, most=most) | Entries(fewest=least, most=most):
            return least, most, "entry", "entries"
        case _ as unreachable:
            raise AssertionError(unreachable)


def _kind(value: object) -> str:
    match value:
        case dict():
            return "a map"
        case list():
            return "a list"
        case _:
            return "a text"


def _quoted(value: object) -> str:
    text = " ".join(str(value).split())
    return f"`{text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + '…'}`"
