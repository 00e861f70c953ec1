"""The settings as an author's file states them: all texts, for the reader, the checks and the editors' schema."""

from __future__ import annotations

from functools import cache
from inspect import getdoc
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, inspect

from policykit.kinds.fields import Flag
from policykit.source.structure_words import typed
from policykit_api.settings import Settings

LONGEST = 4000
"""Characters of a text that states no bound of its own."""


@cache
def file_shape() -> type[Struct]:
    """The shape of ``server.yaml``, made of the types of ``Settings``. Raises TypeError where one has no form."""
    return _as_text(Settings)


def _as_text(struct: type[Struct]) -> type[Struct]:
    fields = [
        (field.encode_name, _field(field), None)
        for field in inspect.type_info(struct).fields  # type: ignore[attr-defined]  # a Struct has fields
    ]
    return msgspec.defstruct(struct.__name__, fields, namespace={"__doc__": getdoc(struct)}, kw_only=True)


def _field(field: inspect.Field) -> Any:
    meta = field.type if isinstance(field.type, inspect.Metadata) else None
    said = (meta.extra_json_schema if meta else None) or {}
    form = form_of(field.type)
    note = default_note(field)
    description = " ".join(part for part in (str(said.get("description", "")), note) if part)
    inner = _secret_text() if is_secret(field.type) else _text(field.type)
    examples = said.get("examples") or _examples(field)
    extra = {"form": form} if form else {}
    return Annotated[inner | None, Meta(description=description, examples=list(examples), extra=extra)]


def is_secret(type_: inspect.Type) -> bool:
    """Whether the value is never shown: said of the type itself, or of the one that stands beside None."""
    match type_:
        case inspect.Metadata(type=inner, extra=extra):
            return bool((extra or {}).get("secret")) or is_secret(inner)
        case inspect.UnionType(types=types):
            return any(map(is_secret, types))
        case _:
            return False


def _secret_text() -> Any:
    """Without a pattern: what is said of a text that does not match quotes it."""
    return Annotated[str, Meta(max_length=LONGEST)]


def default_note(field: inspect.Field) -> str:
    """What holds where the setting is not given; nothing for a section."""
    if isinstance(bare(field.type), inspect.StructType) or field.default is None:
        return ""
    return f"`{written(field.default)}` where not given."


def _examples(field: inspect.Field) -> list[str]:
    is_section = isinstance(bare(field.type), inspect.StructType)
    return [] if is_section or field.default in (None, ()) else [written(field.default)]


def written(value: object) -> str:
    """A value as it is typed into the file."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case list() | tuple():
            return typed([written(item) for item in value])
        case _:
            return str(value)


def bare(type_: inspect.Type) -> inspect.Type:
    """The type without what is said of it, and without None."""
    match type_:
        case inspect.Metadata(type=inner):
            return bare(inner)
        case inspect.UnionType(types=types):
            return bare(next(member for member in types if not isinstance(member, inspect.NoneType)))
        case _:
            return type_


def form_of(type_: inspect.Type) -> str | None:
    """The words for what a setting takes, as far as its type does not say them by itself."""
    match type_:
        case inspect.Metadata(type=inner, extra=extra):
            return (extra or {}).get("form") or form_of(inner)
        case inspect.UnionType(types=types):
            return next(filter(None, map(form_of, types)), None)
        case inspect.IntType(ge=least, le=most):
            return f"a whole number from {least} to {most}"
        case inspect.FloatType(gt=beyond):
            return "a number" if beyond is None else f"a number, more than {beyond:g}"
        case inspect.BoolType():
            return "`yes` or `no`"
        case _:
            return None


def _text(type_: inspect.Type) -> Any:
    match bare(type_):
        case inspect.StructType(cls=cls):
            return _as_text(cls)
        case inspect.IntType():
            return Annotated[str, Meta(pattern="^[0-9]{1,18}$")]
        case inspect.FloatType():
            return Annotated[str, Meta(pattern=r"^[0-9]{1,12}(?:\.[0-9]{1,12})?$")]
        case inspect.BoolType():
            return Flag
        case inspect.LiteralType(values=values):
            return Literal[tuple(values)]
        case inspect.StrType(min_length=least, max_length=most, pattern=pattern):
            return Annotated[str, Meta(pattern=pattern, min_length=least, max_length=most or LONGEST)]
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            return list[_text(item)]  # type: ignore[misc]  # a type made at run time
        case other:
            raise TypeError(f"no setting can be {other}")
