"""What stands on a terms page, taken from its HTML: rules by their anchors, and worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.reading_back import Clause


@dataclass(frozen=True, slots=True)
class Card:
    """One rule: its heading with the outcome, its conditions, and its lines by their labels."""

    id: str
    told: str
    lead: str
    clauses: tuple[Clause, ...]
    lines: dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a decision table: what stands in it, by the headings of its columns."""

    id: str
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """A worked example: what is given, and what comes of it. Of one that is open, what is asked and still possible.

    ``entries`` are those of the lists that are given, by their labels.
    """

    id: str
    title: str
    given: dict[str, str]
    entries: dict[str, tuple[str, ...]]
    outcome: str
    results: dict[str, str]
    rule: str | None
    listed: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that stand together, in the order of the page. Of a ladder the gravest step counts, which is the last."""

    gravest_first: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A page of one policy; ``alike`` are the lines that all rows of one outcome share.

    ``compared`` are the rows of rules that have cards as well, and are set side by side.
    """

    groups: tuple[Group, ...]
    cards: tuple[Card, ...]
    rows: tuple[Row, ...]
    compared: tuple[Row, ...]
    alike: dict[str, dict[str, str]]
    samples: tuple[Sample, ...]


def told(html: str) -> Told:
    page = LexborHTMLParser(html)
    return Told(
        tuple(_groups(page)),
        tuple(_card(node) for node in page.css("article.rule[id]")),
        tuple(row for table in page.css(".scroll:not(.compared) table") for row in _rows(table)),
        tuple(row for table in page.css(".scroll.compared table") for row in _rows(table)),
        {_text(node.css_first(".outcome")): _lines(node) for node in page.css("div.rule.alike")},
        tuple(_sample(node) for node in page.css("details.example")),
    )


def _groups(page: LexborHTMLParser) -> Iterator[Group]:
    """The rules of each section, of each table, and those that stand alone."""
    rules = page.css_first("section.rules")
    assert rules is not None
    for part in rules.iter():
        found = tuple(node.attributes["id"] or "" for node in part.css("article.rule[id], tbody tr[id]"))
        heading = part.css_first("h3")
        yield Group(part.tag == "section" and heading.attributes.get("id") == "part_ladder", found)


def _text(node: LexborNode | None) -> str:
    return "" if node is None else " ".join(node.text().split())


def _own(node: LexborNode) -> str:
    """What stands in the node itself, without what is listed in it."""
    return " ".join(node.text(deep=False).split())


def _card(node: LexborNode) -> Card:
    heading, outcome = node.css_first("h3, h4"), node.css_first("p.outcome")
    conditions = next((child for child in node.iter() if child.tag == "ul"), None)
    return Card(
        node.attributes["id"] or "",
        f"{_text(heading)} {_text(outcome)}",
        _text(node.css_first("p.lead")),
        () if conditions is None else tuple(_clauses(conditions)),
        _lines(node),
    )


def _clauses(part: LexborNode) -> Iterator[Clause]:
    for line in part.iter():
        below = [one for inner in line.iter() if inner.tag == "ul" for one in _clauses(inner)]
        yield _own(line), tuple(below)


def _lines(node: LexborNode) -> dict[str, str]:
    return {_text(line.css_first("dt")): _text(line.css_first("dd")) for line in node.css("dl.facts > div")}


def _rows(table: LexborNode) -> Iterator[Row]:
    """The rows by their anchors, or by those that their links lead to."""
    headings = [_text(cell) for cell in table.css("thead th")][1:]
    for row in table.css("tbody tr"):
        cells, link = [_text(cell) for cell in row.css("td")], row.css_first("th a")
        name = row.attributes["id"] if link is None else (link.attributes["href"] or "").removeprefix("#")
        yield Row(name or "", dict(zip(headings, cells, strict=True)))


def _sample(node: LexborNode) -> Sample:
    heading = node.css_first("h3")
    assert heading is not None
    given, result = node.css(".sides > div")
    link = result.css_first(".behind a")
    return Sample(
        (heading.attributes["id"] or "").removeprefix("example_"),
        _text(heading),
        {_text(line.css_first("dt")): _own(line.css_first("dd")) for line in given.css("dl.facts > div")},
        {
            _text(line.css_first("dt")): tuple(_text(entry) for entry in line.css("dd li"))
            for line in given.css("dl.facts > div")
        },
        _text(result.css_first(".outcome")),
        _lines(result),
        (link.attributes["href"] or "").removeprefix("#") if link else None,
        tuple(tuple(_text(item) for item in part.css("li")) for part in result.css(".listed")),
    )
