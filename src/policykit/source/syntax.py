"""What YAML cannot read, said so that the author of a policy knows what to change.

The parser names the token that it expected; people know lines, quotes, colons and columns. So each
of its complaints is looked at again in the text, and most have one usual cause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from policykit.diagnostics import Diagnostic, Related
from policykit.source import entries
from policykit.source.file_text import FileText
from policykit.source.obstacle import Obstacle
from policykit.source.scalars import Scalar, block_scalar_trap
from policykit.source.tabs import indenting_tabs
from policykit.source.tree import MOST_DEPTH, Tree

_WIDE_COLON = re.compile(r"(?P<key>[^\s:：]+)\s*：\s*(?P<value>.*)")
_NO_SPACE = re.compile(r"(?P<key>[^\s:：]+):(?P<value>[^\s:].*)")
_STRANGE_SPACE = re.compile(r"(?P<key>[^\s:：]+):[\u00a0\u3000]+(?P<value>.*)")
_OPEN_INTERVAL = re.compile(r"[\[\]][^\[\]{},\r\n]{1,60}?\.\.[^\[\]{},()\r\n]{1,60}[)\[\]]")
_LONGEST_KEY = 1000
_BULLETS = re.compile(r"\s*(?:- +)*")


@dataclass(frozen=True, slots=True)
class _Problem:
    """A complaint of the parser's: what it says, while doing what, where it noticed, and where that began."""

    what: str
    doing: str
    at: int
    since: int
    text: FileText
    tree: Tree

    @property
    def last(self) -> Scalar | None:
        """The text that was read last."""
        return self.tree.scalars[-1] if self.tree.scalars else None

    @property
    def in_brackets(self) -> bool:
        """Whether a `[` or `{` is open; of the line in hand the parser may not have told yet."""
        before = self.text.typed[self.text.line_start(self.since) : self.since]
        opened = sum(map(before.count, "[{")) - sum(map(before.count, "]}"))
        return self.tree.in_brackets or opened > 0

    @property
    def here(self) -> tuple[int, int]:
        """The stretch of the one character at which the parser stopped."""
        return self.at, self.at + 1

    @property
    def sign(self) -> str:
        """The character at which the parser stopped; empty at the end of the file."""
        return self.text.typed[self.at : self.at + 1]


def obstacle_of(error: yaml.YAMLError, text: FileText, tree: Tree) -> Obstacle:
    """The parser's error as a finding, with the stretch to overwrite where the rest can still be read."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Obstacle((_syntax(text, (0, 1), "this is not YAML"),))
    at = min(error.problem_mark.index if error.problem_mark else 0, len(text.typed))
    since = min(error.context_mark.index if error.context_mark else at, at)
    return _reworded(_Problem(error.problem or "", error.context or "", at, since, text, tree))


def _reworded(problem: _Problem) -> Obstacle:
    match problem.what:
        case what if "tab character" in what:
            return Obstacle(tuple(indenting_tabs(problem.text, problem.at)))
        case "found character that cannot start any token":
            return _bad_start(problem)
        case "did not find expected comment or line break" | "found an indentation indicator equal to 0":
            return _block_header(problem)
        case "mapping values are not allowed in this context":
            return _second_colon(problem)
        case "could not find expected ':'":
            return Obstacle((_missing_colon(problem.text, problem.since),))
        case "found unexpected end of stream" | "found unexpected document indicator":
            return _open_quote(problem)
        case "did not find expected ',' or ']'" | "did not find expected ',' or '}'":
            return _open_bracket(problem)
        case "did not find expected alphabetic or numeric character":
            return _sign_alone(problem)
        case "did not find expected node content":
            return _no_content(problem)
        case "block sequence entries are not allowed in this context" | "mapping keys are not allowed in this context":
            return _bad_start(problem)
        case "did not find expected key" | "did not find expected '-' indicator":
            return _misplaced(problem)
        case "did not find expected <document start>":
            return _misplaced(problem)
        case "exceeded maximum nesting depth":  # newer libyaml counts ahead of us, within what may be one key
            return Obstacle((entries.too_deep(problem.text, problem.at, MOST_DEPTH),))
        case _:
            return _other(problem)


def _other(problem: _Problem) -> Obstacle:
    if "tag" in problem.doing or "tag" in problem.what:
        end = problem.text.content_end(problem.since, within_brackets=problem.in_brackets)
        found = entries.tag(problem.text, problem.since, end, end)
        return Obstacle((found,), (problem.since, end))
    if "quoted scalar" in problem.doing:
        return Obstacle((_escape(problem),))
    message = f"YAML cannot read this: {problem.what}" if problem.what else "this is not YAML"
    return Obstacle((_syntax(problem.text, problem.here, message),))


def _syntax(
    text: FileText, place: tuple[int, int], message: str, advice: str | None = None, related: tuple[Related, ...] = ()
) -> Diagnostic:
    end = min(place[1], len(text.typed))
    return Diagnostic("yaml-syntax", message, text.span(min(place[0], end), end), help=advice, related=related)


# --- the first sign of a value ----------------------------------------------------------------


def _bad_start(problem: _Problem) -> Obstacle:
    text, start = problem.text, problem.at
    if problem.sign == "\t":
        return Obstacle(tuple(indenting_tabs(text, start)))
    end = text.content_end(start, within_brackets=problem.in_brackets)
    written = text.quoted(start, end)
    if problem.sign in (">", "|"):
        return Obstacle((block_scalar_trap(text, start, end),), (start, end))
    advice = f"put it in quotes: `{entries.in_quotes(written)}`"
    if problem.sign == "-":
        advice = "begin a list on the next line; " + advice
    found = _syntax(text, (start, end), f"a value cannot begin with {_named(problem.sign)}", advice)
    return Obstacle((found,), (start, end))


def _named(sign: str) -> str:
    return "a backtick" if sign == "`" else f"`{sign}`"


def _block_header(problem: _Problem) -> Obstacle:
    start, end = problem.since, problem.text.content_end(problem.since)
    return Obstacle((block_scalar_trap(problem.text, start, end),), (start, end))


def _sign_alone(problem: _Problem) -> Obstacle:
    """`*` or `&` without a name."""
    start = problem.since
    end = problem.text.content_end(start, within_brackets=problem.in_brackets)
    return Obstacle((entries.sign_alone(problem.text, start, end),), (start, end))


# --- colons -----------------------------------------------------------------------------------


def _second_colon(problem: _Problem) -> Obstacle:
    """A colon where no key can be: a line above lacks one, the line is indented too far, or its text has one."""
    last, text = problem.last, problem.text
    line = text.line_start(problem.at)
    if last and not last.style and last.start < line <= last.end:
        return Obstacle((_key_in_text(text, last, line),))
    if last and not last.style and line <= last.start and last.end == problem.at and _follows_key(text, last):
        return _colon_in_text(text, last)
    if text.typed[line : problem.at].lstrip(" -")[:1] in "\"'" or ": " in text.typed[line : problem.at]:
        return Obstacle((_syntax(text, problem.here, "a second colon on one line", _QUOTE_COLON),))
    if last and last.start < problem.at - _LONGEST_KEY:
        return Obstacle((_missing_colon(text, last.start),))
    return Obstacle((_indented_too_far(text, line),))


_QUOTE_COLON = "put quotes around a text that holds `: `, and write one key a line"


def _key_in_text(text: FileText, last: Scalar, line: int) -> Diagnostic:
    before = text.typed[text.line_start(last.start) : last.start]
    return _missing_colon(text, last.start) if _BULLETS.fullmatch(before) else _indented_too_far(text, line)


def _follows_key(text: FileText, value: Scalar) -> bool:
    return text.typed[text.line_start(value.start) : value.start].rstrip().endswith(":")


def _colon_in_text(text: FileText, value: Scalar) -> Obstacle:
    end = text.content_end(value.start)
    written = text.quoted(value.start, end)
    advice = f"put the text in quotes: `{entries.in_quotes(written)}`"
    found = _syntax(text, (value.start, end), "a second colon on one line", advice)
    return Obstacle((found,), (value.start, end))


def _indented_too_far(text: FileText, line: int) -> Diagnostic:
    start, end = _content(text, line)
    return _syntax(
        text,
        (start, end),
        f"`{text.quoted(start, end)}` is indented further than the line above, which has its value already",
        "lines that belong together begin in the same column",
    )


def _missing_colon(text: FileText, index: int) -> Diagnostic:
    """What a line that should be `key: value` lacks."""
    start, end = _content(text, index)
    written = text.quoted(start, end)
    if end - start > _LONGEST_KEY:
        message, advice = f"`{written}` is too long for a key", f"a key has at most {_LONGEST_KEY} characters"
    elif match := _WIDE_COLON.fullmatch(written):
        message, advice = "`：` is a full-width colon, which ends no key", _rewritten(match)
    elif match := _STRANGE_SPACE.fullmatch(text.typed[start:end]):
        message, advice = "a space of a special kind follows the colon", _rewritten(match)
    elif match := _NO_SPACE.fullmatch(written):
        message, advice = f"`{written}` has no space after its colon", _rewritten(match)
    else:
        message = f"`{written}` has no `:` after its key"
        advice = "write `key: value`; a line that goes on with the text above is indented further than its key"
    return Diagnostic("missing-colon", message, text.span(start, end), help=advice)


def _rewritten(match: re.Match[str]) -> str:
    return f"write `{match['key']}: {match['value']}`"


def _content(text: FileText, index: int) -> tuple[int, int]:
    """What stands on a line, without indentation, list signs and comment."""
    line = text.line_start(index)
    bullets = _BULLETS.match(text.typed, line, max(text.line_end(line), line))
    start = bullets.end() if bullets else line
    return start, min(text.content_end(start), len(text.typed))


# --- quotes and brackets ----------------------------------------------------------------------


def _open_quote(problem: _Problem) -> Obstacle:
    quote = problem.text.typed[problem.since : problem.since + 1]
    found = _syntax(
        problem.text,
        (problem.since, problem.since + 1),
        f"the quote `{quote}` that opens here is never closed",
        f"put `{quote}` at the end of the text",
    )
    return Obstacle((found,))


def _escape(problem: _Problem) -> Diagnostic:
    return _syntax(
        problem.text,
        (problem.at - (problem.sign != "\\"), problem.at + 1),
        "in double quotes `\\` begins a sign of its own, and this is none",
        "write `\\\\` for a `\\`, or use single quotes",
    )


def _open_bracket(problem: _Problem) -> Obstacle:
    text, start = problem.text, problem.since
    if match := _OPEN_INTERVAL.match(text.typed, start):
        return Obstacle((entries.bracket_range(text, *match.span()),), match.span())
    bracket = text.typed[start : start + 1]
    closing = {"[": "]", "{": "}"}.get(bracket, "its counterpart")
    here = Related(text.span(problem.at, problem.at + len(problem.sign)), "noticed here")
    found = _syntax(
        text,
        (start, start + 1),
        f"the `{bracket}` that opens here is not closed, or a comma is missing behind it",
        f"close it with `{closing}`, and put a comma between entries",
        (here,),
    )
    return Obstacle((found,))


def _no_content(problem: _Problem) -> Obstacle:
    text, sign = problem.text, problem.sign
    if match := _OPEN_INTERVAL.match(text.typed, problem.at):
        return Obstacle((entries.bracket_range(text, *match.span()),), match.span())
    if sign in ("]", "}"):
        return Obstacle((_closes_nothing(problem),))
    if sign == ":":
        return Obstacle((entries.empty_key(text, problem.at),))
    if sign == ",":
        advice = "remove the comma, or put quotes around a text that begins with one"
        return Obstacle((_syntax(text, problem.here, "a value is missing before the `,`", advice),))
    return Obstacle((_syntax(text, problem.here, "a value is missing here"),))


def _closes_nothing(problem: _Problem) -> Diagnostic:
    message = f"the `{problem.sign}` closes nothing"
    return _syntax(problem.text, problem.here, message, "remove it, or open it first")


# --- lines that do not fit --------------------------------------------------------------------


def _misplaced(problem: _Problem) -> Obstacle:
    """Something where a key or a list entry should begin."""
    last, text, at = problem.last, problem.text, problem.at
    if last and last.style in ("'", '"') and not text.typed[last.end : at].strip(" \t") and last.end <= at:
        return Obstacle((_behind_quote(problem, last),))
    if problem.sign in ("]", "}"):
        return Obstacle((_closes_nothing(problem),))
    if problem.sign == ":":
        return Obstacle((entries.empty_key(text, at),))
    return Obstacle((_does_not_fit(problem),))


def _behind_quote(problem: _Problem, last: Scalar) -> Diagnostic:
    text, quote = problem.text, last.style
    inside = "`''`" if quote == "'" else '`\\"`'
    if last.lines:
        message, advice = f"the quote `{quote}` that opens here is closed too late", "close it at the end of its text"
        closed = Related(text.span(last.end - 1, last.end), "closed here")
        return _syntax(text, (last.start, last.start + 1), message, advice, (closed,))
    rest = problem.at, text.content_end(problem.at)
    message = f"the quote `{quote}` ends the text before `{text.quoted(*rest)}`"
    advice = f"write {inside} for a quote inside the text, or put the whole text in the other kind of quotes"
    return _syntax(text, rest, message, advice)


def _does_not_fit(problem: _Problem) -> Diagnostic:
    text = problem.text
    end = text.content_end(problem.at)
    if problem.sign == "-":
        message = f"`{text.quoted(problem.at, end)}` is a list entry among keys"
        advice = "indent a list further than its key; or begin its entries in the same column"
    elif problem.doing.startswith("while parsing a block collection"):
        message = f"`{text.quoted(problem.at, end)}` stands among list entries and begins with no `- `"
        advice = "begin it with `- `, or in the same column as the key that it belongs beside"
    else:
        message = f"`{text.quoted(problem.at, end)}` does not fit the lines above"
        advice = "lines that belong together begin in the same column; a text on several lines needs quotes"
    return _syntax(text, (problem.at, end), message, advice)
