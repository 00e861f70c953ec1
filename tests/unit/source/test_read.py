from __future__ import annotations

import gc
import subprocess
import sys
import time
import weakref
from dataclasses import dataclass

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from policykit.diagnostics import MOST_FINDINGS, Diagnostic, has_errors
from policykit.model import Span
from policykit.source.file_text import FileText
from policykit.source.read import Document, read
from policykit.source.tree import Tree

FILE = "policies/shop/returns.yaml"


def read_text(text: str) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    return read(FILE, text.encode())


def document(text: str) -> Document:
    """The document of a file that has no fault."""
    result, diagnostics = read_text(text)
    assert () == diagnostics
    assert result is not None
    return result


def span(line: int, column: int, end_line: int, end_column: int) -> Span:
    return Span(FILE, line, column, end_line, end_column)


def at(text: str, place: Span) -> str:
    """What stands at a place."""
    lines = text.splitlines(keepends=True)[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1]
    return "".join([lines[0][place.column - 1 :], *lines[1:]])


def test_what_reading_makes_refers_to_nothing_in_a_ring():
    """While much is read, nobody looks for rings: what is in one would stay until all is read."""
    gc.disable()
    try:
        gone = weakref.ref(Tree(FileText.from_typed(FILE, "a: [1, {b: 2}]\n")))
        assert gone() is None
    finally:
        gc.enable()


def test_places_are_those_of_all_values_and_keys():
    found = document("a: [1, {b: 2}]\n")
    assert {(): 1, ("a",): 4, ("a", 0): 5, ("a", 1): 8, ("a", 1, "b"): 12} == {
        path: place.column for path, place in found.values.items()
    }
    assert [("a",), ("a", 1, "b")] == list(found.keys)
    assert (5, 2, None) == (len(found.values), len(found.keys), found.values.get(("b",)))


# --- what is accepted -------------------------------------------------------------------------

ACCEPTED = {
    "words that other readers take for types": (
        "{a: no, b: on, c: 012, d: 1:30, e: ~, f: null, g: 0x1F, h: 1_000, i: 2026-01-01}",
        dict(zip("abcdefghi", ["no", "on", "012", "1:30", "~", "null", "0x1F", "1_000", "2026-01-01"], strict=True)),
    ),
    "quoted words": ("a: 'no'\nb: \"1\"\n", {"a": "no", "b": "1"}),
    "empty text in quotes": ("a: ''\n", {"a": ""}),
    "empty map and list": ("a: {}\nb: []\n", {"a": {}, "b": []}),
    "maps in lists in maps": ("a:\n  - b: 1\n    c: [2, {d: 3}]\n", {"a": [{"b": "1", "c": ["2", {"d": "3"}]}]}),
    "list in its key's column": ("a:\n- b\n- c\n", {"a": ["b", "c"]}),
    "bare map in a list in brackets": ("a: [b: c]\n", {"a": [{"b": "c"}]}),
    "literal block": ("en: |\n  One.\n  Two.\n", {"en": "One.\nTwo.\n"}),
    "folded block": ("en: >\n  One\n  two.\n", {"en": "One two.\n"}),
    "folded block, stripped": ("en: >-\n  One\n  two.\n", {"en": "One two."}),
    "block with a comment at its sign": ("en: > # in the shop's words\n  One.\n", {"en": "One.\n"}),
    "block with an indentation": ("en: |2-\n    One.\n", {"en": "  One."}),
    "block whose text looks like a comparison": ("en: |-\n  >7\n", {"en": ">7"}),
    "text on several lines": ("en: One\n  two.\n", {"en": "One two."}),
    "tests in signs that YAML leaves alone": (
        "{a: < 7, b: <= 7, c: <7, d: = 7, e: -7, f: '> 7', g: '!= 7', h: '[8..14]'}",
        {"a": "< 7", "b": "<= 7", "c": "<7", "d": "= 7", "e": "-7", "f": "> 7", "g": "!= 7", "h": "[8..14]"},
    ),
    "half-open interval that begins with a parenthesis": ("a: (8..14]\n", {"a": "(8..14]"}),
    "values with commas in block style": ("status: flown, flying\n", {"status": "flown, flying"}),
    "list of values": ("status: [flown, flying]\n", {"status": ["flown", "flying"]}),
    "list that ends in dots": ("a: [wait...]\n", {"a": ["wait..."]}),
    "value with a comma in quotes in braces": ("{a: 'b, c'}\n", {"a": "b, c"}),
    "colon without space in a value": (
        "a: 10:30\nb: https://example.org\n",
        {"a": "10:30", "b": "https://example.org"},
    ),
    "dotted keys": ("order.delivered_at: present\n", {"order.delivered_at": "present"}),
    "key in quotes": ("'a b': c\n", {"a b": "c"}),
    "merge sign in quotes": ("'<<': a\n", {"<<": "a"}),
    "key with a question mark": ("? a\n: b\n", {"a": "b"}),
    "number of thirty digits": (f"a: {'9' * 30}\n", {"a": "9" * 30}),
    "exponent of three digits": ("a: 1e999\n", {"a": "1e999"}),
    "long digits in quotes": (f"a: '{'9' * 31}'\n", {"a": "9" * 31}),
    "placeholder in quotes": ('en: "{{ amount }} is paid"\n', {"en": "{{ amount }} is paid"}),
    "placeholder inside a text": ("en: we pay {{ amount }}\n", {"en": "we pay {{ amount }}"}),
    "byte order mark": ("\ufeffa: b\n", {"a": "b"}),
    "Windows line ends": ("a: b\r\nc:\r\n  - d\r\n", {"a": "b", "c": ["d"]}),
    "old Mac line ends": ("a: b\rc: d\r", {"a": "b", "c": "d"}),
    "no line end": ("a: b", {"a": "b"}),
    "start and end of the one document": ("---\na: b\n...\n", {"a": "b"}),
    "comments": ("# one\na: b # two\n# three\n", {"a": "b"}),
    "tabs in comments and texts": ("a: 'b\tc' #\td\n#\te\nf: g\th\n", {"a": "b\tc", "f": "g\th"}),
    "tab at the end of a line": ("a: b\t\nc: d\n", {"a": "b", "c": "d"}),
    "tab before a comment": ("a: b\t# c\n", {"a": "b"}),
    "tab inside a block": ("a: |\n  b\tc\n  \td\n", {"a": "b\tc\n\td\n"}),
    "Chinese with full-width punctuation": ("zh-Hant: 您好，請附照片：謝謝！\n", {"zh-Hant": "您好，請附照片：謝謝！"}),
    "joined emoji": ("a: 👩‍🔧\n", {"a": "👩‍🔧"}),
    "sixty-four levels": ("a: " + "[" * 63 + "]" * 63, {"a": None}),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepts(name):
    text, expected = ACCEPTED[name]
    if name == "sixty-four levels":
        expected = {"a": nested_lists(63)}
    assert expected == document(text).data


def nested_lists(levels: int) -> list:
    return [nested_lists(levels - 1)] if levels > 1 else []


# --- what is refused --------------------------------------------------------------------------

ANYTHING = object()
"""Some data, whichever."""


@dataclass(frozen=True)
class Refused:
    """A file, the code of its one finding, what the finding points at, words of its help, and the data read."""

    text: str
    code: str
    points_at: str
    advice: str
    data: object = None


REFUSED = {
    "repeated key": Refused("a: 1\nb: 2\na: 3\n", "duplicate-key", "a", "remove one", {"a": "1", "b": "2"}),
    "repeated key, written otherwise": Refused("a: 1\n'a': 3\n", "duplicate-key", "'a'", "remove one", {"a": "1"}),
    "repeated key in braces": Refused("a: {b: 1, b: [2]}\n", "duplicate-key", "b", "remove one", {"a": {"b": "1"}}),
    "alias": Refused("a: *b\n", "yaml-alias", "*b", "quotes", {"a": "*b"}),
    "alias as key": Refused("*b : 1\n", "yaml-alias", "*b", "quotes", {}),
    "anchor": Refused("a: &b 1\n", "yaml-alias", "&b", "remove it", {"a": "&b 1"}),
    "anchor of a map": Refused("a: &b\n  c: d\n", "yaml-alias", "&b", "remove it", {"a": {"c": "d"}}),
    "star alone": Refused("a: * 2\n", "yaml-alias", "* 2", '`"* 2"`', {"a": "* 2"}),
    "ampersand alone": Refused("a: [& 2, b]\n", "yaml-alias", "& 2", '`"& 2"`', {"a": ["& 2", "b"]}),
    "merge key": Refused("a:\n  <<: b\n  c: d\n", "yaml-merge", "<<", "the keys themselves", {"a": {"c": "d"}}),
    "tag": Refused("a: !!str 1\n", "yaml-tag", "!!str", "remove it", {"a": "!!str 1"}),
    "tag of a list": Refused("a: !b [c]\n", "yaml-tag", "!b", "remove it", {"a": ["c"]}),
    "tag of an unknown kind": Refused("a: !b!c 1\n", "yaml-tag", "!b!c 1", "remove it", {"a": "!b!c 1"}),
    "not equal": Refused("a: != 7\n", "yaml-tag", "!=", "`not(7)`", {"a": "!= 7"}),
    "two documents": Refused("a: 1\n---\nb: 2\n", "yaml-documents", "---", "`---`", {"a": "1"}),
    "directive": Refused("%YAML 1.2\n---\na: 1\n", "yaml-directive", "%YAML 1.2", "remove the line", {"a": "1"}),
    "tab that indents": Refused("a:\n\tb: 1\n", "yaml-tab", "\t", "spaces"),
    "tab behind a dash": Refused("a:\n  -\tb\n", "yaml-tab", "\t", "spaces"),
    "tab behind a colon": Refused("a:\tb\n", "yaml-tab", "\t", "spaces", {"a": "b"}),
    "tab alone on a line": Refused("a: b\n\t\nc: d\n", "yaml-tab", "\t", "spaces"),
    "tab in brackets": Refused("a: [\n\tb]\n", "yaml-tab", "\t", "spaces", {"a": ["b"]}),
    "tab that indents a text's second line": Refused("a: b\n  \tc\n", "yaml-tab", "\t", "spaces", {"a": "b c"}),
    "tab that indents a block": Refused("a: |\n\tb\n", "yaml-tab", "\t", "spaces"),
    "control character": Refused("a: b\x07\n", "control-character", "\x07", "remove", {"a": "b\x07"}),
    "zero byte": Refused("a: b\0\n", "control-character", "\0", "remove", {"a": "b\0"}),
    "delete": Refused("a: b\x7f\n", "control-character", "\x7f", "remove", {"a": "b\x7f"}),
    "next line": Refused("a: b\x85c\n", "control-character", "\x85", "remove", ANYTHING),
    "line separator": Refused("a: b\u2028c\n", "control-character", "\u2028", "remove", ANYTHING),
    "space without width in a key": Refused("a\u200b: b\n", "control-character", "\u200b", "remove", ANYTHING),
    "text turned round": Refused("a: b\u202ec\n", "control-character", "\u202e", "remove", {"a": "b\u202ec"}),
    "byte order mark inside": Refused("a: b\n\ufeffc: d\n", "control-character", "\ufeff", "remove", ANYTHING),
    "key after a no-break space": Refused("\u00a0a: b\n", "control-character", "\u00a0a", "ordinary space", {}),
    "zero byte by escape": Refused('a: "\\0"\n', "control-character", '"\\0"', "single quotes", {"a": "\0"}),
    "sixty-five levels": Refused("a: " + "[" * 64 + "]" * 64, "too-deep", "[", "not closed"),
    "thirty-one digits": Refused(f"a: {'9' * 31}\n", "huge-number", "9" * 31, "digits", {"a": "9" * 31}),
    "thirty-one decimals": Refused(f"a: -.{'9' * 31}\n", "huge-number", f"-.{'9' * 31}", "digits", ANYTHING),
    "digits in groups": Refused(f"a: {'9_999' * 8}\n", "huge-number", "9_999" * 8, "digits", ANYTHING),
    "exponent of four digits": Refused("a: [1e-1000]\n", "huge-number", "1e-1000", "digits", {"a": ["1e-1000"]}),
    "more than": Refused("a: > 7\n", "block-scalar-trap", "> 7", "`more than 7`", {"a": "> 7"}),
    "more than, with a comment": Refused("a: > 7 # b\n", "block-scalar-trap", "> 7", "`more than 7`", {"a": "> 7"}),
    "more than, without space": Refused("a: >7\nb: c\n", "block-scalar-trap", ">7", "`more than 7`", ANYTHING),
    "more than ten": Refused("a: >10\n", "block-scalar-trap", ">10", "`more than 10`", {"a": ">10"}),
    "more than zero": Refused("a: >0\n", "block-scalar-trap", ">0", "`more than 0`", {"a": ">0"}),
    "more than a negative number": Refused("a: >-5\n", "block-scalar-trap", ">-5", "`more than -5`", {"a": ">-5"}),
    "more than a period": Refused(
        "a: > 24 hours\n", "block-scalar-trap", "> 24 hours", "`more than 24 hours`", {"a": "> 24 hours"}
    ),
    "at least": Refused("a: >= 7\n", "block-scalar-trap", ">= 7", "`at least 7`", {"a": ">= 7"}),
    "more than, in braces": Refused(
        "{a: > 7, b: c}\n", "block-scalar-trap", "> 7", "`more than 7`", {"a": "> 7", "b": "c"}
    ),
    "bar before a number": Refused("a: |7\n", "block-scalar-trap", "|7", "next line", {"a": "|7"}),
    "bar before a text": Refused("a: | b\n  c\n", "block-scalar-trap", "| b", "next line", {"a": "| b c"}),
    "block without text": Refused("a: >\nb: c\n", "empty-value", ">", "lines below", ANYTHING),
    "key without value": Refused("a:\nb: c\n", "empty-value", "a", "absent", {"a": "", "b": "c"}),
    "last key without value": Refused("b: c\na:\n", "empty-value", "a", "absent", {"a": "", "b": "c"}),
    "key without value in braces": Refused("{a: , b: c}\n", "empty-value", "a", "absent", {"a": "", "b": "c"}),
    "list entry without value": Refused("a:\n  -\n  - b\n", "empty-value", "-", "remove", {"a": ["", "b"]}),
    "word in braces": Refused("a: {b}\n", "empty-value", "b", "[one, two]", {"a": {}}),
    "comma in braces": Refused(
        "a: {status: flown, flying}\n",
        "comma-in-braces",
        "status: flown, flying",
        "`status: flown, flying`",
        {"a": {"status": "flown, flying"}},
    ),
    "two commas in braces": Refused(
        "{a: b, c, d, e: f}\n", "comma-in-braces", "a: b, c, d", "`a: b, c, d`", {"a": "b, c, d", "e": "f"}
    ),
    "no space after a colon in braces": Refused("{a: b, c:d}\n", "missing-colon", "c:d", "`c: d`", {"a": "b"}),
    "interval": Refused("a: [8..14]\n", "bracket-range", "[8..14]", "`8 to 14`", {"a": "[8..14]"}),
    "interval of times": Refused("a: [ x .. y ]\n", "bracket-range", "[ x .. y ]", "less than y", {"a": "[ x .. y ]"}),
    "interval in braces": Refused(
        "{a: [1..2], b: c}\n", "bracket-range", "[1..2]", "1 to 2", {"a": "[1..2]", "b": "c"}
    ),
    "half-open interval": Refused("a: [8..14)\nb: c\n", "bracket-range", "[8..14)", "less than 14", ANYTHING),
    "interval with brackets turned": Refused("a: ]8..14[\n", "bracket-range", "]8..14[", "8 to 14", {"a": "]8..14["}),
    "list as a file": Refused("- a\n- b\n", "not-a-map", "- a\n- b", "key: value", ["a", "b"]),
    "text as a file": Refused("a:1\n", "not-a-map", "a:1", "space after the colon", "a:1"),
    "list as a key": Refused("[a, b]: c\nd: e\n", "complex-key", "[a, b]", "quotes", {"d": "e"}),
    "map as a key": Refused("{a: b}: c\n", "complex-key", "{a: b}", "quotes", {}),
    "map as a key after a question mark": Refused("? a: b\n: c\n", "complex-key", "a: b", "one word", {}),
    "no key": Refused("'': a\nb: c\n", "empty-key", "'", "key: value", {"b": "c"}),
    "colon alone": Refused(": a\n", "empty-key", ":", "key: value"),
    "placeholder without quotes": Refused(
        "en: {{ amount }} is paid # b\nc: d\n",
        "unquoted-braces",
        "{{ amount }} is paid",
        '`"{{ amount }} is paid"`',
        {"en": "{{ amount }} is paid", "c": "d"},
    ),
    "placeholder without quotes in braces": Refused(
        "{en: {{ amount }}, c: d}\n",
        "unquoted-braces",
        "{{ amount }}",
        '`"{{ amount }}"`',
        {"en": "{{ amount }}", "c": "d"},
    ),
    "entry indented too far": Refused("a:\n- b\n - c\n", "swallowed-entry", "- c", "same column", {"a": ["b - c"]}),
    "full-width colon": Refused("a: 1\nb：2\nc: 3\n", "missing-colon", "b：2", "`b: 2`"),
    "full-width colon on the first line": Refused("b：2\nc: 3\n", "missing-colon", "b：2", "`b: 2`"),
    "full-width space": Refused("a: 1\nb:\u30002\nc: 3\n", "missing-colon", "b:\u30002", "`b: 2`"),
    "no space after a colon": Refused("a:\n  - b:1\n    c: 2\n", "missing-colon", "b:1", "`b: 1`"),
    "no colon": Refused("a: 1\nb\nc: 3\n", "missing-colon", "b", "key: value"),
    "key too long": Refused(f"{'a' * 1100}: b\n", "missing-colon", f"{'a' * 1100}: b", "at most 1000"),
    "text with a colon": Refused(
        "en: Note: we close\nb: c\n",
        "yaml-syntax",
        "Note: we close",
        '`"Note: we close"`',
        {"en": "Note: we close", "b": "c"},
    ),
    "text with a colon and a quote": Refused(
        'en: Say "no": go\n', "yaml-syntax", 'Say "no": go', "`'Say \"no\": go'`", {"en": 'Say "no": go'}
    ),
    "key behind a quoted value": Refused("a: 'b': c\n", "yaml-syntax", ":", "one key a line"),
    "line indented too far": Refused("a: b\n  c: d\n", "yaml-syntax", "c: d", "same column"),
    "line indented too far in a list": Refused("- a: b\n   c: d\n", "yaml-syntax", "c: d", "same column"),
    "line indented too little": Refused("a:\n    b: 1\n  c: 2\n", "yaml-syntax", "c: 2", "same column"),
    "list entry among keys": Refused("a: b\n- c\n", "yaml-syntax", "- c", "indent a list"),
    "key among list entries": Refused("a:\n  - b\n  c: d\n", "yaml-syntax", "c: d", "begin it with `- `"),
    "list behind its key": Refused("a: - b\n", "yaml-syntax", "- b", "next line", {"a": "- b"}),
    "at sign": Refused("a: @b\n", "yaml-syntax", "@b", '`"@b"`', {"a": "@b"}),
    "percent sign": Refused("a: [%b, c]\n", "yaml-syntax", "%b", '`"%b"`', {"a": ["%b", "c"]}),
    "backtick": Refused("a: `b`\n", "yaml-syntax", "`b`", "quotes", {"a": "`b`"}),
    "open single quote": Refused("a: 'b\nc: d\n", "yaml-syntax", "'", "put `'`"),
    "open double quote": Refused('a: "b\nc: d\n', "yaml-syntax", '"', 'put `"`'),
    "quote closed by the next one": Refused("a: 'b\nc: 'd'\n", "yaml-syntax", "'", "end of its text"),
    "quote inside quotes": Refused("a: 'it's'\n", "yaml-syntax", "s'", "`''`"),
    "unknown escape": Refused('a: "C:\\q"\n', "yaml-syntax", "\\", "single quotes"),
    "half a character by escape": Refused('a: "\\ud800"\n', "yaml-syntax", "ud", "single quotes"),
    "open bracket": Refused("a: [b, c\nd: e\n", "yaml-syntax", "[", "`]`"),
    "open brace": Refused("a: {b: c\n", "yaml-syntax", "{", "`}`"),
    "bracket closed too often": Refused("a: [b]]\n", "yaml-syntax", "]", "remove it"),
    "brace that closes nothing": Refused("a: }\n", "yaml-syntax", "}", "remove it"),
    "two commas": Refused("a: [b,, c]\n", "yaml-syntax", ",", "remove the comma"),
    "value that begins with a comma": Refused("a: , b\n", "yaml-syntax", ",", "quotes"),
    "line behind a map in braces": Refused("{a: b}\nc: d\n", "yaml-syntax", "c: d", "same column"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(name):
    case = REFUSED[name]
    result, (diagnostic,) = read_text(case.text)
    assert (case.code, "error") == (diagnostic.code, diagnostic.severity)
    assert case.points_at == at_any_line_end(case.text, diagnostic.span)
    assert case.advice in (diagnostic.help or "")
    if case.data is None:
        assert result is None
    else:
        assert result is not None
        assert case.data in (ANYTHING, result.data)


def at_any_line_end(text: str, place: Span) -> str:
    """What stands at a place; only real line breaks end a line."""
    return at(text.translate({0x85: "\ue085", 0x2028: "\ue028"}), place).translate({0xE085: "\x85", 0xE028: "\u2028"})


@pytest.mark.parametrize("name", REFUSED)
def test_messages_have_the_house_style(name):
    for diagnostic in read_text(REFUSED[name].text)[1]:
        for words in (diagnostic.message, diagnostic.help or "none"):
            assert words[0] in "`'" or words[0].islower() or words.startswith("YAML")
            assert not words.endswith(".")
            assert "libyaml" not in words


def codes(content: bytes) -> list[str]:
    return [diagnostic.code for diagnostic in read(FILE, content)[1]]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# nothing yet\n", b"---\n", b"\xef\xbb\xbf"])
def test_a_file_without_data_is_empty(content):
    assert ["empty-file"] == codes(content)
    assert read(FILE, content)[0] is None


def test_bytes_that_are_not_utf8_are_placed_and_nothing_is_read():
    result, (diagnostic,) = read(FILE, "好: 1\na: 好".encode() + b"\xa4\xa4")
    assert result is None
    assert ("not-utf8", span(2, 5, 2, 6)) == (diagnostic.code, diagnostic.span)


def test_utf16_is_named():
    (diagnostic,) = read(FILE, "a: b".encode("utf-16"))[1]
    assert ("not-utf8", True) == (diagnostic.code, "UTF-16" in diagnostic.message)


def test_one_mebibyte_is_the_limit():
    full = b"a: b #" + b"c" * (1024 * 1024 - 6)
    assert [] == codes(full)
    assert ["file-too-large"] == codes(full + b"c")


def test_two_hundred_thousand_events_are_the_limit():
    result, (diagnostic,) = read(FILE, b"[" + b"a," * 200_000 + b"a]")
    assert (None, "file-too-large") == (result, diagnostic.code)


# --- many findings ----------------------------------------------------------------------------


def test_one_pass_finds_everything_that_does_not_hide_the_rest():
    text = (
        "policy: &p returns\n"
        "days: > 7\n"
        "days: >= 8\n"
        "status: {is: flown, flying}\n"
        "when: [8..14]\n"
        "en: {{ amount }} is paid\n"
        "zh: Note: closed\n"
        "empty:\n"
        "tab:\tx\n"
        "big: 1e9999\n"
        "sound: at least 7\n"
    )
    result, diagnostics = read_text(text)
    assert [
        (1, "yaml-alias"),
        (2, "block-scalar-trap"),
        (3, "duplicate-key"),
        (3, "block-scalar-trap"),
        (4, "comma-in-braces"),
        (5, "bracket-range"),
        (6, "unquoted-braces"),
        (7, "yaml-syntax"),
        (8, "empty-value"),
        (9, "yaml-tab"),
        (10, "huge-number"),
    ] == [(diagnostic.span.line, diagnostic.code) for diagnostic in diagnostics]
    assert result is not None
    assert "at least 7" == result.data["sound"]
    assert "> 7" == result.data["days"]


def test_what_stands_before_a_syntax_error_is_reported_with_it():
    assert ["duplicate-key", "yaml-syntax"] == codes(b"a: 1\na: 2\nb: [\n")


def test_a_repeated_key_names_the_first():
    _, (diagnostic,) = read_text("a: 1\nb: {c: 2}\na: 3\n")
    (related,) = diagnostic.related
    assert (span(3, 1, 3, 2), span(1, 1, 1, 2)) == (diagnostic.span, related.span)


def test_what_stands_under_a_repeated_key_is_checked_and_left_out():
    result, diagnostics = read_text("a: {b: 1}\na: {b: 2, b: 3, c: >4}\n")
    assert ["duplicate-key", "duplicate-key", "block-scalar-trap"] == [found.code for found in diagnostics]
    assert result is not None
    assert ({"a": {"b": "1"}}, "1") == (result.data, at("a: {b: 1}", result.values["a", "b"]))
    assert {("a",), ("a", "b")} == set(result.keys)


def test_every_line_that_a_tab_indents_is_named():
    assert [2, 4] == [found.span.line for found in read_text("a:\n\tb: 1\n  c: 2\n \td: 3\n")[1]]


def test_each_kind_of_invisible_character_is_named_once_with_its_count():
    assert ["an invisible character, U+200B, 2 times in this file", "an invisible character, U+0007"] == [
        found.message for found in read_text("a: b\u200b\nc: d\u200b\x07\n")[1]
    ]


def test_findings_come_in_order_of_place():
    places = [found.span for found in read_text("b: >7\na:\nb: [1..2]\nc: {d}\n")[1]]
    assert sorted(places) == places


def test_a_file_full_of_faults_gives_a_bounded_list():
    assert MOST_FINDINGS == len(codes(b"a: 1\n" * (MOST_FINDINGS + 10)))


# --- places -----------------------------------------------------------------------------------

PLACED = """\
policy: returns
問題: "水果壞了？"   # 註
rules:
  - id: first
    when: {a.b: 'x', c: [1, 22]}
  - text: |
      One.

      Two.

last: end
"""

PLACES = {
    ("policy",): "returns",
    ("問題",): '"水果壞了？"',
    ("rules", 0): "id: first\n    when: {a.b: 'x', c: [1, 22]}",
    ("rules", 0, "id"): "first",
    ("rules", 0, "when"): "{a.b: 'x', c: [1, 22]}",
    ("rules", 0, "when", "a.b"): "'x'",
    ("rules", 0, "when", "c"): "[1, 22]",
    ("rules", 0, "when", "c", 1): "22",
    ("rules", 1, "text"): "|\n      One.\n\n      Two.",
    ("last",): "end",
    (): PLACED.rstrip(),
}


@pytest.mark.parametrize("path", PLACES, ids=str)
def test_values_have_places(path):
    assert PLACES[path] == at(PLACED, document(PLACED).values[path])


def test_every_key_and_value_has_a_place():
    read_document = document(PLACED)
    paths = set(paths_of(read_document.data))
    assert paths == set(read_document.values)
    assert {path for path in paths if path and isinstance(path[-1], str)} == set(read_document.keys)
    assert {path[-1] for path in read_document.keys} == {at(PLACED, key) for key in read_document.keys.values()}


def paths_of(data, path=()):
    yield path
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, child in children:
        yield from paths_of(child, (*path, name))


def test_columns_count_characters():
    assert span(1, 5, 1, 8) == document("éé: 好😀x\n").values["éé",]


def test_a_byte_order_mark_takes_no_column():
    assert span(1, 4, 1, 5) == document("\ufeffa: b\n").values["a",]


def test_windows_line_ends_take_no_column():
    assert (span(1, 4, 1, 5), span(2, 1, 2, 2)) == (
        document("a: b\r\nc: d\r\n").values["a",],
        document("a: b\r\nc: d\r\n").keys["c",],
    )


class TestSpanOf:
    def test_a_value(self):
        assert span(1, 9, 1, 16) == document(PLACED).span_of(("policy",))

    def test_the_nearest_thing_around_what_is_not_there(self):
        read_document = document(PLACED)
        assert read_document.values["rules", 0] == read_document.span_of(("rules", 0, "then", "outcome"))
        assert read_document.values["policy",] == read_document.span_of(("policy", "id"))
        assert read_document.values[()] == read_document.span_of(("missing",))

    def test_a_key_without_value(self):
        place = span(1, 1, 1, 2)
        bare = Document(FILE, {"a": ""}, {(): span(1, 1, 1, 3)}, {("a",): place})
        assert place == bare.span_of(("a",))


class TestWithin:
    @pytest.mark.parametrize(
        ("text", "start", "end", "expected"),
        [
            ("a: at least 好 days\n", 9, 10, "好"),
            ("a: 'at least 7'\n", 9, 10, "7"),
            ('a: "at least 7"\n', 0, 2, "at"),
            ("a: [at least 7]\n", 3, 8, "least"),
            ("a: at least 7\n", 9, 99, "7"),
            ("a: 'at least 7'\n", 9, 99, "7"),
            ("a: at least 7\n", 3, 3, ""),
        ],
        ids=["plain", "single quotes", "double quotes", "list", "past the end", "past the end in quotes", "no length"],
    )
    def test_exact(self, text, start, end, expected):
        path = ("a", 0) if "[" in text else ("a",)
        assert expected == at(text, document(text).within(path, start, end))

    @pytest.mark.parametrize(
        "written",
        ["'it''s 7'", '"a\\tb 7"', "one\n  two 7", "'one\n  two 7'", "|\n  one 7", ">-\n  one 7"],
        ids=["doubled quote", "escape", "two lines", "quoted lines", "literal block", "folded block"],
    )
    def test_the_whole_text_where_it_is_spelled_otherwise(self, written):
        text = f"a: {written}\n"
        assert written == at(text, document(text).within(("a",), 1, 2))

    def test_a_text_that_yaml_misread(self):
        text = "a: > 7 days\nb: [8..14]\n"
        result, _ = read_text(text)
        assert result is not None
        assert ("7", "14") == (at(text, result.within(("a",), 2, 3)), at(text, result.within(("b",), 4, 6)))

    def test_a_path_without_text(self):
        assert span(1, 4, 1, 10) == document("a: {b: c}\n").within(("a",), 0, 1)


# --- hostile files ----------------------------------------------------------------------------

HOSTILE = {
    "brackets": b"[" * 100_000,
    "braces": b"{" * 100_000,
    "brackets on lines": b"[\n" * 100_000,
    "keys in braces": b"{a: " * 100_000,
    "dashes": b"- " * 100_000,
    "question marks": b"? " * 100_000,
    "aliases": b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
    "directives": b"%TAG ! x\n" * 100_000,
    "blanks": b"a: b" + b" " * 500_000 + b"c",
    "digits": b"a: " + b"1" * 500_000 + b"x",
    "open interval": b"a: [" + b"." * 500_000,
    "comments with tabs": b"#\ta" * 200_000,
    "commas in braces": b"{a: b" + b",c" * 50_000 + b"}",
    "tabs": b"a: [" + b"b,\t" * 60_000 + b"c]",
    "traps": b"a: > 7\n" * 10_000,
    "escapes": b'a: "' + b"\\0" * 200_000 + b'"',
    "noise": bytes(range(256)) * 100,
}

CHILD = """
import sys
from policykit.source.read import read
print(read("a", sys.stdin.buffer.read())[1][0].code)
"""


@pytest.mark.parametrize("name", ["brackets", "braces", "brackets on lines", "dashes", "question marks"])
def test_a_hostile_file_does_not_end_the_process(name):
    child = subprocess.run([sys.executable, "-c", CHILD], input=HOSTILE[name], capture_output=True, check=False)
    assert (0, b"") == (child.returncode, child.stderr)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_time(name):
    started = time.monotonic()
    found = read(FILE, HOSTILE[name])[1]
    assert name in ("blanks", "digits") or has_errors(found)
    assert time.monotonic() - started < 20


SIGNS = (
    *("a", "b", "7", "好", " ", "  ", "\n", "\r\n", "\n  ", "\t", ": ", ":", "- ", ",", "[", "]", "{", "}", "{{", "}}"),
    *(
        "'",
        '"',
        "|",
        ">",
        ">=",
        "#",
        " #",
        "&a",
        "*a",
        "!",
        "!=",
        "%",
        "@",
        "?",
        "? ",
        "..",
        "---\n",
        "<<",
        "\\",
        "：",
        "\0",
    ),
)
YAML_LIKE = st.lists(st.sampled_from(SIGNS), max_size=30).map("".join)


@given(st.binary(max_size=60))
@example(b"\xff\xfea\x00")
@example(b"\x00")
@example(b"&a#")
def test_any_bytes_give_a_document_or_say_why_not(content):
    """read(b) raises nothing, and document is None => some error."""
    result, found = read(FILE, content)
    assert result is not None or has_errors(found)


@given(YAML_LIKE)
def test_every_finding_points_into_the_file(text):
    """1 <= line <= lines, and each place begins before it ends."""
    result, found = read_text(text)
    assert result is not None or has_errors(found)
    lines = text.replace("\r\n", "\n").split("\n")
    places = [diagnostic.span for diagnostic in found] + (list(result.values.values()) if result else [])
    for place in places:
        assert 1 <= place.line <= place.end_line <= len(lines)
        assert (place.line, place.column) <= (place.end_line, place.end_column)
        assert 1 <= place.end_column <= len(lines[place.end_line - 1]) + 2


@given(YAML_LIKE)
def test_a_file_without_findings_means_what_yaml_says(text):
    """found == () => data == BaseLoader(text)."""
    result, found = read_text(text)
    if not found:
        assert result is not None
        assert yaml.load(text, Loader=yaml.BaseLoader) == result.data


@given(YAML_LIKE)
def test_letters_are_where_within_says(text):
    """at(within(path, i, i + 1)) == value[i], wherever a text has an offset."""
    result, _ = read_text(text)
    for path in result.offsets if result else ():
        value = data_at(result.data, path)
        for index, letter in enumerate(value):
            assert letter == at(text, result.within(path, index, index + 1))


def data_at(data, path):
    for step in path:
        data = data[step]
    return data
