"""The names in an author's wording, and what may not stand in it."""

from __future__ import annotations

import pytest

from policykit.language.wording import names_in


def test_names_stand_once_each_in_their_order():
    assert (("due", "item.price"), ()) == names_in("By {{ due }} we pay {{ item.price }}, yes, by {{due}}.")


def test_a_text_without_names_is_a_wording():
    assert ((), ()) == names_in("We are sorry.")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ amount", "`{{` has no meaning in a wording"),
        ("{{}} amount", "`{{}}` has no meaning in a wording"),
        ("{% nonsense %}", "`{% nonsense %}` has no meaning in a wording"),
        ("{% if a %}b{% endif %}", "`{% if a %}` has no meaning in a wording"),
        ("{% raw %}{{ a }}{% endraw %}", "`{% raw %}` has no meaning in a wording"),
        ("{# a note #}", "`{# a note #}` has no meaning in a wording"),
        ("{{ a | round }}", "double braces hold one name and nothing else"),
        ("{{ f(a).b }}", "double braces hold one name and nothing else"),
        ("your {refund}", "`{refund}` is shown as it stands"),
        ("{{ 'a' }}", "double braces hold one name and nothing else"),
        ("you get \uff5b\uff5bamount\uff5d\uff5d", "`\uff5b\uff5bamount\uff5d\uff5d` is shown as it stands"),
        ("you get \uff5b amount \uff5d", "`\uff5b amount \uff5d` is shown as it stands"),
        ("you get {{amount\uff5d\uff5d", "`{{amount\uff5d\uff5d` is shown as it stands"),
        ("you get \uff5bwhat you paid", "`\uff5b` is shown as it stands"),
    ],
)
def test_a_wording_holds_text_and_names_only(template, message):
    _, faults = names_in(template)
    assert [("wording-syntax", message)] == [(fault.code, fault.message) for fault in faults]


@pytest.mark.parametrize("template", ["Within 24 hours.", "Within ２４ hours.", "{{ a }} 24"])
def test_a_number_is_not_written_out(template):
    assert ["digit-in-wording"] == [fault.code for fault in names_in(template)[1]]


def test_a_digit_within_a_name_is_no_number():
    assert (("line2",), ()) == names_in("{{ line2 }}")


def test_the_same_fault_is_told_once():
    assert 1 == len(names_in("24 and 24")[1])
