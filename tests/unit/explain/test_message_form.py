"""Messages laid out by their forms: as the templates lay them out, whatever the lines hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policykit.backends.prose.format import harmless
from policykit.explain import message_form
from policykit.explain.explanation import Link, Message
from policykit.explain.form import Form
from policykit.explain.message_form import LISTS, MOST_SHAPES, lay_out_message
from policykit.templating import Look, bundled_look

LINE = st.text("aé好 <>&\"'%{}$\\\n", min_size=1, max_size=6).map(lambda text: harmless(text) or "-")
LINES = st.lists(st.just("") | LINE, max_size=2).map(tuple)
MESSAGES = st.builds(
    Message,
    **dict.fromkeys(LISTS, LINES),
    opening=LINE,
    questions=st.just("") | LINE,
    links=st.lists(st.builds(Link, LINE, LINE), max_size=2).map(tuple),
    closing=LINE,
)


@given(MESSAGES, st.sampled_from(["en", "zh-Hant", "ar"]))
def test_a_form_gives_what_the_templates_give(message: Message, locale: str):
    assert message_form._rendered(message, locale, bundled_look()) == lay_out_message(message, locale)


def test_templates_that_look_at_their_lines_are_rendered_anew(monkeypatch):
    monkeypatch.setattr(message_form, "_only_places", lambda _: False)
    message = Message(opening="<a>", answer=("b",), closing="c")
    assert message_form._rendered(message, "en", bundled_look()) == lay_out_message(message, "en")


def test_a_line_that_holds_the_mark_between_lines_stays_one_line():
    message = Message(opening="<a>\ue000<b>", answer=("b",), closing="c")
    assert message_form._rendered(message, "en", bundled_look()) == lay_out_message(message, "en")


def test_every_part_of_a_message_is_laid_out():
    assert {*LISTS, "opening", "questions", "links", "closing"} == set(Message._fields)


def test_the_templates_of_this_package_have_forms():
    assert message_form._only_places(bundled_look())


def test_no_line_of_a_customer_is_kept():
    """Forms are kept by how many lines there are, not by what they say, and no more than a bound."""
    look = Look({}, {})
    for number in range(50):
        lay_out_message(Message(opening=f"a {number}", answer=("b",), closing="c"), "en", look)
    assert 1 == len(look.kept[Form])


def test_no_more_forms_are_kept_than_a_bound():
    look = Look({}, {})
    look.kept[Form] = dict.fromkeys(range(MOST_SHAPES))
    lay_out_message(Message(opening="a", answer=("b",), closing="c"), "en", look)
    assert 1 == len(look.kept[Form])
