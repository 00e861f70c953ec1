"""YAML's events to plain data, with the place of every key and value. A loop with a stack: depth costs no recursion.

A faulty entry is reported and left out, so that what stands around it can be read and checked too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import yaml

from policykit.diagnostics import Diagnostic
from policykit.source import entries
from policykit.source.file_text import FileText, Path
from policykit.source.obstacle import Obstacle
from policykit.source.scalars import Scalar, check_scalar, offset_of, scalar_of, stretch

Data = str | list["Data"] | dict[str, "Data"]

MOST_DEPTH = 64
"""Maps and lists within each other."""

LONGEST_SPILL = 1000
"""Up to which length a value that a comma cut is put together again."""

_TAG = re.compile(r"![^\s,\[\]{}]*")


@dataclass(slots=True)
class _Open:
    """A map or list whose end has not come yet. Of a list, only the first four fields matter."""

    data: list[Data] | dict[str, Data]
    path: Path
    start: int
    flow: bool
    kept: bool
    """Whether it becomes part of the data; what stands under a faulty key does not."""
    is_key: bool = False
    key: Scalar | None = None
    """The key whose value comes next."""
    wanted: bool = True
    """Whether the value of that key is kept."""
    seen: dict[str, Scalar] = field(default_factory=dict)
    spilled: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of each key whose value a comma cut: the stretch from the key to the value's end."""

    @property
    def at_key(self) -> bool:
        return self.key is None and type(self.data) is dict


class Tree:
    """What has been read so far. ``obstacle`` or ``ended`` says that nothing more can or need be read."""

    def __init__(self, text: FileText) -> None:
        self.text = text
        self.data: Data | None = None
        self.values: dict[Path, tuple[int, int]] = {}
        """The stretches of values; those of keys likewise."""
        self.keys: dict[Path, tuple[int, int]] = {}
        self.offsets: dict[Path, int] = {}
        self.scalars: list[Scalar] = []
        self.found: list[Diagnostic] = []
        self.obstacle: Obstacle | None = None
        self.ended = False
        self._open: list[_Open] = []
        self._documents = 0
        self._last = 0

    @property
    def in_brackets(self) -> bool:
        """Whether a `[` or `{` is open."""
        return bool(self._open) and self._open[-1].flow

    def take(self, event: yaml.Event) -> None:
        """Let the next event have its effect."""
        effect = self._EFFECTS.get(type(event))
        if effect is not None:
            effect(self, event)

    # --- events -------------------------------------------------------------------------------

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self.found.append(entries.second_document(self.text, stretch(event)[0]))
            self.ended = True

    def _alias(self, event: yaml.AliasEvent) -> None:
        start, end = stretch(event)
        self.found.append(entries.alias(self.text, start, end))
        self._node(Scalar(self.text.typed[start:end], start, end, "", lines=False, decorated=True))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        scalar = scalar_of(event, self.text)
        if scalar.decorated:
            self._decoration(event)
        self.scalars.append(scalar)
        self.found += check_scalar(scalar, self.text)
        self._node(scalar)

    def _node(self, scalar: Scalar) -> None:
        self._last = scalar.end
        if self._open and self._open[-1].at_key:
            self._open[-1].key = scalar
        else:
            self._value(scalar)

    def _value(self, scalar: Scalar) -> None:
        path, kept = self._next(scalar)
        if kept:
            self.values[path] = scalar.start, scalar.end
            if (offset := offset_of(scalar, self.text)) is not None:
                self.offsets[path] = offset
        if scalar.empty and not self._open:
            self.ended = True  # a file of comments: there is no data
        else:
            self._add(scalar.value)

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        if event.anchor or event.tag:
            self._decoration(event)
        start, flow = stretch(event)[0], bool(event.flow_style)
        data: list[Data] | dict[str, Data] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if len(self._open) == MOST_DEPTH:
            self.obstacle = Obstacle((entries.too_deep(self.text, start, MOST_DEPTH),))
        elif self._open and self._open[-1].at_key:
            self._begin_key(_Open(data, (), start, flow, kept=False, is_key=True))
        else:
            path, kept = self._next()
            self._open.append(_Open(data, path, start, flow, kept))

    def _begin_key(self, collection: _Open) -> None:
        """A map or list stands where a key should; `{{` is a placeholder that lacks its quotes."""
        outer, start = self._open[-1], collection.start
        if outer.flow and outer.start == start - 1 and self.text.typed.startswith("{{", start - 1):
            nested = len(self._open) > 1 and self._open[-2].flow
            self.obstacle = entries.unquoted_braces(self.text, start - 1, nested=nested)
        else:
            self._open.append(collection)

    def _finish(self, event: yaml.CollectionEndEvent) -> None:
        done = self._open.pop()
        end = stretch(event)[1] if done.flow else max(self._last, done.start)
        self._last = end
        self.found += entries.spilled_values(self.text, done.spilled)
        if done.is_key:
            self.found.append(entries.complex_key(self.text, done.start, end))
            self._open[-1].key = Scalar("", done.start, end, "", lines=False, decorated=True)
            return
        if done.kept:
            self.values[done.path] = done.start, end
        self._add(self._text_of_interval(done, end) or done.data)

    # --- places -------------------------------------------------------------------------------

    def _next(self, scalar: Scalar | None = None) -> tuple[Path, bool]:
        """Where the value that comes goes, and whether it is kept."""
        if not self._open:
            return (), True
        outer = self._open[-1]
        if isinstance(outer.data, list):
            self._check_empty_item(scalar)
            return (*outer.path, len(outer.data)), outer.kept
        assert outer.key is not None
        path = (*outer.path, outer.key.value)
        outer.wanted = self._claim(outer, path, outer.key, scalar)
        return path, outer.kept and outer.wanted

    def _add(self, data: Data) -> None:
        if not self._open:
            self.data = data
            return
        outer = self._open[-1]
        if isinstance(outer.data, list):
            outer.data.append(data)
            return
        assert outer.key is not None
        if outer.wanted:
            outer.data[outer.key.value] = data
        outer.key = None

    # --- checks -------------------------------------------------------------------------------

    def _claim(self, outer: _Open, path: Path, key: Scalar, value: Scalar | None) -> bool:
        """Whether the key at the path may have this value; reports why not. ``value`` is None for a map or list."""
        if key.decorated:
            return False  # reported where it stands
        if value and value.empty and outer.flow and not entries.has_colon(self.text, key.end):
            return self._spill(outer, key)
        if fault := entries.bad_key(self.text, key):
            self.found.append(fault)
            return False
        if first := outer.seen.get(key.value):
            self.found.append(entries.duplicate_key(self.text, key, first))
            return False
        outer.seen[key.value] = key
        if outer.kept:
            self.keys[path] = key.start, key.end
        if value and value.empty:
            self.found.append(entries.empty_value(self.text, key))
        return True

    def _spill(self, outer: _Open, key: Scalar) -> bool:
        """A word in braces that has no colon belongs to the value before the comma. Never kept as a key."""
        assert isinstance(outer.data, dict)
        before = next(reversed(outer.data), None)
        cut = None if before is None else outer.data[before]
        if before is None or not isinstance(cut, str) or entries.lacks_space(key):
            self.found.append(entries.key_alone(self.text, key))
            return False
        if len(cut) < LONGEST_SPILL:
            outer.data[before] = f"{cut}, {key.value}"
        outer.spilled[before] = (outer.seen[before].start, key.end)
        self._extend((*outer.path, before), key.end)
        return False

    def _extend(self, path: Path, end: int) -> None:
        """Let the value at the path reach up to ``end``."""
        self.offsets.pop(path, None)
        if path in self.values:
            self.values[path] = self.values[path][0], end

    def _check_empty_item(self, scalar: Scalar | None) -> None:
        if scalar and scalar.empty:
            self.found.append(entries.empty_item(self.text, scalar.start))

    def _decoration(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Report an anchor and a tag before a value."""
        start, end = stretch(event)
        if event.anchor:
            self.found.append(entries.anchor(self.text, start, event.anchor))
        if event.tag and (tag := _TAG.search(self.text.typed, start, end)):
            self.found.append(entries.tag(self.text, *tag.span(), end))

    def _text_of_interval(self, done: _Open, end: int) -> str | None:
        """`[8..14]` as it was typed, which YAML takes for a list of one; None for real lists."""
        match done.data:
            case [str() as only] if done.flow and entries.is_interval(only):
                pass
            case _:
                return None
        self.found.append(entries.bracket_range(self.text, done.start, end))
        self.values.pop((*done.path, 0), None)
        self.offsets.pop((*done.path, 0), None)
        if done.kept:
            self.offsets[done.path] = 0
        return self.text.typed[done.start : end]

    _EFFECTS: ClassVar[dict[type[yaml.Event], Callable[[Tree, Any], None]]] = {
        yaml.ScalarEvent: _scalar,
        yaml.MappingStartEvent: _begin,
        yaml.SequenceStartEvent: _begin,
        yaml.MappingEndEvent: _finish,
        yaml.SequenceEndEvent: _finish,
        yaml.DocumentStartEvent: _document,
        yaml.AliasEvent: _alias,
    }
    """What each kind of event does; the others do nothing."""
