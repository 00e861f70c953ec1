from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest

from policykit_api.observation import logs
from policykit_api.settings.log import Log


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before


def written(settings: Log) -> str:
    stream = io.StringIO()
    logs.configure(settings, stream)
    logging.getLogger("policykit.server").info("serving", extra={"port": 8000})
    logging.getLogger("policykit.server").debug("a detail")
    return stream.getvalue()


def test_lines_are_json_where_nobody_sits_before_a_terminal():
    (line,) = written(Log()).splitlines()
    found = json.loads(line)
    assert {"event": "serving", "level": "info", "logger": "policykit.server", "port": 8000} == {
        name: value for name, value in found.items() if name != "timestamp"
    }
    assert found["timestamp"].endswith("Z")


def test_lines_are_for_people_where_that_is_set():
    text = written(Log(format="console"))
    assert "serving" in text
    assert "port=8000" in text
    assert "{" not in text


@pytest.mark.parametrize(("level", "lines"), [("debug", 2), ("info", 1), ("warning", 0)])
def test_less_serious_lines_than_set_are_left_out(level: str, lines: int):
    assert lines == len(written(Log(level=level)).splitlines())


def test_lines_of_the_server_beneath_come_in_the_same_form():
    stream = io.StringIO()
    logging.getLogger("uvicorn.error").addHandler(logging.StreamHandler(stream))
    logs.configure(Log(), stream)
    logging.getLogger("uvicorn.error").error("it broke", extra={"color_message": "x"})
    assert {"event", "timestamp", "level", "logger"} == set(json.loads(stream.getvalue()))


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_failure_keeps_its_kind_and_place_in_one_line_and_loses_its_message(form: Literal["json", "console"]):
    stream = io.StringIO()
    logs.configure(Log(format=form), stream)
    try:
        int("secret")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("failed")
    (line,) = stream.getvalue().splitlines()
    assert "ValueError at " in line
    assert f"{__file__}:" in line
    assert "secret" not in line


def test_what_the_database_s_tools_say_of_themselves_is_no_line():
    stream = io.StringIO()
    logs.configure(Log(), stream)
    logging.getLogger("alembic.runtime.plugins").info("setup plugin")
    assert "" == stream.getvalue()
