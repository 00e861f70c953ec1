from __future__ import annotations

import sys
import time

import pytest

from policykit.cli import terminal


@pytest.mark.parametrize(
    ("text", "cells"),
    [("tea", 3), ("茶行", 4), ("e\u0301", 1), ("ｔ", 2), ("\u200b", 0), ("", 0)],
    ids=["ascii", "chinese", "combining accent", "full width", "zero width", "empty"],
)
def test_width_counts_the_cells_of_a_terminal(text: str, cells: int):
    assert cells == terminal.width(text)


def test_columns_stand_below_each_other_under_wide_characters():
    assert ["  茶   a", "  tea  b"] == list(terminal.columns([("茶", "a"), ("tea", "b")]))


def test_what_could_rewrite_the_terminal_is_shown_as_a_sign():
    assert "\ufffd[31mred a b \ufffd" == terminal.plain("\x1b[31mred\ta\nb \u202e")


@pytest.mark.parametrize(("number", "said"), [(0, "0 cases"), (1, "1 case"), (1200, "1,200 cases")], ids=str)
def test_counts_read_as_words(number: int, said: str):
    assert said == terminal.count(number, "case")


def test_a_terminal_hears_what_takes_long(monkeypatch, capsys):
    monkeypatch.setattr(terminal, "PATIENCE", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with terminal.working("reading"):
        time.sleep(0.1)
    assert "reading …" in capsys.readouterr().err


def test_a_terminal_hears_nothing_of_what_is_quick(monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with terminal.working("reading"):
        pass
    assert "" == capsys.readouterr().err
