"""The templates: whatever is filled in comes out as text."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from policykit.document.frame import Link
from policykit.document.layout import lay_out
from policykit.document.words import words_for

HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}'


def test_markup_and_template_code_come_out_as_text():
    link = Link("shop/index.html", HOSTILE, HOSTILE, "en")
    html = lay_out("choice.html", words=words_for("en"), locale="en", title=HOSTILE, choices=(link,))
    assert "<script" not in html
    assert 4 == html.count("&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}")


def test_a_name_that_nobody_filled_in_is_an_error():
    with pytest.raises(UndefinedError):
        lay_out("choice.html", words=words_for("en"), locale="en", choices=())


@pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("he", "rtl"), ("ar-EG", "rtl")])
def test_a_page_runs_as_its_language_does(locale: str, direction: str):
    html = lay_out("choice.html", words=words_for("en"), locale=locale, title="a", choices=())
    assert f'<html lang="{locale}" dir="{direction}">' in html
