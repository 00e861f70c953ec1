"""Authors' words: filled in, and harmless whatever stands in them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit.backends.prose.format import harmless
from policykit.explain.wording import LONGEST_WORDING, fill_in, typeset, uses


def names(**texts: str) -> dict[str, Callable[[], str]]:
    return {name.replace("__", "."): (lambda text=text: text) for name, text in texts.items()}


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("We refund {{ amount }}.", ("We refund NT$600.",)),
        ("{{ item.price }} for {{ item.kind.word }}", ("NT$600 for pears",)),
        ("{{ item.items }}{{ item.keys }}", ("12",)),
        ("plain", ("plain",)),
        ("one\n\ntwo\nlines", ("one", "two lines")),
        ("", ()),
    ],
)
def test_names_are_filled_in(wording: str, expected: tuple[str, ...]):
    known = names(amount="NT$600", item__price="NT$600", item__kind__word="pears", item__items="1", item__keys="2")
    assert expected == fill_in(wording, known, "en")


@pytest.mark.parametrize(
    "wording",
    [
        "{{ missing }}",
        "{# a remark #}shown",
        "{{ amount.upper }}",
        "{{ amount.__class__ }}",
        "{{ item }}",
        "{{ item.missing }}",
        "{{ missing.part }}",
        "{{ item._texts }}",
        "{{ amount.upper() }}",
        "{{ '%5000000000d' % 1 }}",
        "{{ amount * 1000000000 }}",
        "{{ amount | upper }}",
        "{% for a in range(10 ** 9) %}x{% endfor %}",
        "{% include 'explanation/en.yaml' %}",
        "{{ self }}",
        "{{ [] }}",
        "{{ amount",
        "{% raw %}",
        "{{" + "(" * 1900 + "amount" + ")" * 1900 + "}}",
        "x" * (LONGEST_WORDING + 1),
        "{{ amount }}" * 100_000,
    ],
)
def test_what_is_no_wording_gives_nothing_and_takes_no_time(wording: str):
    start = time.perf_counter()
    assert () == fill_in(wording, names(amount="NT$600", item__price="NT$600"), "en")
    assert time.perf_counter() - start < 1


def test_only_names_that_are_used_are_made():
    def never() -> str:
        raise AssertionError("made for nobody")

    assert ("NT$600",) == fill_in("{{ amount }}", {**names(amount="NT$600"), "due": never}, "en")


def test_what_is_filled_in_is_never_read_as_a_template():
    assert ("{{ amount }}",) == fill_in("{{ note }}", names(note="{{ amount }}", amount="NT$600"), "en")


@given(st.text())
def test_any_wording_gives_short_plain_lines(wording: str):
    for line in fill_in(wording, names(amount="NT$600"), "en"):
        assert line == harmless(line, LONGEST_WORDING)


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("{{ amount }} by {{ due.day }}", {"amount", "due"}),
        ("{{ amount | upper }}", set()),
    ],
)
def test_the_names_that_a_wording_uses(wording: str, expected: set[str]):
    assert expected == uses(wording)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026年3月5日 前 退還", "2026年3月5日前退還"),
        ("到貨後 24 小時 內", "到貨後 24 小時內"),
        ("撥0800或寫信到a@b.tw", "撥 0800 或寫信到 a@b.tw"),
        ("上午11:00前", "上午11:00 前"),
        ("好\u3002 謝謝\uff0c 再見", "好\u3002謝謝\uff0c再見"),
    ],
)
def test_chinese_is_set_close_and_apart_from_other_scripts(line: str, expected: str):
    assert expected == typeset(line, "zh-Hant")


def test_other_languages_keep_their_spaces():
    assert "a 梨 b 24小時" == typeset("a 梨 b 24小時", "en")
