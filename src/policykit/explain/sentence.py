"""A wording taken apart once: its texts, and the names between them. Filling it in joins strings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from policykit.backends.prose.format import harmless, isolated
from policykit.explain.typesetting import beside, close, is_close, runs_left
from policykit.language.wording import NAME, names_in

LONGEST_WORDING = 4000
"""Characters of a wording that are read; a longer one is no message to a customer."""
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The ``texts`` of a wording, one more than its ``names``, each of which stands between two of them.

    Where its script is set ``close``, the texts of what is ``in_one`` line are set so already. Where it runs from
    right to left, it ``isolates`` what is filled in.
    """

    texts: tuple[str, ...]
    names: tuple[str, ...]
    close: bool
    in_one: bool
    isolates: bool = False

    def fill(self, values: Sequence[str]) -> tuple[str, ...]:
        """The paragraphs, with a text for each of the names in their order. The texts are filled in as they are."""
        values = self._as_set(values)
        line = self._one_line(values)
        if line is None:
            return tuple(self._paragraphs(values))
        return (line,) if line else ()

    def line(self, values: Sequence[str]) -> str:
        """The paragraphs on one line."""
        values = self._as_set(values)
        line = self._one_line(values)
        return " ".join(self._paragraphs(values)) if line is None else line

    def one_line(self, values: Sequence[str]) -> str | None:
        """The one paragraph of a sentence that has no more, whatever is filled in; None of any other."""
        return self._one_line(self._as_set(values))

    def _as_set(self, values: Sequence[str]) -> Sequence[str]:
        return [isolated(value) for value in values] if self.isolates else values

    def _one_line(self, values: Sequence[str]) -> str | None:
        return self._line(values) if self.in_one and all(values) else None

    def _line(self, values: Sequence[str]) -> str | None:
        """What is one line whatever is filled in; None where it may have to be cut."""
        line = self.texts[0]
        if self.close:
            for value, text in zip(values, self.texts[1:], strict=True):
                line = beside(beside(line, close(value)), text)
        else:
            for value, text in zip(values, self.texts[1:], strict=True):
                line += value + text
        # Setting a line close leaves at least half of it.
        return None if len(line) > LONGEST_WORDING // 2 else self._harmless(line)

    def _paragraphs(self, values: Sequence[str]) -> Iterator[str]:
        raw = "".join(part for pair in zip(self.texts, (*values, ""), strict=True) for part in pair)
        for paragraph in _BLANK_LINE.split(raw):
            line = self._harmless(paragraph)
            if line:
                yield close(line) if self.close else line

    def _harmless(self, line: str) -> str:
        return harmless(line, LONGEST_WORDING, isolates=self.isolates)

    def with_names(self, say: Callable[[str], str | None]) -> Sentence:
        """The sentence with those names filled in for which there is a text."""
        texts, names = [self.texts[0]], []
        for name, text in zip(self.names, self.texts[1:], strict=True):
            value = say(name)
            if value is None:
                names.append(name)
                texts.append(text)
            else:
                value = isolated(value) if self.isolates else value  # as it is filled in
                parts = (texts[-1], close(value), text) if self.close else (texts[-1], value, text)
                texts[-1] = beside(beside(*parts[:2]), parts[2]) if self.close else "".join(parts)
        return Sentence(tuple(texts), tuple(names), self.close, self.in_one, self.isolates)


def sentence(wording: str, locale: str) -> Sentence | None:
    """The wording taken apart, for readers of the locale; None where it is no wording that can be filled in."""
    if len(wording) > LONGEST_WORDING:
        return None
    _, faults = names_in(wording)
    if any(fault.code == "wording-syntax" for fault in faults):
        return None
    texts, names = _taken_apart(wording)
    in_one, set_close = all(text.isprintable() for text in texts), is_close(locale)
    if in_one and set_close:
        texts = [close(text) for text in texts]
    return Sentence(tuple(texts), tuple(names), set_close, in_one, runs_left(locale))


def _taken_apart(wording: str) -> tuple[list[str], list[str]]:
    """The texts and the names. A `-` inside the braces takes away the blanks beside them, as Jinja does."""
    texts, names, after = [], [], 0
    strip = False
    for found in NAME.finditer(wording):
        text = wording[after : found.start()]
        text = text.lstrip() if strip else text
        texts.append(text.rstrip() if found[0].startswith("{{-") else text)
        names.append(found[1])
        after, strip = found.end(), found[0].endswith("-}}")
    rest = wording[after:]
    return [*texts, rest.lstrip() if strip else rest], names
