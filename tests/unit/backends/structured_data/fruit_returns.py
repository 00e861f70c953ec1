"""The returns of the fruit shop after a change of their YAML, as schema.org is told of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from policykit import pipeline
from policykit.document import Place, page
from policykit.model import Business

PLACE = Place("fruit-shop", "en", "returns")


def changed(folder: Path, *changes: tuple[str, str]) -> Business:
    """The fruit shop with texts of its policy of returns replaced, each wherever it stands."""
    shop = folder / "fruit-shop"
    shutil.copytree(pipeline.example_root() / "fruit-shop", shop)
    file = shop / "returns.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    loaded = pipeline.load(shop)
    assert loaded.bundle is not None, loaded.diagnostics
    return loaded.bundle.businesses["fruit-shop"].business


def html(business: Business) -> str:
    return page({business.id: business}, PLACE)


def told(business: Business) -> dict[str, Any] | None:
    """What the page's data says of returns, if anything."""
    data = html(business).partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    _, organization = json.loads(data)["@graph"]
    found: dict[str, Any] | None = organization.get("hasMerchantReturnPolicy")
    assert ("OnlineStore" if found else "Organization") == organization["@type"]
    return found
