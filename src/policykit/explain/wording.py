"""Authors' words with their placeholders filled in: `We refund {{ amount }}.`

A wording is a Jinja template of text and names, nothing else: no filters, calls, loops or
operators. So filling one in takes time in proportion to its length, whoever wrote it. What is
filled in is text already, and the result is plain text that still has to be escaped for HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from policykit.backends.prose.format import harmless
from policykit.backends.prose.locales import babel_locale
from policykit.language.wording import names_in

LONGEST_WORDING = 4000
"""Characters of a wording that are read; a longer one is no message to a customer."""

_HAN = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}])")
# Days and times are set close (2026年3月5日, 上午10:00): their signs stand beside digits without a space.
_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SIGNS = "年月日時时點点分秒午晨上"
_SCRIPTS_MEET = re.compile(
    f"(?<=[A-Za-z])(?=[{_IDEOGRAPH}])|(?<=[{_IDEOGRAPH}])(?=[A-Za-z])"
    f"|(?<=[0-9%])(?=[{_IDEOGRAPH}])(?![{_SIGNS}])|(?<=[{_IDEOGRAPH}])(?<![{_SIGNS}])(?=[0-9])"
)


class Names:
    """Texts by dotted name, made when they are first asked for: `item.price` is the part `price` of the part `item`."""

    __slots__ = ("_prefix", "_texts")

    def __init__(self, texts: Mapping[str, Callable[[], str]], prefix: str = "") -> None:
        self._texts = texts
        self._prefix = prefix

    def part(self, part: str) -> str | Names | None:
        """The text of that name, or the names below it; None where there is neither."""
        name = self._prefix + part
        if name in self._texts:
            return self._texts[name]()
        below = any(known.startswith(f"{name}.") for known in self._texts)
        return Names(self._texts, f"{name}.") if below else None


class WordingEnvironment(ImmutableSandboxedEnvironment):
    """Knows names and the parts of names; nothing of Python shows through."""

    def getattr(self, obj: object, attribute: str) -> object:
        """A part of a dotted name; an attribute of a text is no name at all."""
        found = obj.part(attribute) if isinstance(obj, Names) else None
        return self.undefined(name=attribute) if found is None else found


@dataclass(frozen=True, slots=True)
class Compiled:
    """A wording ready to be filled in, and the first parts of the names that it uses."""

    template: Template
    heads: frozenset[str]


def _only_text(value: object) -> str:
    """The text itself. Half a name, as in `{{ item }}`, or a word of Jinja's own stands for nothing to show."""
    if isinstance(value, str):
        return value
    raise UndefinedError("no text")


_ENVIRONMENT = WordingEnvironment(undefined=StrictUndefined, autoescape=False, finalize=_only_text)
_ENVIRONMENT.globals.clear()


def fill_in(wording: str, names: Mapping[str, Callable[[], str]], locale: str) -> tuple[str, ...]:
    """The paragraphs of a wording with its names filled in; none where it is no wording that can be filled in."""
    compiled = _compile(wording[: LONGEST_WORDING + 1])
    if compiled is None:
        return ()
    known = Names(names)
    filled = {head: text for head in compiled.heads if (text := known.part(head)) is not None}
    try:
        text = compiled.template.render(filled)
    except TemplateError:  # a name that this answer does not have
        return ()
    return tuple(_paragraphs(text, locale))


def uses(wording: str) -> frozenset[str]:
    """The first parts of the names that a wording uses; none where it cannot be filled in."""
    compiled = _compile(wording[: LONGEST_WORDING + 1])
    return compiled.heads if compiled else frozenset()


@lru_cache(maxsize=2048)
def _compile(wording: str) -> Compiled | None:
    if len(wording) > LONGEST_WORDING:
        return None
    try:
        names, faults = names_in(wording)
        if any(fault.code == "wording-syntax" for fault in faults):
            return None
        return Compiled(_ENVIRONMENT.from_string(wording), frozenset(name.partition(".")[0] for name in names))
    except (TemplateError, RecursionError):
        return None


def _paragraphs(text: str, locale: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text):
        line = typeset(harmless(paragraph, LONGEST_WORDING), locale)
        if line:
            yield line


def typeset(line: str, locale: str) -> str:
    """The line as its script sets it: Chinese has no space between its own characters, and one beside other scripts."""
    if babel_locale(locale).language != "zh":
        return line
    return _SCRIPTS_MEET.sub(" ", _BETWEEN_HAN.sub("", line))
