"""A business's own templates and sentences, wherever its words are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from policykit import pipeline
from policykit.document import pages
from policykit.explain import Audience, explain
from policykit.explain.catalog import catalog_for
from policykit.templating import bundled_look, look_of
from tests.unit.explain.example import CLAIM, REFUSAL, SHOP


@pytest.fixture
def shops(tmp_path: Path) -> Path:
    return copytree(pipeline.example_root() / "fruit-shop", tmp_path / "fruit-shop").parent


def write(shops: Path, name: str, text: str) -> None:
    file = shops / "fruit-shop" / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def loaded(shops: Path) -> pipeline.Ready:
    found = pipeline.load(shops)
    assert found.bundle is not None, found.diagnostics
    return found.bundle.businesses["fruit-shop"]


def message(ready: pipeline.Ready, locale: str = "en") -> tuple[str, str, str]:
    """The first question of a policy, in each form."""
    (policy, *_) = ready.business.policies["damage-claim"]
    decision = pipeline.decide(ready, "damage-claim", {}, REFUSAL.as_of)
    told = explain(ready.business, policy, decision, locale, Audience.CUSTOMER, markdown=True)
    assert told.markdown is not None
    return told.text, told.html, told.markdown


def test_a_template_takes_the_place_of_the_one_of_its_name(shops: Path):
    before = message(loaded(shops))
    write(shops, "explanation/customer.txt", "*** {{ message.opening }} ***\n")
    after = message(loaded(shops))
    assert ("*** Hello, and thank you for getting in touch. ***\n", *before[1:]) == after


def test_a_part_that_several_templates_share(shops: Path):
    write(shops, "partials/message.md", "**{{ message.opening | inline }}**\n")
    assert "**Hello, and thank you for getting in touch.**\n" == message(loaded(shops))[2]


def test_what_is_filled_into_a_template_of_html_is_escaped(shops: Path):
    write(shops, "explanation/customer.html", "<p>{{ message.opening }}</p>\n")
    write(shops, "explanation/en.yaml", 'opening_question: "<b>Hello</b> & welcome,"\n')
    assert "<p>&lt;b&gt;Hello&lt;/b&gt; &amp; welcome,</p>\n" == message(loaded(shops))[1]


def test_a_sentence_takes_the_place_of_one_and_leaves_the_others(shops: Path):
    write(shops, "explanation/en.yaml", 'closing: "Yours, {{ business }}"\n')
    text, html, markdown = message(loaded(shops))
    assert text.endswith("\nYours, Halfway Hill Fruit\n")
    assert text.startswith("Hello, and thank you for getting in touch.\n")
    assert all("Yours, Halfway Hill Fruit" in form for form in (html, markdown))


def test_other_businesses_keep_the_templates_of_policykit(shops: Path):
    write(shops, "explanation/customer.txt", "mine\n")
    loaded(shops)
    assert "mine" not in explain(SHOP, CLAIM, REFUSAL, "en", Audience.CUSTOMER).text
    assert look_of(SHOP) is bundled_look()


def test_the_pages_of_terms_take_templates_words_and_style(shops: Path):
    write(shops, "terms/style.css", "body { color: #123456; }\n")
    write(shops, "terms/en.yaml", 'rules: "Our promises"\n')
    written = pages({"fruit-shop": loaded(shops).business})
    page = next(text for path, text in written.items() if path.startswith("fruit-shop/en/returns") and "<h1" in text)
    assert "#123456" in page
    assert ">Our promises</h2>" in page


def test_a_language_of_its_own_has_english_where_it_says_nothing(shops: Path):
    write(shops, "explanation/fr.yaml", 'opening: "Bonjour,"\n')
    catalog = catalog_for("fr-CA", look_of(loaded(shops).business))
    assert ("fr", "Bonjour,", "Why") == (catalog.locale, catalog.say("opening"), catalog.say("why"))
    assert "en" == catalog_for("fr-CA").locale


def test_a_business_that_writes_from_right_to_left():
    """Its own sentences and wording in Hebrew: the fragment runs its way, and values in Latin letters stay whole."""
    hebrew = {"opening": "\u05e9\u05dc\u05d5\u05dd,", "due": "\u05e2\u05d3 {{ when }}."}
    shop = replace(SHOP, locales=("he",), sentences={"explanation/he.yaml": hebrew})
    told = explain(shop, CLAIM, REFUSAL, "he", Audience.CUSTOMER, markdown=True)
    assert told.html.startswith('<div class="explanation" lang="he" dir="rtl">\n<p class="explanation-opening">\u05e9')
    assert "\u206824 \u05e9\u05e2\u05d5\u05ea\u2069" in told.text
    assert told.text.count("\u2068") == told.text.count("\u2069") > 0


def test_templates_are_part_of_the_digest(shops: Path):
    before = loaded(shops).business.digest
    write(shops, "terms/style.css", "body { color: #123456; }\n")
    assert before != loaded(shops).business.digest


def test_a_changed_template_is_seen_by_a_server_that_runs(shops: Path):
    first = pipeline.load(shops)
    write(shops, "explanation/customer.txt", "mine\n")
    assert not pipeline.still(shops, first)
    again = pipeline.load(shops, before=first)
    assert again.bundle is not None
    assert "mine\n" == message(again.bundle.businesses["fruit-shop"])[0]


def test_a_template_with_a_fault_is_not_used(shops: Path):
    write(shops, "explanation/customer.txt", "{{ message.opening.__class__ }}\n")
    found = pipeline.load(shops)
    assert (None, ["template-forbidden"]) == (found.bundle, [one.code for one in found.diagnostics])


def test_what_fails_only_when_it_is_filled_in_is_found_as_well(shops: Path):
    write(shops, "explanation/auditor.txt", "{% for rule in record.rules %}{{ rule.titel }}{% endfor %}\n")
    found = pipeline.load(shops)
    assert [("template-name", "fruit-shop/templates/explanation/auditor.txt")] == [
        (one.code, one.span.file) for one in found.diagnostics
    ]
