from __future__ import annotations

from policykit_api.settings.reading import hold, types, variable
from policykit_api.settings.showing import MASK, rows, tables


def test_every_setting_is_shown_with_its_value_and_origin():
    shown = {name: (value, origin) for name, value, origin in rows(hold(None, {"POLICYKIT_SERVER_PORT": "81"}))}
    assert {".".join(name) for name in types()} == set(shown)
    assert ("81", "POLICYKIT_SERVER_PORT") == shown["server.port"]
    assert ("", "default") == shown["server.socket"]


def test_every_setting_has_a_row_in_the_tables():
    text = tables()
    assert [] == [name for name in types() if f"| `{name[1]}` |" not in text or f"`{variable(name)}`" not in text]


def test_a_password_is_not_shown():
    held = hold(None, {"POLICYKIT_STORE_URL": "postgresql://shop:hunter2@db.example/policykit"})
    assert [(MASK, "POLICYKIT_STORE_URL")] == [row[1:] for row in rows(held) if row[0] == "store.url"]
