"""Text as Markdown shows it: whatever an author wrote comes out as text, never as markup.

The Markdown is CommonMark with the tables of GitHub.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from markupsafe import Markup

_MARKUP = re.compile(r"[\\`*_\[\]#|~]")
_REFERENCE = re.compile(r"&(?=#?\w+;)")
_HTML = {"<": "&lt;", ">": "&gt;"}
"""Written as HTML writes them: a reader of Markdown that lets HTML pass never sees an element."""
_NUMBER = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")
_MARK = re.compile(r"^(?=[-+=](?:[-=\s]|$))")


def inline(value: object) -> Markup:
    """The value within a line of Markdown, on that one line; what is Markdown already stays."""
    if isinstance(value, Markup):
        return value
    text = _REFERENCE.sub("&amp;", " ".join(str(value).splitlines()))
    text = _MARKUP.sub(r"\\\g<0>", text)
    for character, reference in _HTML.items():
        text = text.replace(character, reference)
    return Markup(text)  # noqa: S704  # Markdown, and escaped for it


def address(value: object) -> Markup:
    """Where a link leads, between pointed brackets."""
    return Markup(quote(str(value), safe="!#$%&'()*+,-./:;=?@[]_~"))  # noqa: S704  # no bracket or line break is left


def beginning(value: object) -> Markup:
    """The value where a line or an entry of a list begins: there a number or a dash would begin a list."""
    if isinstance(value, Markup):
        return value
    return Markup(_MARK.sub(r"\\", _NUMBER.sub(r"\1\\", inline(value))))  # noqa: S704  # as above
