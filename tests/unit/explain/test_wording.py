"""Authors' words: filled in, and harmless whatever stands in them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit.backends.prose.format import harmless
from policykit.explain.sentence import LONGEST_WORDING
from policykit.explain.wording import Texts, fill_in


def names(**texts: str) -> Texts:
    return {name.replace("__", "."): text for name, text in texts.items()}.get


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
    def text(name: str) -> str:
        assert "amount" == name, "made for nobody"
        return "NT$600"

    assert ("NT$600",) == fill_in("{{ amount }}", text, "en")


def test_what_is_filled_in_is_never_read_as_a_template():
    assert ("{{ amount }}",) == fill_in("{{ note }}", names(note="{{ amount }}", amount="NT$600"), "en")


@given(st.text())
def test_any_wording_gives_short_plain_lines(wording: str):
    for line in fill_in(wording, names(amount="NT$600"), "en"):
        assert line == harmless(line, LONGEST_WORDING)
