"""Bytes to text: UTF-8, of a sensible size, without characters that nobody sees.

An author and a parser must see the same file. So line separators that no editor shows, marks that
reverse the order of the text around them, and characters without width are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from policykit.diagnostics import Diagnostic
from policykit.model import Span
from policykit.source.file_text import FileText

MOST_BYTES = 1024 * 1024

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, all but tab and line break
    "\u200b\u2060\ufeff"  # without width
    "\u2028\u2029"  # line breaks to YAML, not to every editor
    "\u202a-\u202e\u2066-\u2069"  # turn the order in which the text is shown
    "\ufffe\uffff]"  # no characters at all
)
_DIRECTIVE = re.compile(r"(?:^|(?<=\r))%[A-Z]+[^\r\n]*", re.MULTILINE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decode(file: str, content: bytes) -> tuple[FileText | None, list[Diagnostic]]:
    """The text of a YAML file and what is wrong with its characters; no text where it is too long or not UTF-8.

    Invisible characters and directives are overwritten.
    """
    text, found = decode_text(file, content, MOST_BYTES)
    if text is None:
        return None, found
    return _readable(text), [*found, *(_directives(text) if "%" in text.typed else ())]


def decode_text(file: str, content: bytes, most: int) -> tuple[FileText | None, list[Diagnostic]]:
    """The text of any file, of ``most`` bytes, and what is wrong with its characters. A byte order mark is left out."""
    if len(content) > most:
        return None, [_too_large(file, len(content), most)]
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = FileText.from_typed(file, content.decode("utf-8"))
    except UnicodeDecodeError as error:
        return None, [_not_utf8(file, content, error.start)]
    return text, [*_invisible(text)]


def _readable(text: FileText) -> FileText:
    if "%" not in text.typed and not INVISIBLE.search(text.typed):
        return text
    without_directives = _DIRECTIVE.sub(lambda match: "#" * len(match[0]), text.typed)
    return replace(text, parsed=INVISIBLE.sub("\ufffd", without_directives))


def _too_large(file: str, size: int, most: int) -> Diagnostic:
    return Diagnostic(
        "file-too-large",
        f"the file has {size} bytes, more than {most}",
        Span(file, 1, 1, 1, 1),
        help="put long lists into a table, or split the file",
    )


def _not_utf8(file: str, content: bytes, index: int) -> Diagnostic:
    before = FileText.from_typed(file, content[:index].decode("utf-8"))
    line, column = before.line_and_column(len(before.typed))
    encoding = "UTF-16" if content.startswith(_UTF_16) else _chinese(content) or "another encoding"
    return Diagnostic(
        "not-utf8",
        f"the file is not UTF-8 text; it looks like {encoding}",
        Span(file, line, column, line, column + 1),
        help="save the file as UTF-8 in your editor",
    )


def _chinese(content: bytes) -> str | None:
    """The older encodings in which programs in China and Taiwan save, if the bytes are text in one of them."""
    for name, encoding in (("Big5", "big5"), ("GBK", "gbk")):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any("\u4e00" <= sign <= "\u9fff" for sign in text):
            return f"{name}, or another encoding for Chinese"
    return None


def _invisible(text: FileText) -> Iterator[Diagnostic]:
    """One finding a kind of character, at the first of its kind."""
    counts = Counter(INVISIBLE.findall(text.typed))
    for character, count in counts.items():
        first = text.typed.index(character)
        times = f", {count} times in this file" if count > 1 else ""
        yield Diagnostic(
            "control-character",
            f"an invisible character, U+{ord(character):04X}{times}",
            text.span(first, first + 1),
            help="remove it; such characters come along when text is copied from another program",
        )


def _directives(text: FileText) -> Iterator[Diagnostic]:
    for match in _DIRECTIVE.finditer(text.typed):
        yield Diagnostic(
            "yaml-directive",
            f"`{text.quoted(*match.span())}` is an instruction to YAML parsers, which policies do without",
            text.span(*match.span()),
            help="remove the line",
        )
