"""What is known of one entry of a list: field by field, in the order of the list's type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policykit.backends.prose.format import format_value
from policykit.model import Absent, Business, Fact, Value


def known(
    entry: Mapping[str, Value], fields: Iterable[tuple[str, Fact]], locale: str, business: Business
) -> Iterator[tuple[Fact, str]]:
    """Each field that has a value, with the value in words; without words where the field's meaning alone says it."""
    for name, field in fields:
        value = entry.get(name)
        if value is not None and not isinstance(value, Absent):
            yield field, "" if value is True else format_value(value, field.type, locale, business)
