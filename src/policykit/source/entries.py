"""What can be wrong with an entry of a map or list that YAML itself reads without complaint.

YAML has more than policies need (aliases, tags, merge keys, several documents), and it reads some
things that people write quite differently from what they mean. Each function makes one finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policykit.diagnostics import Diagnostic, Related
from policykit.source.file_text import FileText
from policykit.source.obstacle import Obstacle
from policykit.source.scalars import Scalar

_NEXT_SIGN = re.compile(r"\s*(.)")
_NO_SPACE = re.compile(r"[^\s:]+:[^\s:]\S*.*", re.DOTALL)

# --- what policies do without -----------------------------------------------------------------


def alias(text: FileText, start: int, end: int) -> Diagnostic:
    return Diagnostic(
        "yaml-alias",
        f"`{text.quoted(start, end)}` refers to another part of the file, which policies do without",
        text.span(start, end),
        help="write the value itself; put quotes around a text that begins with `*`",
    )


def sign_alone(text: FileText, start: int, end: int) -> Diagnostic:
    """`*` or `&` before what can be no name."""
    written = text.quoted(start, end)
    return Diagnostic(
        "yaml-alias",
        f"YAML takes the `{written[0]}` of `{written}` for a reference to another part of the file",
        text.span(start, end),
        help=f"put it in quotes: `{in_quotes(written)}`",
    )


def anchor(text: FileText, start: int, name: str) -> Diagnostic:
    return Diagnostic(
        "yaml-alias",
        f"`&{name}` names a part of the file, which policies do without",
        text.span(start, start + len(name) + 1),
        help="remove it; put quotes around a text that begins with `&`",
    )


_QUOTE_IT = "remove it; put quotes around a text that begins with `!`"


def tag(text: FileText, start: int, tag_end: int, value_end: int) -> Diagnostic:
    """A type before a value; or a test with `!` that YAML takes for one."""
    unequal = re.match("!=?", text.typed[start:tag_end])
    value = text.quoted(start + (unequal.end() if unequal else 0), value_end)
    not_equal = text.typed[start:tag_end] in ("!", "!=") or text.typed.startswith("!=", start)
    return Diagnostic(
        "yaml-tag",
        f"YAML takes `{text.quoted(start, tag_end)}` for the name of a type",
        text.span(start, tag_end),
        help=f"write `not({value})`"
        if not_equal and value
        else "remove it; put quotes around a text that begins with `!`",
    )


def second_document(text: FileText, index: int) -> Diagnostic:
    return Diagnostic(
        "yaml-documents",
        "a second document begins here",
        text.span(index, text.content_end(index)),
        help="remove the line `---`, or put what follows it into a file of its own",
    )


def too_deep(text: FileText, index: int, most: int) -> Diagnostic:
    return Diagnostic(
        "too-deep",
        f"more than {most} maps and lists within each other",
        text.span(index, index + 1),
        help="no policy needs so many levels; look for a `[` or `{` that is not closed",
    )


def complex_key(text: FileText, start: int, end: int) -> Diagnostic:
    return Diagnostic(
        "complex-key",
        f"`{text.quoted(start, end)}` cannot be a key",
        text.span(start, end),
        help="a key is one word or name; put quotes around a text that begins with `{` or `[`",
    )


# --- keys -------------------------------------------------------------------------------------


def bad_key(text: FileText, key: Scalar) -> Diagnostic | None:
    """What is wrong with a key in itself, if anything."""
    if key.value == "<<" and not key.style:
        return _merge_key(text, key)
    if not key.value.strip():
        return empty_key(text, key.start)
    if key.value != key.value.strip() and not key.style:
        return _edge_of_key(text, key)
    return None


def _merge_key(text: FileText, key: Scalar) -> Diagnostic:
    return Diagnostic(
        "yaml-merge",
        "`<<` takes over the keys of another map, which policies do without",
        text.span(key.start, key.end),
        help="write the keys themselves",
    )


def empty_key(text: FileText, index: int) -> Diagnostic:
    return Diagnostic(
        "empty-key",
        "no key stands before the `:`",
        text.span(index, index + 1),
        help="write `key: value`; put quotes around a text that begins with `:`",
    )


def _edge_of_key(text: FileText, key: Scalar) -> Diagnostic:
    strange = next(sign for sign in (key.value[0], key.value[-1]) if sign.isspace())
    return Diagnostic(
        "control-character",
        f"the key begins or ends with a space of a special kind, U+{ord(strange):04X}",
        text.span(key.start, key.end),
        help="replace it with an ordinary space",
    )


def duplicate_key(text: FileText, key: Scalar, first: Scalar) -> Diagnostic:
    return Diagnostic(
        "duplicate-key",
        f"`{text.quoted(key.start, key.end)}` stands here a second time",
        text.span(key.start, key.end),
        help="remove one of the two, or give it another name",
        related=(Related(text.span(first.start, first.end), "first here"),),
    )


# --- values -----------------------------------------------------------------------------------


def empty_value(text: FileText, key: Scalar) -> Diagnostic:
    return Diagnostic(
        "empty-value",
        f"`{text.quoted(key.start, key.end)}` has no value",
        text.span(key.start, key.end),
        help="write a value after the `:`, or remove the key; what does not exist is `absent`",
    )


def empty_item(text: FileText, index: int) -> Diagnostic:
    dash = max(text.typed.rfind("-", 0, index), 0)
    return Diagnostic(
        "empty-value",
        "a list entry without a value",
        text.span(dash, dash + 1),
        help="write a value after the `-`, or remove the line",
    )


def is_interval(only: str) -> bool:
    """Whether a list's only entry is `a..b`."""
    low, dots, high = only.partition("..")
    return bool(dots and low.strip() and high.strip() and not high.startswith("."))


def bracket_range(text: FileText, start: int, end: int) -> Diagnostic:
    """`[8..14]`, `[8..14)`, `]8..14[`."""
    low, high = (part.strip() for part in text.quoted(start + 1, end - 1).split("..", 1))
    return Diagnostic(
        "bracket-range",
        f"YAML takes `{text.quoted(start, end)}` for a list",
        text.span(start, end),
        help=f"write `{low} to {high}` for whole counts, else `at least {low} and less than {high}`",
    )


# --- braces -----------------------------------------------------------------------------------


def unquoted_braces(text: FileText, index: int, *, nested: bool) -> Obstacle:
    """A text that begins with a placeholder; ``nested`` says whether it stands in braces or brackets itself."""
    closing = text.typed.find("}}", index)
    end = closing + 2 if nested and closing >= 0 else text.content_end(index)
    written = text.quoted(index, end)
    found = Diagnostic(
        "unquoted-braces",
        f"YAML takes the `{{{{` of `{written}` for a map",
        text.span(index, end),
        help=f"put the text in quotes: `{in_quotes(written)}`",
    )
    return Obstacle((found,), (index, end))


def in_quotes(written: str) -> str:
    """The text in the kind of quotes that it does not hold itself."""
    return f"'{written}'" if '"' in written or "\\" in written else f'"{written}"'


def has_colon(text: FileText, index: int) -> bool:
    """Whether the next sign is a `:`."""
    following = _NEXT_SIGN.match(text.typed, index)
    return bool(following and following[1] == ":")


def lacks_space(key: Scalar) -> bool:
    """Whether a key in braces is `key:value`, which YAML takes for one word."""
    return not key.style and bool(_NO_SPACE.fullmatch(key.value))


def key_alone(text: FileText, key: Scalar) -> Diagnostic:
    """A word in braces that is neither key nor value."""
    if lacks_space(key):
        return no_space(text, key.start, key.end)
    return Diagnostic(
        "empty-value",
        f"`{text.quoted(key.start, key.end)}` has no value",
        text.span(key.start, key.end),
        help="braces hold `{key: value}`, brackets a list: `[one, two]`",
    )


def no_space(text: FileText, start: int, end: int) -> Diagnostic:
    key, _, value = text.quoted(start, end).partition(":")
    return Diagnostic(
        "missing-colon",
        f"`{text.quoted(start, end)}` has no space after its colon",
        text.span(start, end),
        help=f"write `{key}: {value}`",
    )


def spilled_values(text: FileText, spilled: Mapping[str, tuple[int, int]]) -> Iterator[Diagnostic]:
    """Values in braces that a comma cut: `{status: flown, flying}`."""
    for key, (start, end) in spilled.items():
        yield Diagnostic(
            "comma-in-braces",
            f"in braces a comma ends the value of `{key}`",
            text.span(start, end),
            help=f"write the map in block style, one key a line: `{text.quoted(start, end)}`",
        )
