"""A named number is one fact in one place: moved by a step, it moves on the page wherever it is used.

Each rule that uses it reads otherwise, in every language, in the Markdown and in the JSON; each example is what the
engine then decides; and what JSON-LD says in figures follows as well. (`test_thresholds.py` shows that decisions move.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from policykit import pipeline
from policykit.document import Leaf, Place, page
from policykit.model import Business, Constant, Expression, LetRef, NumberRef, Policy, Rule, TimeLiteral
from policykit.walk import parts
from tests.golden.test_page_examples import faults
from tests.golden.test_thresholds import VERSIONS, by_name, moved, shown, swapped
from tests.page_text import told
from tests.reading_back import Reader


def numbers() -> Iterator[Any]:
    for version in VERSIONS:
        business, policy = version.values
        for name in used_by_public_rules(policy):
            yield pytest.param(business, policy, name, id=f"{version.id}-{name}")


def used_by_public_rules(policy: Policy) -> dict[str, list[str]]:
    """The named numbers that public rules use, each with the rules whose own sentences must say it."""
    found: dict[str, list[str]] = {}
    for rule in (*policy.rules, policy.otherwise):
        if rule.public:
            for name in named_in(rule, policy):
                found.setdefault(name, []).append(rule.id)
    return found


def named_in(rule: Rule, policy: Policy) -> dict[str, None]:
    formulas = (rule.when, *rule.answer.values.values(), *rule.answer.deadlines.values())
    return dict.fromkeys(name for formula in formulas for name in spelt_out(formula, policy))


def spelt_out(expression: Expression, policy: Policy) -> Iterator[str]:
    """The numbers in what a sentence spells out: a formula with a label is told once for all, where it is counted."""
    if isinstance(expression, NumberRef):
        yield expression.name
    if isinstance(expression, LetRef) and expression.name not in policy.labels:
        yield from spelt_out(expression.expression, policy)
    elif not isinstance(expression, LetRef):
        for part in parts(expression):
            yield from spelt_out(part, policy)


def with_number(business: Business, policy: Policy, name: str) -> tuple[Business, Policy]:
    """The business with one number of one version a step higher, wherever it is used."""
    number = policy.numbers[name]
    assert not isinstance(number, TimeLiteral)  # no bundled policy names a time of day
    higher = moved(number, 1)
    changed: Policy = replace(swapped(policy, by_name(name, higher)), numbers={**policy.numbers, name: higher})
    versions = tuple(changed if one is policy else one for one in business.policies[policy.id])
    return replace(business, policies={**business.policies, policy.id: versions}), changed


def text_of(business: Business, policy: Policy, locale: str, leaf: Leaf | None = None) -> str:
    return page({business.id: business}, Place(business.id, locale, policy.id, policy.version, leaf))


@cache
def first_text(name: str, policy_id: str, version: str, locale: str, leaf: Leaf | None = None) -> str:
    business = next(param.values[0] for param in VERSIONS if param.values[0].id == name)
    business = replace(business, cases=())  # examples are looked at apart
    return text_of(business, next(one for one in business.policies[policy_id] if one.version == version), locale, leaf)


def before(business: Business, policy: Policy, locale: str, leaf: Leaf | None = None) -> str:
    return first_text(business.id, policy.id, policy.version, locale, leaf)


def rules_of(html: str) -> Mapping[str, str]:
    """What the page says of each rule, in its card or its row; with a row, what stands below its table for all rows."""
    tree = LexborHTMLParser(html)
    shared = "".join(part.text() for part in tree.css(".rule.alike"))
    cards = {card: card.text() for card in tree.css("article.rule[id]")}
    rows = {row: row.text() + shared for row in tree.css("tbody tr[id]")}
    return {node.attributes["id"] or "": " ".join(text.split()) for node, text in (cards | rows).items()}


@pytest.mark.parametrize(("business", "policy", "name"), tuple(numbers()))
def test_a_number_moves_wherever_it_is_used(business: Business, policy: Policy, name: str):
    other, changed = with_number(business, policy, name)
    rules, bare = used_by_public_rules(policy)[name], replace(other, cases=())
    for locale in business.locales:
        was, now = rules_of(before(business, policy, locale)), rules_of(text_of(bare, changed, locale))
        assert [] == [rule for rule in rules if was[rule] == now[rule]], f"{name} is not told in {locale}"
    locale = business.locales[0]
    for leaf in (Leaf.MARKDOWN, Leaf.JSON):
        assert before(business, policy, locale, leaf) != text_of(bare, changed, locale, leaf)
    assert [] == examples_that_differ(other, changed, locale)


def examples_that_differ(business: Business, policy: Policy, locale: str) -> list[str]:
    """The examples that say otherwise than what is now decided."""
    ready, reader = pipeline.prepare(business), Reader(business, policy, locale)
    cases = {case.id: case for case in business.cases}
    samples = told(text_of(business, policy, locale)).samples
    return [wrong for sample in samples for wrong in faults(sample, cases[sample.id], ready, reader)]


# --- JSON-LD ------------------------------------------------------------------------------------


def figures(html: str) -> dict[str, object]:
    """The figures in a page's JSON-LD, by their places."""
    blocks = LexborHTMLParser(html).css('script[type="application/ld+json"]')
    return dict(found for number, block in enumerate(blocks) for found in leaves(json.loads(block.text()), str(number)))


def leaves(data: object, place: str) -> Iterator[tuple[str, object]]:
    match data:
        case dict():
            for key, value in data.items():
                yield from leaves(value, f"{place}/{key}")
        case list():
            for key, value in enumerate(data):
                yield from leaves(value, f"{place}/{key}")
        case int() | float() if not isinstance(data, bool):
            yield place, data
        case _:
            pass


@pytest.mark.parametrize(("business", "policy"), VERSIONS)
def test_every_figure_in_json_ld_is_a_named_number(business: Business, policy: Policy):
    locale = business.locales[0]
    was = figures(before(business, policy, locale))
    following = set()
    for name in policy.numbers if was else ():
        now = figures(text_of(*with_number(business, policy, name), locale))
        following |= {place for place, figure in was.items() if now.get(place) != figure}
    assert set(was) == following


def test_a_figure_in_json_ld_is_found():
    assert {"0/a/0/days": 14} == figures(
        '<script type="application/ld+json">{"a": [{"days": 14, "is": true}]}</script>'
    )


# --- in YAML ------------------------------------------------------------------------------------


NUMBER = re.compile(r"\A[^#\n]*[^#\s]")
"""What is written for a number, up to a comment."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the bundled policies, to write in."""
    return Path(copytree(pipeline.example_root(), tmp_path_factory.mktemp("written") / "policies"))


@pytest.mark.parametrize(("business", "policy"), VERSIONS)
def test_a_number_written_otherwise_is_one_that_has_moved(place: Path, business: Business, policy: Policy):
    """What the tests above do to the model is what an author does to the file."""
    name = next(iter(used_by_public_rules(policy)))
    with rewritten(place, policy.numbers[name]) as folder:
        loaded = pipeline.load(folder)
    assert loaded.bundle is not None, loaded.diagnostics
    written = loaded.bundle.businesses[business.id].business
    other, changed = with_number(business, policy, name)
    again = next(one for one in written.policies[policy.id] if one.version == policy.version)
    assert changed.numbers[name] == again.numbers[name]
    for locale in business.locales:
        assert rules_of(text_of(other, changed, locale)) == rules_of(text_of(written, again, locale))


@contextmanager
def rewritten(place: Path, number: Constant) -> Iterator[Path]:
    """The folder of the business while its file says the number that is a step higher."""
    assert not isinstance(number, TimeLiteral)
    file = place / number.span.file
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    line, column = lines[number.span.line - 1], number.span.column - 1
    lines[number.span.line - 1] = line[:column] + NUMBER.sub(shown(moved(number, 1)), line[column:], count=1)
    file.write_text("".join(lines), encoding="utf-8")
    yield file.parent
    file.write_text(text, encoding="utf-8")
