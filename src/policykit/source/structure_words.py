"""How a part of a file is called in messages and documentation: its form, and an example as one would type it."""

from __future__ import annotations

import json
import re
from typing import assert_never

from policykit.source.structure import Anything, Choice, Either, Entries, Items, Node, Record, Text

_BARE = re.compile(r"[^\s\[\]{},&*!|>%@`\"'#:?-](?:[^\s\[\]{},#:?]|:(?=[^\s])| (?=[^\s#]))*\Z")
"""A text that YAML takes as it is even between braces; `-1` is quoted too, which does no harm."""


def in_words(node: Node) -> str:
    """What the node holds, in full: `a list; each item is a locale`."""
    match node:
        case Items(form="a list", item=item):
            return f"a list; each item is {in_words(item)}"
        case Entries(form="a map", key=key, value=value) if not isinstance(value, Anything):
            return f"a map from {in_words(key)} to {in_words(value)}"
        case Text() | Choice() | Items() | Entries() | Record() | Either() | Anything():
            return node.form
        case _:
            assert_never(node)


def example(node: Node) -> str | None:
    """An example of the node on one line, or None where none is given or none can be made."""
    value = _example(node)
    return None if value is None else typed(value)


def typed(value: object) -> str:
    """A value as one line of YAML."""
    match value:
        case dict():
            return "{" + ", ".join(f"{typed(key)}: {typed(inner)}" for key, inner in value.items()) + "}"
        case list():
            return f"[{', '.join(typed(item) for item in value)}]"
        case _:
            text = str(value)
            return text if _BARE.match(text) else json.dumps(text, ensure_ascii=False)


def _example(node: Node) -> object | None:
    if node.examples:
        return node.examples[0]
    match node:
        case Choice(words=words):
            return words[0]
        case Items(item=item):
            inner = _example(item)
            return None if inner is None else [inner]
        case Entries(key=key, value=value):
            name, inner = _example(key), _example(value)
            return None if name is None or inner is None else {name: inner}
        case Either(text=text):
            return _example(text)
        case Record(fields=fields):
            shown = [field for field in fields if field.required] or fields[:1]
            inside = {field.name: _example(field.node) for field in shown}
            return None if None in inside.values() else inside
        case Text() | Anything():
            return None
        case _:
            assert_never(node)
