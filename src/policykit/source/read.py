"""A YAML file to plain data in which every key and value has its place. Refuses what is dangerous or misleading.

Every scalar is text, exactly as typed: `no`, `012`, `1:30` and `~` stay what they are, and the
stages after this one give them their types. There are only texts, lists and maps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from policykit.diagnostics import MOST_FINDINGS, Diagnostic, by_place
from policykit.model import Span
from policykit.source.decode import decode
from policykit.source.file_text import FileText, Path, Places
from policykit.source.obstacle import Obstacle
from policykit.source.syntax import obstacle_of
from policykit.source.tabs import tabs_between
from policykit.source.tree import Data, Tree

__all__ = ["Data", "Document", "Path", "read"]

MOST_EVENTS = 200_000
"""YAML's events in a file: one a scalar, two a map or list."""

_ATTEMPTS = 20
"""How many obstacles one file is searched for."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file's data, and the place of the value and of the key at each path that has one; the root's path is ``()``."""

    file: str
    data: Data
    values: Mapping[Path, Span]
    keys: Mapping[Path, Span]
    offsets: Mapping[Path, int] = field(default_factory=dict)
    """Of each text that stands letter by letter on one line: how far it begins after its value's place (a quote)."""

    def span_of(self, path: Path) -> Span:
        """The place of the value at the path, else of its key, else of the nearest thing around it that has one."""
        for length in range(len(path), 0, -1):
            for places in (self.values, self.keys):
                if path[:length] in places:
                    return places[path[:length]]
        return self.values[()]

    def within(self, path: Path, start: int, end: int) -> Span:
        """The place of the characters ``start`` up to ``end`` of the text at the path.

        It is the whole text's place where the file spells the text otherwise (escapes, several lines).
        """
        return place_within(self.span_of(path), self.offsets.get(path), start, end)


def place_within(whole: Span, offset: int | None, start: int, end: int) -> Span:
    """The place of the characters ``start`` up to ``end`` of a text that begins so far within its place.

    It is the whole place where ``offset`` is None.
    """
    if offset is None:
        return whole
    first, last = whole.column + offset, whole.end_column - offset
    column = min(first + max(start, 0), last)
    return Span(whole.file, whole.line, column, whole.line, max(min(first + end, last), column))


def read(file: str, content: bytes) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The document, and everything that is wrong with it, in order of place.

    There is a document wherever the file's structure could be made out, even if it has faults.
    """
    text, found = decode(file, content)
    document = None
    if text is not None:
        tree, found_on_the_way = _past_obstacles(text)
        found += [*found_on_the_way, *tree.found, *_as_a_whole(tree)]
        document = _document(tree)
    return document, by_place(found)[:MOST_FINDINGS]


def _document(tree: Tree) -> Document | None:
    """What the tree holds, unless an obstacle stayed or there is nothing."""
    if tree.obstacle or tree.data is None:
        return None
    values, keys = (Places(tree.text, stretches) for stretches in (tree.values, tree.keys))
    return Document(tree.text.file, tree.data, values, keys, tree.offsets)


def _as_a_whole(tree: Tree) -> Iterator[Diagnostic]:
    """What can be said only of a file that was read to its end."""
    if tree.obstacle:
        return
    yield from tabs_between(tree.scalars, tree.text)
    if tree.data is None:
        yield _empty_file(tree.text.file)
    elif not isinstance(tree.data, dict):
        yield _not_a_map(tree)


def _past_obstacles(text: FileText) -> tuple[Tree, list[Diagnostic]]:
    """The tree of the last attempt, and the obstacles met in all of them."""
    found: list[Diagnostic] = []
    for _ in range(_ATTEMPTS):
        tree = _grow(text)
        if tree.obstacle is None:
            break
        found += tree.obstacle.diagnostics
        if tree.obstacle.overwrite is None:
            break
        text = text.overwritten(*tree.obstacle.overwrite)
    return tree, found


def _grow(text: FileText) -> Tree:
    """The tree that the events of the text build, up to the first obstacle."""
    tree = Tree(text)
    try:
        for count, event in enumerate(yaml.parse(text.parsed, Loader=yaml.CLoader)):
            tree.take(event)
            if count == MOST_EVENTS:
                tree.obstacle = Obstacle((_too_many(text),))
            if tree.obstacle or tree.ended:
                break
    except yaml.YAMLError as error:
        tree.obstacle = obstacle_of(error, text, tree)
    return tree


def _too_many(text: FileText) -> Diagnostic:
    return Diagnostic(
        "file-too-large",
        f"the file has more than {MOST_EVENTS} keys, values, lists and maps",
        text.span(0, 1),
        help="put long lists into a table, or split the file",
    )


def _empty_file(file: str) -> Diagnostic:
    return Diagnostic("empty-file", "there is nothing in this file", Span(file, 1, 1, 1, 1), help="fill or remove it")


def _not_a_map(tree: Tree) -> Diagnostic:
    what = "a list" if isinstance(tree.data, list) else "a text"
    return Diagnostic(
        "not-a-map",
        f"the file holds {what} where `key: value` lines are expected",
        tree.text.span(*tree.values[()]),
        help="write one `key: value` a line, with a space after the colon",
    )
