"""The terms pages of the bundled businesses: all of them are made, and read as their language is written."""

from __future__ import annotations

import re
from html import unescape

import pytest

from policykit import pipeline
from policykit.document import pages

LOADED = pipeline.load(pipeline.example_root())
assert LOADED.bundle is not None, LOADED.diagnostics
BUSINESSES = {name: ready.business for name, ready in LOADED.bundle.businesses.items()}
SITE = pages(BUSINESSES)
POLICIES = [
    pytest.param(business, locale, policy_id, id=f"{business.id}-{locale}-{policy_id}")
    for business in BUSINESSES.values()
    for locale in business.locales
    for policy_id in business.policies
]
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]")
"""A mark of Western width beside a Chinese character."""


def text(html: str) -> str:
    return unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL))


@pytest.mark.parametrize(("business", "locale", "policy_id"), POLICIES)
def test_the_page_of_a_policy_tells_its_question_and_its_examples(business, locale: str, policy_id: str):
    told = text(SITE[f"{business.id}/{locale}/{policy_id}/index.html"])
    cases = [case for case in business.cases if case.public and case.policy == policy_id]
    wanted = [business.policies[policy_id][-1].question[locale], *(case.title[locale] for case in cases)]
    assert [] == [line for line in wanted if line not in told]
    assert cases, "a page without a worked example"


@pytest.mark.parametrize("path", SITE)
def test_chinese_is_set_in_full_width(path: str):
    assert [] == HALF_WIDTH.findall(text(SITE[path]))


@pytest.mark.parametrize("path", SITE)
def test_nothing_is_left_to_be_filled_in(path: str):
    assert "{{" not in SITE[path]
