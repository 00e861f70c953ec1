"""The settings as people read them: what holds and where it comes from, and the tables of the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.source.field_table import FieldTable, field_table
from policykit_api.settings.reading import Held, types, variable
from policykit_api.settings.structure import file_shape, is_secret, written

MASK = "********"


def rows(held: Held) -> Iterator[tuple[str, str, str]]:
    """Every setting, its value and its origin; secrets are masked, what is not set is empty."""
    for name in types():
        value = getattr(getattr(held.settings, name[0]), name[1])
        shown = "" if value is None else MASK if is_secret(types()[name]) else written(value)
        yield ".".join(name), shown, held.origins.get(name, "default")


def tables() -> str:
    """The documentation's tables, a section each."""
    return "\n\n".join(_table(table) for table in field_table(file_shape())[1:])


def _table(table: FieldTable) -> str:
    section = table.title.strip("`")
    lines = (
        f"| `{row.name}` | {row.type} | {row.meaning} | `{variable((section, row.name))}` |".replace("\n", " ")
        for row in table.rows
    )
    head = f"**`{section}`.** {table.about}"
    return "\n".join([head, "", "| key | takes | meaning | variable |", "| --- | --- | --- | --- |", *lines])
