from __future__ import annotations

from pathlib import Path

from policykit_api.settings.reading import hold, types
from policykit_api.settings.showing import rows, tables
from tests.conformance.documentation import rewritten


def test_every_setting_is_shown_with_its_value_and_origin():
    shown = {name: (value, origin) for name, value, origin in rows(hold(None, {"POLICYKIT_SERVER_PORT": "81"}))}
    assert {".".join(name) for name in types()} == set(shown)
    assert ("81", "POLICYKIT_SERVER_PORT") == shown["server.port"]
    assert ("", "default") == shown["server.socket"]


def test_the_tables_in_the_documentation_are_those_of_the_settings(root: Path):
    text = (root / "api" / "README.md").read_text(encoding="utf-8")
    assert tables() in text
    assert rewritten(text) == text, "python -m tests.conformance.documentation writes them anew"
