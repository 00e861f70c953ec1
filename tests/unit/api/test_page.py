from __future__ import annotations

import base64
import hashlib

from policykit_api.page import links, page, policy


def test_titles_and_links_are_text_not_markup():
    assert "<h1>a &lt;b&gt;</h1>" in page("a <b>", "")
    assert '<li><a href="/x?a=&quot;&amp;b">&lt;i&gt;</a></li>' in links({'/x?a="&b': "<i>"})


def test_what_stands_in_a_page_is_allowed_by_its_digest_alone():
    style = "p { color: red }"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}'" in policy(f"<style>{style}</style>")


def test_a_page_without_scripts_may_run_none():
    assert "script-src 'none'" in policy("<p>")


def test_data_in_a_page_is_no_script():
    assert "script-src 'none'" in policy('<script type="application/ld+json">{}</script>')
    assert "script-src 'sha256-" in policy('<script type="application/ld+json">{}</script><script>run()</script>')
    assert "script-src 'sha256-" in policy('<script type="module">run()</script>')
