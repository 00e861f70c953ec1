"""The pages as HTML: whole, in every language, linked to each other, and silent about what is internal."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from policykit.decision import Decision
from policykit.document import Edition, LinkStyle, Place, page, pages
from policykit.document.edition import NEWEST
from policykit.document.examples import by_the_oracle
from policykit.model import Business, Case, Contact
from tests.unit.backends.prose.orchard import CLAIM, ORCHARD, SECRET, SECRET_ANSWER
from tests.unit.document.two_versions import BUSINESS

VOID = {"br", "link", "meta"}
DATA_BLOCK = {"type": "application/ld+json"}


class Outline(HTMLParser):
    """A page as its structure: elements in order with their attributes, and the text outside the style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.text.append(data)

    def each(self, name: str) -> Iterator[dict[str, str | None]]:
        return (attributes for tag, attributes in self.elements if tag == name)

    def ids(self) -> list[str]:
        return [str(attributes["id"]) for _, attributes in self.elements if "id" in attributes]


SITE = dict(pages({"orchard": BUSINESS}))
CLAIM_PAGE, CONDUCT_PAGE = Place("orchard", "en", "damage-claim"), Place("orchard", "en", "conduct")


def made(place: Place, business: Business = ORCHARD, edition: Edition = NEWEST) -> str:
    return page({"orchard": business}, place, edition)


HTML = [path for path in sorted(SITE) if path.endswith(".html")]
DATA = [path for path in sorted(SITE) if not path.endswith(".html")]


@pytest.fixture(params=HTML, scope="module")
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def outline(path: str) -> Outline:
    return Outline(SITE[path])


def test_there_is_a_page_for_everything():
    expected = {"index.html", "orchard/index.html"}
    for locale in ORCHARD.locales:
        policies = ("damage-claim/", "conduct/")
        versions = ("damage-claim/2026-01-01/", "damage-claim/2026-07-01/", "conduct/beginning/")
        told = (*policies, *versions)
        expected |= {f"orchard/{locale}/{name}index.html" for name in ("", *told, "what_changed/", "reach_us/")}
        expected |= {f"orchard/{locale}/{name}terms.{form}" for name in told for form in ("md", "json")}
    assert expected == set(SITE)


def test_every_element_is_closed(outline: Outline):
    assert [] == outline.open


def test_every_id_is_there_once(outline: Outline):
    assert [] == [name for name, times in Counter(outline.ids()).items() if times > 1]


def test_headings_begin_at_one_and_never_skip_a_level(outline: Outline):
    levels = [int(tag[1]) for tag, _ in outline.elements if tag in {"h1", "h2", "h3", "h4"}]
    assert 1 == levels.count(1)
    assert 1 == levels[0]
    assert [] == [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]


def test_every_link_within_the_site_leads_somewhere(path: str, outline: Outline):
    for attributes in (*outline.each("a"), *outline.each("link")):
        target, _, anchor = str(attributes["href"]).partition("#")
        if ":" in target:
            continue
        there = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
        assert there in SITE
        assert not anchor or anchor in Outline(SITE[there]).ids()


def test_nothing_is_fetched_and_nothing_runs(outline: Outline):
    assert {"img", "iframe", "object"}.isdisjoint(tag for tag, _ in outline.elements)
    assert [] == [script for script in outline.each("script") if script != DATA_BLOCK]
    assert {"alternate", "icon"} >= {str(attributes["rel"]) for attributes in outline.each("link")}
    assert "url(" not in "".join(SITE.values())
    assert "@import" not in "".join(SITE.values())


def test_a_page_says_its_language_and_links_to_the_others(path: str, outline: Outline):
    (html,) = outline.each("html")
    parts = path.split("/")
    if len(parts) > 2:
        assert parts[1] == html["lang"]
        links = [attributes["hreflang"] for attributes in outline.each("link") if "hreflang" in attributes]
        assert [*ORCHARD.locales, "x-default"] == links


def test_internal_rules_and_private_facts_never_appear(outline: Outline, path: str):
    for secret in (*SECRET.values(), *SECRET_ANSWER.values(), "second-look", "staff.doubt", "not-shown"):
        assert secret.lower() not in SITE[path].lower()


OF_A_POLICY = re.compile(r"orchard/[^/]+/(damage-claim|conduct)/")


def test_a_policy_page_leads_to_what_programs_read(path: str, outline: Outline):
    wanted = {"text/markdown": "terms.md", "application/json": "terms.json"} if OF_A_POLICY.search(path) else {}
    for links in (outline.each("link"), outline.each("a")):
        typed = {str(one["type"]): posixpath.basename(str(one["href"])) for one in links if "type" in one}
        assert wanted == typed


@pytest.mark.parametrize("data", DATA)
def test_what_programs_read_tells_of_no_internal_rule_or_private_fact(data: str):
    for secret in (*SECRET.values(), *SECRET_ANSWER.values(), "second-look", "staff.doubt", "not-shown"):
        assert secret.lower() not in SITE[data].lower()


@pytest.mark.parametrize("locale", ORCHARD.locales)
def test_every_public_rule_and_the_last_answer_have_an_anchor(locale: str):
    ids = Outline(SITE[f"orchard/{locale}/damage-claim/2026-01-01/index.html"]).ids()
    assert {"found-damaged", "surface-marks", "no-photo-in-time", "otherwise"} <= set(ids)


def test_a_policy_page_says_what_it_is_and_where_it_comes_from():
    html = made(CLAIM_PAGE)
    assert "<title>My fruit arrived damaged. What will you do? – Halfway Hill Fruit</title>" in html
    for text in ("We make good what arrived damaged.", ">2026-01-01</a>", ORCHARD.digest, "hello@orchard.example"):
        assert text in html


def test_addresses_are_linked_without_endings():
    addresses = Edition(links=LinkStyle.ADDRESSES)
    html = made(CONDUCT_PAGE, edition=addresses)
    assert 'href="../zh-Hant/conduct"' in html
    assert 'href="../en"' in html
    assert "index.html" not in html + made(Place(), edition=addresses)
    assert 'href="orchard/zh-Hans"' in made(Place("orchard"), edition=addresses)


def test_examples_are_decided_by_the_engine_at_hand():
    asked = []

    def engine(business: Business, case: Case) -> Decision:
        asked.append(case.id)
        return by_the_oracle(business, case)

    made(CLAIM_PAGE, edition=Edition(decide=engine))
    assert ["photo-in-time", "hidden", "finding-open"] == asked


@pytest.mark.parametrize(
    "place", [replace(CLAIM_PAGE, policy="no-such-policy"), replace(CLAIM_PAGE, version="1999-01-01")]
)
def test_a_page_needs_a_policy_and_its_version(place: Place):
    with pytest.raises(KeyError):
        made(place)


def test_a_business_without_contact_or_examples_has_a_page_all_the_same():
    bare = replace(ORCHARD, contact=Contact(), cases=(), locales=("en",), summary={})
    html = made(CLAIM_PAGE, bare)
    assert 'id="page_examples"' not in html
    assert "mailto:" not in html
    assert 'class="languages"' not in html


def test_hostile_text_of_an_author_comes_out_as_text():
    hostile = "<script>alert(1)</script>\u202e{{ 7 * 7 }}" + "x" * 100_000
    policy = replace(CLAIM, question={"en": hostile}, summary={"en": hostile})
    business = replace(ORCHARD, policies={"damage-claim": (policy,)}, name={"en": hostile})
    html = made(CLAIM_PAGE, business)
    assert 1 == html.count("<script")
    assert "\u202e" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}" in html
    assert len(html) < 60_000


def test_conduct_stands_last_whatever_it_is_called():
    conduct = replace(CLAIM, id="a-first-word", kind="conduct", question={"en": "When would you stop?"})
    business = replace(ORCHARD, policies={conduct.id: (conduct,), CLAIM.id: (CLAIM,)}, cases=())
    front = made(Place("orchard", "en"), business)
    assert front.index("My fruit arrived damaged.") < front.index("When would you stop?")
