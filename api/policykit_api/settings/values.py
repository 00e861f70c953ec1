"""A setting's value from the text that states it."""

from __future__ import annotations

import re
from typing import assert_never

from msgspec import inspect

from policykit.diagnostics import did_you_mean, in_backticks
from policykit.source.read import Data
from policykit_api.settings.structure import bare, form_of

FLAGS = {"yes": True, "true": True, "no": False, "false": False}


class Wrong(Exception):
    """The text states no such value: what is taken instead, and the nearest word where there is one."""

    def __init__(self, expected: str, help: str | None = None) -> None:
        super().__init__(expected)
        self.expected = expected
        self.help = help


def value_of(type_: inspect.Type, text: Data) -> object:
    """The value. Lists are texts separated by commas, or lists already. Raises Wrong."""
    match bare(type_):
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            parts = [part.strip() for part in text.split(",") if part.strip()] if isinstance(text, str) else text
            return tuple(value_of(item, part) for part in parts)
        case inspect.IntType() | inspect.FloatType() as number:
            return _number(number, type_, str(text))
        case inspect.BoolType():
            if str(text) not in FLAGS:
                raise Wrong("`yes` or `no`")
            return FLAGS[str(text)]
        case inspect.LiteralType(values=values):
            words = [str(word) for word in values]
            if text not in words:
                listed = in_backticks(words)
                raise Wrong(f"one of {listed}", did_you_mean(str(text), words))
            return text
        case inspect.StrType() as kind:
            return _text(kind, type_, str(text))
        case other:
            raise TypeError(f"no setting can be {other}")


def _number(kind: inspect.IntType | inspect.FloatType, type_: inspect.Type, text: str) -> int | float:
    form = form_of(type_) or "a number"
    value: int | float
    match kind:
        case inspect.IntType():
            if not re.fullmatch("[0-9]{1,18}", text):
                raise Wrong(form)
            value = int(text)
        case inspect.FloatType():
            if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?", text):
                raise Wrong(form)
            value = float(text)
        case _:
            assert_never(kind)
    if kind.le is not None and value > kind.le:
        raise Wrong(form if str(kind.le) in form else f"{form}, at most {kind.le:,}")
    if (kind.ge is not None and value < kind.ge) or (kind.gt is not None and value <= kind.gt):
        raise Wrong(form)
    return value


def _text(kind: inspect.StrType, type_: inspect.Type, text: str) -> str:
    form = form_of(type_) or "a text"
    if kind.pattern and not re.search(rf"(?:{kind.pattern})\Z", text):
        raise Wrong(form)
    if len(text) < (kind.min_length or 0) or (kind.max_length is not None and len(text) > kind.max_length):
        raise Wrong(form)
    return text
