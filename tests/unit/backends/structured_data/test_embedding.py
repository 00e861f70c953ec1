"""JSON-LD in a page: whatever texts it holds, it stays in its element."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from policykit.backends.structured_data import embedded


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "]]>", "&amp;", "\u2028\u2029", '"\\"'])
def test_no_text_leaves_the_element_or_changes(text: str):
    written = embedded({"name": text})
    assert not set(written) & set("<>&\u2028\u2029")
    assert {"name": text} == json.loads(written)


def test_amounts_keep_their_digits():
    assert '{"value":19.90}' == embedded({"value": Decimal("19.90")})
