"""The form of a message: what a template makes of it, but for the lines themselves.

A template that only places its parts makes the same of any two messages with as many lines in each
part. So it is rendered once for each such shape, with a mark in place of every line; filling the form
in is then joining strings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from jinja2 import nodes

_MARK = re.compile("\ue000([0-9]+)\ue001")
"""Private characters, which no line holds: authors' texts and values are cleared of them."""

PLACING = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.For,
    nodes.If,
    nodes.Macro,
    nodes.Call,
    nodes.Include,
)
"""What a template may be made of that only places its parts: it looks at none of them, but whether it is there."""


@dataclass(frozen=True, slots=True)
class Form:
    """The text between the lines, with `%s` where one stands, and which lines stand there, in their order."""

    text: str
    lines: Callable[[Sequence[str]], tuple[str, ...]]

    def filled(self, lines: Sequence[str]) -> str:
        """The form with the lines of a message in its places."""
        return self.text % self.lines(lines)


def mark(number: int) -> str:
    """What stands for a line."""
    return f"\ue000{number}\ue001"


def form_of(rendered: str) -> Form:
    """The form out of a message that was rendered with marks for its lines."""
    text, *rest = _MARK.split(rendered)
    texts, numbers = [text, *rest[1::2]], [int(number) for number in rest[::2]]
    return Form("%s".join(part.replace("%", "%%") for part in texts), _picking(numbers))


def _picking(numbers: list[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    match numbers:
        case []:
            return lambda _: ()
        case [number]:
            return lambda lines: (lines[number],)
        case _:
            return itemgetter(*numbers)


def only_places(template: nodes.Template) -> bool:
    """Whether a template places its parts and looks at none of them."""
    return all(isinstance(node, PLACING) and _is_plain(node) for node in _every(template))


def _is_plain(node: nodes.Node) -> bool:
    """Whether a condition asks no more than whether something is there, and a call is of a macro."""
    match node:
        case nodes.If(test=test):
            return isinstance(test, nodes.Name | nodes.Getattr)
        case nodes.For(iter=iterated, test=None, recursive=False):
            return isinstance(iterated, nodes.Name | nodes.Getattr)
        case nodes.Call(node=called):
            return isinstance(called, nodes.Name)
        case nodes.For():
            return False
        case _:
            return True


def _every(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _every(child)
