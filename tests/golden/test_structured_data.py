"""The JSON-LD of all bundled pages: schema.org knows each of its words, and the page says each of its facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from policykit import pipeline
from policykit.backends.prose.literals import value_text
from policykit.backends.prose.reading import reading
from policykit.document import LinkStyle, pages
from policykit.document.sorts import business, policy
from policykit.model import DateType
from policykit.values import country_names
from tests.schema_dts import faults

LOADED = pipeline.load(pipeline.example_root())
assert LOADED.bundle is not None, LOADED.diagnostics
BUSINESSES = {name: ready.business for name, ready in LOADED.bundle.businesses.items()}
SITE = pages(BUSINESSES)
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
GRAPHS = {path: found[1] for path, html in SITE.items() if path.endswith(".html") and (found := DATA.search(html))}

OF_MACHINES = {"@context", "@type", "@id", "inLanguage", "contactType", "availableLanguage", "encodingFormat"}
"""Names and codes, which stand on the page as what it is: its language, its links, whose it is."""
COUNTRIES = {"applicableCountry", "returnPolicyCountry"}
ENUMERATED = {"returnPolicyCategory", "returnFees", "customerRemorseReturnFees", "itemDefectReturnFees", "refundType"}
"""Terms of schema.org's own. Which of them says what a policy says is tested where they are chosen."""
LISTED = {"hasTierRequirement", "description"}
"""Texts that put together what stands apart on the page."""
JOINED = re.compile("; |: |[\uff1b\uff1a]")
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def visible(html: str) -> str:
    """What a reader of the page sees."""
    body = html[html.index("<body>") :]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def leaves(data: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    match data:
        case dict():
            for name, value in data.items():
                yield from leaves(value, name)
        case list():
            for value in data:
                yield from leaves(value, key)
        case _:
            yield key, data


def days(value: Any) -> list[date]:
    """The days that a date or an interval names."""
    parts = str(value).split("/")
    return [date.fromisoformat(part) for part in parts if DAY.match(part)]


def unsaid(path: str) -> list[tuple[str, Any]]:
    """What the data of a page tells and the page does not say."""
    html = SITE[path]
    name, locale, *_ = path.split("/")
    (any_version, *_), *_ = BUSINESSES[name].policies.values()
    reader = reading(BUSINESSES[name], any_version, locale)
    page = visible(html)

    def is_said(key: str, value: Any) -> bool:
        if key in OF_MACHINES:
            return True
        if key == "contentUrl":
            return f'href="{value}"' in html
        if key == "propertyID":
            return f'id="{value}"' in html
        if key in COUNTRIES:
            return country_names(value, (locale,))[locale] in page
        if key in ENUMERATED:
            return str(value).startswith("https://schema.org/")
        if key != "version" and days(value):
            return all(reader.words.tidy(value_text(day, DateType(), reader)) in page for day in days(value))
        if isinstance(value, str):
            return all(" ".join(part.split()) in page for part in (JOINED.split(value) if key in LISTED else [value]))
        return re.search(rf"(?<![\d.,]){re.escape(str(value))}(?![\d]|[.,]\d)", page) is not None

    return [(key, value) for key, value in leaves(json.loads(GRAPHS[path])) if not is_said(key, value)]


def test_every_page_of_a_business_and_of_a_policy_has_its_data():
    places = (place for sort in (business.SORT, policy.SORT, policy.VERSION) for place in sort.places(BUSINESSES))
    assert {place.path(LinkStyle.FILES) for place in places} == set(GRAPHS)


def test_schema_org_knows_every_word(schema_types: None, tmp_path: Path):
    assert [] == faults(GRAPHS, tmp_path)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [('"inLanguage"', '"language"'), ('"ContactPoint"', '"ContactPlace"'), ('"telephone":"', '"telephone":1,"x":"')],
    ids=["property", "type", "value"],
)
def test_a_wrong_word_is_found(schema_types: None, tmp_path: Path, right: str, wrong: str):
    path = "fruit-shop/en/returns/index.html"
    assert right in GRAPHS[path]
    (fault, *_) = faults({"good": GRAPHS[path], "bad": GRAPHS[path].replace(right, wrong)}, tmp_path)
    assert fault.startswith("bad: ")


@pytest.mark.parametrize("path", GRAPHS)
def test_the_page_says_all_that_its_data_tells(path: str):
    assert [] == unsaid(path)
