"""Every structural error of a file at once, each at its place. The only module that imports Cerberus.

Cerberus gets one rule set per node of the file's ``structure`` and returns its error tree, which is
flattened here to paths and codes; ``shape_messages`` says what each means to the author. It never
normalises (that would move paths) and meets no alternatives inside lists (their cost is quadratic):
where a text or a map may stand, each rule looks only at data of its own type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any, assert_never

import msgspec
from cerberus import Validator, errors

from policykit.diagnostics import MOST_FINDINGS, Diagnostic, by_place
from policykit.model import Span
from policykit.source.fits import fits, to_the_end
from policykit.source.read import Document, Path
from policykit.source.shape_messages import Fault, Reading, describe, telling
from policykit.source.structure import Anything, Choice, Either, Entries, Items, Node, Record, Text, structure

Rules = dict[str, Any]

_ROOT = "file"
_TOO_SHORT = errors.ErrorDefinition(0x101, "characters")
_TOO_LONG = errors.ErrorDefinition(0x102, "characters")
_TOO_FEW = errors.ErrorDefinition(0x103, "entries")
_TOO_MANY = errors.ErrorDefinition(0x104, "entries")

_CODES = {
    errors.REQUIRED_FIELD.code: "missing-key",
    errors.UNKNOWN_FIELD.code: "unknown-key",
    errors.BAD_TYPE.code: "wrong-shape",
    errors.UNALLOWED_VALUE.code: "bad-value",
    errors.REGEX_MISMATCH.code: "bad-value",
    _TOO_SHORT.code: "too-short",
    _TOO_LONG.code: "too-long",
    _TOO_FEW.code: "too-few",
    _TOO_MANY.code: "too-many",
}

_OF_VALUES = frozenset(_CODES.values()) - {"missing-key", "unknown-key"}


def check_shape(
    document: Document, shape: type[msgspec.Struct], root: Path = (), told: Iterable[Span] = ()
) -> tuple[Diagnostic, ...]:
    """All that the Struct does not allow in the document (from ``root`` on), but not more than anybody reads.

    ``told`` are the places of what was found in reading: of a value that begins there, no more is said.
    """
    reading = Reading(document, structure(shape), root)
    data = reading.data(root)
    if fits(shape)(data):
        return ()
    begins = {(span.line, span.column) for span in told}
    new = (fault for fault in faults(data, shape, root) if not _is_told(fault, document, begins))
    found = sorted(new, key=lambda fault: document.span_of(fault.path))[:MOST_FINDINGS]
    return by_place(describe(fault, reading) for fault in telling(found, reading))


def _is_told(fault: Fault, document: Document, told: AbstractSet[tuple[int, int]]) -> bool:
    """Whether a fault lies in a value that could not be read, or that is not there at all."""
    place = document.values.get(fault.path)
    if fault.of_key or fault.code not in _OF_VALUES or place is None:
        return False
    begin = (place.line, place.column)
    empty = begin == (place.end_line, place.end_column)
    return begin in told or (empty and bool(told))


def faults(data: Any, shape: type[msgspec.Struct], root: Path = ()) -> Iterator[Fault]:
    """What the Struct does not allow in the data, in any order."""
    checker = _Checker(_schema(shape), error_handler=errors.BaseErrorHandler)
    checker.validate({_ROOT: data}, normalize=False)
    return _faults(checker._errors, root)  # noqa: SLF001  # the public form of the errors has lost their places


class _Checker(Validator):  # type: ignore[misc]  # it carries no types
    """Cerberus with lengths that tell texts from lists and maps, so that both can be bounded in one place."""

    def _error(self, *args: Any) -> None:
        """Collect errors as they come: Cerberus sorts all of them anew for each, which many errors make quadratic."""
        match args:
            case (found,):
                self._errors.extend(found)
            case _:
                super()._error(*args)

    def _validate_characters(self, bounds: Sequence[int | None], field: object, value: object) -> None:
        """{'type': 'list'}"""
        if isinstance(value, str) and self._out_of(bounds, field, value, _TOO_SHORT, _TOO_LONG):
            self._drop_remaining_rules()  # what is wrong in length need not be called misspelt too

    def _validate_entries(self, bounds: Sequence[int | None], field: object, value: object) -> None:
        """{'type': 'list'}"""
        if isinstance(value, list | dict):
            self._out_of(bounds, field, value, _TOO_FEW, _TOO_MANY)

    def _out_of(self, bounds: Sequence[int | None], field: object, value: Sized, low: object, high: object) -> bool:
        least, most = bounds
        wrong = low if len(value) < (least or 0) else high if most is not None and len(value) > most else None
        if wrong:
            self._error(field, wrong)
        return wrong is not None


@cache
def _schema(shape: type[msgspec.Struct]) -> Rules:
    return {_ROOT: _rules(structure(shape))}


def _rules(node: Node) -> Rules:
    match node:
        case Text(pattern=pattern, shortest=shortest, longest=longest):
            regex = {} if pattern is None else {"regex": to_the_end(pattern)}
            return {"type": "string", "characters": [shortest, longest], **regex}
        case Choice(words=words):
            return {"type": "string", "allowed": list(words)}
        case Items(item=item, fewest=fewest, most=most):
            return {"type": "list", "entries": [fewest, most], **_when_checked("schema", item)}
        case Entries(key=key, value=value, fewest=fewest, most=most):
            below = {"keysrules": _rules(key), **_when_checked("valuesrules", value)}
            return {"type": "dict", "entries": [fewest, most], **below}
        case Record():
            return _record_rules(node)
        case Either(text=text, map=map_):
            return {**_rules(text), **_rules(map_), "type": ["string", "dict"]}
        case Anything():
            return {}
        case _:
            assert_never(node)


def _record_rules(record: Record) -> Rules:
    fields = {field.name: {**_rules(field.node), "required": field.required} for field in record.fields}
    if record.others is None:
        return {"type": "dict", "schema": fields, "allow_unknown": False}
    keys, others = _rules(record.others.key), _rules(record.others.value)
    return {"type": "dict", "schema": fields, "allow_unknown": others, "keysrules": keys}


def _when_checked(rule: str, node: Node) -> Rules:
    return {} if isinstance(node, Anything) else {rule: _rules(node)}


def _faults(found: Iterable[Any], root: Path, *, of_key: bool = False) -> Iterator[Fault]:
    """The leaves of the error tree. Only a group tells whether its leaves are about keys or about values."""
    for error in found:
        if error.is_group_error:
            keys = error.code == errors.KEYSRULES.code
            yield from _faults(error.child_errors, root, of_key=of_key or keys)
        else:
            yield Fault(_CODES[error.code], (*root, *error.document_path[1:]), of_key)
