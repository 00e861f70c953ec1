from __future__ import annotations

import jsonschema_rs
import msgspec
import pytest

from policykit.source.field_table import field_table
from policykit.source.json_schema import json_schema
from policykit.source.structure import structure
from policykit_api.settings import Settings
from policykit_api.settings import structure as made
from policykit_api.settings.structure import file_shape, written


def test_every_section_and_setting_has_a_meaning():
    for table in field_table(file_shape()):
        assert table.about
        assert [] == [row.name for row in table.rows if not row.meaning.endswith(".")]


def test_nothing_is_required():
    assert not any(row.required for table in field_table(file_shape()) for row in table.rows)


def test_the_defaults_as_written_are_what_editors_allow():
    defaults = {
        section: {name: typed(value) for name, value in msgspec.structs.asdict(inside).items() if value is not None}
        for section, inside in msgspec.structs.asdict(Settings()).items()
    }
    assert jsonschema_rs.is_valid(json_schema(file_shape()), defaults)
    assert not jsonschema_rs.is_valid(json_schema(file_shape()), {"server": {"prot": "1"}})


def typed(value: object) -> str | list[str]:
    """A value as it is read from a file: a text, or several."""
    return list(map(written, value)) if isinstance(value, tuple) else written(value)


def test_the_file_has_the_sections_of_the_settings():
    assert list(Settings.__struct_fields__) == [field.name for field in structure(file_shape()).fields]


@pytest.mark.parametrize(
    ("value", "text"), [(True, "yes"), (False, "no"), (10.0, "10"), (0.5, "0.5"), (("a", "b c"), "[a, b c]"), (8, "8")]
)
def test_values_are_written_as_people_type_them(value: object, text: str):
    assert text == written(value)


def test_a_type_that_no_file_can_state_is_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch):
    class Odd(msgspec.Struct):
        of: bytes = b""

    monkeypatch.setattr(made, "Settings", Odd)
    with pytest.raises(TypeError):
        file_shape.__wrapped__()
