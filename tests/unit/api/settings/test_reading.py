from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
from msgspec import Meta

from policykit_api.settings import Settings, reading
from policykit_api.settings.fields import SECRET, Section
from policykit_api.settings.reading import WrongSettings, hold, types, variable


class Store(Section, frozen=True):
    url: Annotated[str, Meta(pattern="^db://", description="Where.", extra=SECRET)] = "db://x"


class WithStore(Settings, frozen=True, kw_only=True):
    store: Annotated[Store, Meta(description="Where.")] = Store()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "server.yaml"


def wrong(**given: object) -> list[tuple[str, int, str, str]]:
    with pytest.raises(WrongSettings) as caught:
        hold(**given)
    return [(Path(one.span.file).name, one.span.line, one.code, one.message) for one in caught.value.diagnostics]


def test_without_any_source_the_defaults_hold():
    held = hold()
    assert (Settings(), {}) == (held.settings, held.origins)


def test_options_go_before_the_environment_and_that_before_the_file(file: Path):
    file.write_text("server:\n  host: localhost\n  port: 1\n  workers: 2\nlog: {level: error}\n")
    environment = {"POLICYKIT_SERVER_PORT": "2", "POLICYKIT_SERVER_WORKERS": "3", "HOME": "/"}
    held = hold(file, environment, {("server", "workers"): "4"})
    assert ("localhost", 2, 4, "error") == (
        held.settings.server.host,
        held.settings.server.port,
        held.settings.server.workers,
        held.settings.log.level,
    )
    assert {
        ("server", "host"): f"{file}:2",
        ("server", "port"): "POLICYKIT_SERVER_PORT",
        ("server", "workers"): "--workers",
        ("log", "level"): f"{file}:5",
    } == held.origins


def test_the_environment_names_the_file(file: Path):
    file.write_text("server: {port: 7}\n")
    assert 7 == hold(None, {"POLICYKIT_CONFIG": str(file)}).settings.server.port


def test_everything_that_is_wrong_is_told_at_once_with_its_place(file: Path):
    file.write_text("server:\n  port: 90000\n  hots: a\nlimits:\n  idle_seconds: 0\nmetric: {}\n")
    environment = {"POLICYKIT_LOG_LEVEL": "loud", "POLICYKIT_SERVER_PROT": "1"}
    assert [
        ("--workers", 0, "bad-value", "`server.workers` takes a whole number from 1 to 256, not `0`"),
        ("server.yaml", 2, "bad-value", "`server.port` takes a whole number from 1 to 65535, not `90000`"),
        ("server.yaml", 3, "unknown-key", "`hots` is not a key here"),
        ("server.yaml", 5, "bad-value", "`limits.idle_seconds` takes a number of seconds, more than 0, not `0`"),
        ("server.yaml", 6, "unknown-key", "`metric` is not a key here"),
        (
            "POLICYKIT_LOG_LEVEL",
            0,
            "bad-value",
            "`log.level` takes one of `debug`, `error`, `info`, `warning`, not `loud`",
        ),
        ("POLICYKIT_SERVER_PROT", 0, "unknown-key", "there is no such setting"),
    ] == sorted(
        wrong(config=file, environment=environment, options={("server", "workers"): "0"}),
        key=lambda one: (one[0].isupper() or one[0].startswith("POLICYKIT"), one),
    )


def test_a_misspelt_variable_is_told_its_right_name():
    with pytest.raises(WrongSettings) as caught:
        hold(None, {"POLICYKIT_SERVER_PROT": "1", "POLICYKIT_CONFG": "x"})
    assert ["did you mean `POLICYKIT_CONFIG`?", "did you mean `POLICYKIT_SERVER_PORT`?"] == [
        one.help for one in caught.value.diagnostics
    ]


def test_a_value_may_stand_in_a_file_of_its_own(tmp_path: Path):
    (tmp_path / "port").write_text("81\n")
    held = hold(None, {"POLICYKIT_SERVER_PORT_FILE": str(tmp_path / "port")})
    assert (81, "POLICYKIT_SERVER_PORT_FILE") == (held.settings.server.port, held.origins["server", "port"])


def test_a_value_and_a_file_for_it_contradict_each_other(tmp_path: Path):
    (tmp_path / "port").write_text("81")
    given = {"POLICYKIT_SERVER_PORT_FILE": str(tmp_path / "port"), "POLICYKIT_SERVER_PORT": "82"}
    assert [("POLICYKIT_SERVER_PORT_FILE", 0, "bad-value", "`POLICYKIT_SERVER_PORT` is given as well")] == wrong(
        environment=given
    )


@pytest.mark.parametrize("content", [None, b"\xff"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None):
    if content is not None:
        (tmp_path / "port").write_bytes(content)
    found = wrong(environment={"POLICYKIT_SERVER_PORT_FILE": str(tmp_path / "port")})
    assert [("POLICYKIT_SERVER_PORT_FILE", 0, "missing-file")] == [one[:3] for one in found]


def test_a_setting_that_another_leaves_without_effect_is_told_where_it_stands(file: Path):
    file.write_text("server:\n  engine: granian\nmetrics:\n  port: 9100\n")
    message = "`metrics.port` is not served where `server.engine` is `granian`"
    assert [("server.yaml", 4, "bad-value", message)] == wrong(config=file)
    assert [("POLICYKIT_METRICS_PORT", 0, "bad-value", message)] == wrong(
        environment={"POLICYKIT_METRICS_PORT": "9100"}, options={("server", "engine"): "granian"}
    )


def test_a_missing_settings_file_is_told(file: Path):
    assert [("server.yaml", 0, "missing-file", "the settings cannot be read: no such file or directory")] == wrong(
        config=file
    )


def test_what_yaml_itself_refuses_is_told_as_in_policies(file: Path):
    file.write_text("server: &a {port: 1}\nlog: *a\n")
    assert {"server.yaml"} == {one[0] for one in wrong(config=file)}


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_an_empty_file_says_nothing(file: Path, text: str):
    file.write_text(text)
    assert Settings() == hold(file).settings


def test_every_setting_has_a_variable_of_its_own():
    names = [variable(name) for name in types()]
    assert sorted(set(names)) == sorted(names)
    assert not any(name.removesuffix("_FILE") in names for name in names if name.endswith("_FILE"))


def test_a_secret_never_stands_in_what_is_told(monkeypatch: pytest.MonkeyPatch, file: Path):
    monkeypatch.setattr(reading, "Settings", WithStore)
    monkeypatch.setattr("policykit_api.settings.structure.Settings", WithStore)
    reading.types.cache_clear()
    reading.file_shape.cache_clear()
    try:
        file.write_text("store:\n  url: hunter2\n")
        told = wrong(config=file, environment={"POLICYKIT_STORE_URL": "hunter3"})
        assert 2 == len(told)
        assert "hunter" not in str(told)
        assert {0} == {line for _, line, _, _ in told}, "a line of the file would be shown with the secret in it"
    finally:
        reading.types.cache_clear()
        reading.file_shape.cache_clear()


def test_a_password_in_a_wrong_address_of_the_database_is_not_told(file: Path):
    file.write_text("store:\n  url: shop:hunter2@db.example\n")
    told = wrong(config=file, environment={"POLICYKIT_STORE_URL": "shop:hunter3@db.example"})
    assert 2 == len(told)
    assert "hunter" not in str(told)
