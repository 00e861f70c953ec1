"""A customer's message laid out by its form: the templates are rendered once for each shape of a message."""

from __future__ import annotations

from itertools import count
from operator import attrgetter
from typing import Any, NamedTuple

from markupsafe import escape

from policykit.backends.prose.locales import babel_locale
from policykit.explain.catalog import catalog_for
from policykit.explain.explanation import Link, Message
from policykit.explain.form import Form, form_of, mark, only_places
from policykit.explain.layout import lay_out
from policykit.explain.line import Line, Make, fixed
from policykit.templating import Look, bundled_look

LISTS = (
    "answer",
    "choices",
    "scope",
    "lasts",
    "unaffected",
    "law",
    "why",
    "told",
    "recorded",
    "items",
    "changes",
    "alternatives",
    "next_steps",
    "appeal",
)
"""The parts of a message that are lists of lines."""
_lists = attrgetter(*LISTS)

MOST_SHAPES = 1024
"""Shapes whose forms are kept; a policy's messages have a few dozen."""
BETWEEN = "\ue000"
"""A private character, of which values and authors' texts are cleared."""


class Shape(NamedTuple):
    """How many lines a message has in each of its lists, whether it names where to ask, and how many links it has."""

    lists: tuple[int, ...]
    questions: bool
    links: int


def lay_out_message(message: Message, locale: str, look: Look | None = None) -> tuple[str, str]:
    """What the customer's templates make of a message, as text and as HTML."""
    look, lines = look or bundled_look(), _lines(message)
    # Escaping all lines at once is escaping each: what stands between them stays as it is.
    escaped = str(escape(BETWEEN.join(lines))).split(BETWEEN)
    if not _only_places(look) or "" in lines or len(escaped) > len(lines):
        return _rendered(message, locale, look)
    text, html = _forms(locale, _shape(message), look)
    return text.filled(lines), html.filled(escaped)


def marked(message: Message, locale: str, look: Look) -> tuple[str, str, tuple[Make, ...]] | None:
    """The same with marks for all lines that may differ, and what makes these; None where more may differ.

    The marks of the text come first, then those of the HTML.
    """
    lines, makes = _lines(message), []
    text, html = list(lines), [str(escape(line)) for line in lines]
    for place, line in enumerate(lines):
        if not isinstance(line, Line):
            return None
        if line.made is not None:
            makes.append((place, line.made))
    if not _only_places(look) or "" in lines:
        return None
    for number, (place, _) in enumerate(makes):
        text[place], html[place] = mark(number), mark(number + len(makes))
    forms = _forms(locale, _shape(message), look)
    return forms[0].filled(text), forms[1].filled(html), tuple(make for _, make in makes)


def _lines(message: Message) -> list[str]:
    """All lines, in the order of the message's parts; what a link says and where it leads is fixed."""
    lines = [message.opening]
    for one in _lists(message):
        lines += one
    for link in message.links:
        lines += (fixed(link.text), fixed(link.href))
    lines += (message.questions, message.closing) if message.questions else (message.closing,)
    return lines


def _shape(message: Message) -> Shape:
    return Shape(tuple(map(len, _lists(message))), bool(message.questions), len(message.links))


def _forms(locale: str, shape: Shape, look: Look) -> tuple[Form, Form]:
    kept: dict[tuple[str, Shape], tuple[Form, Form]] = look.kept.setdefault(Form, {})
    found = kept.get((locale, shape))
    if found is None:
        text, html = _rendered(_marked(shape), locale, look)
        if len(kept) >= MOST_SHAPES:
            kept.clear()
        found = kept[locale, shape] = form_of(text), form_of(html)
    return found


def _marked(shape: Shape) -> Message:
    """A message of the shape with marks for its lines, numbered in the order of ``lay_out_message``."""
    marks = (mark(number) for number in count())
    opening = next(marks)
    lists: dict[str, Any] = {
        name: tuple(next(marks) for _ in range(length)) for name, length in zip(LISTS, shape.lists, strict=True)
    }
    links = tuple(Link(next(marks), next(marks)) for _ in range(shape.links))
    questions = next(marks) if shape.questions else ""
    return Message(opening=opening, **lists, links=links, questions=questions, closing=next(marks))


def _rendered(message: Message, locale: str, look: Look) -> tuple[str, str]:
    places = {
        "locale": locale,
        "direction": babel_locale(locale).text_direction,
        "say": catalog_for(locale, look).sentences,
        "message": message,
    }
    return lay_out(look, "customer", "txt", places), lay_out(look, "customer", "html", places)


def _only_places(look: Look) -> bool:
    if only_places not in look.kept:
        sources = look.sources("explanation/customer.txt", "explanation/customer.html")
        look.kept[only_places] = all(map(only_places, sources))
    found: bool = look.kept[only_places]
    return found
