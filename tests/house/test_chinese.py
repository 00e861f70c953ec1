"""The Chinese that comes with policykit is set as its own checks ask of authors."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykit.backends.prose.reading import CATALOGUES
from policykit.language.typography import foreign, half_width
from policykit.source.read import read
from tests.house.repository import ROOT

SENTENCES = sorted(path for path in (ROOT / "templates").rglob("zh-*.yaml"))


def wrong(text: str, locale: str) -> list[str]:
    return [*(text[one.start : one.end] for one in half_width(text)), *(one.character for one in foreign(text, locale))]


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_sentences_of_the_templates(path: Path):
    document, _ = read(path.name, path.read_bytes())
    assert document is not None
    assert isinstance(document.data, dict)
    texts = {key: text for key, text in document.data.items() if isinstance(text, str)}
    assert {} == {key: found for key, text in texts.items() if (found := wrong(text, path.stem))}


@pytest.mark.parametrize("locale", [locale for locale in CATALOGUES if locale.startswith("zh")])
def test_the_sentences_of_rules(locale: str):
    said = repr(CATALOGUES[locale])
    assert [] == [one.character for one in foreign(said, locale)]
