"""The few pages that are the server's own: plain HTML with one stylesheet, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from litestar import Request, Response

from policykit_api import problems

STRICT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The content security policy of what is not a page, and the beginning of that of every page."""

ISOLATED = {
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""What every page carries: no other window reaches into it, and it asks for nothing of the visitor's machine."""

_INLINE = re.compile(
    r'<(style|script)(?!\s+type="application/ld\+json")(?:\s[^>]*)?>(.*?)</\1>', re.DOTALL | re.IGNORECASE
)
"""What stands in a page and is applied or run. Data is neither, so that it needs no leave."""


def page(title: str, body: str) -> str:
    """A page of the server's own; ``body`` is HTML, ``title`` is text."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<main>
<h1>{escape(title)}</h1>
{body}
</main>
</body>
</html>
"""


def links(items: Mapping[str, str]) -> str:
    """A list of links, from address to text."""
    rows = "\n".join(f'<li><a href="{escape(href)}">{escape(text)}</a></li>' for href, text in items.items())
    return f"<ul>\n{rows}\n</ul>"


def plain(text: str, media: str, *, language: str) -> Response[str]:
    """What is no page: text of some media type."""
    return Response(text, media_type=media, headers={"content-language": language})


def respond(html: str, *, language: str = "en", sends_forms: bool = False) -> Response[str]:
    """The page, under a policy that lets it load nothing but this server's styles and images.

    One that ``sends_forms`` may send them to this server, and nobody else.
    """
    headers = {
        **ISOLATED,
        "content-security-policy": policy(html, sends_forms=sends_forms),
        "content-language": language,
    }
    return Response(html, media_type="text/html", headers=headers)


def is_wanted(request: Request[Any, Any, Any]) -> bool:
    """Whether whoever asks would rather have a page than a problem document."""
    return request.accept.best_match([problems.MEDIA_TYPE, "text/html"]) == "text/html"


def with_status(status: int, answer: Response[str], headers: Mapping[str, str]) -> Response[str]:
    answer.status_code = status
    answer.headers |= headers
    return answer


def policy(html: str, *, sends_forms: bool = False) -> str:
    """The page's content security policy: what stands in the page itself is allowed by its digest alone."""
    strict = STRICT.replace("form-action 'none'", "form-action 'self'") if sends_forms else STRICT
    found: dict[str, list[str]] = {"style": [], "script": []}
    for element, text in _INLINE.findall(html):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        found[element.lower()].append(f"'sha256-{digest}'")
    styles = " ".join(["'self'", *found["style"]])
    scripts = " ".join(found["script"]) or "'none'"
    return f"{strict}; style-src {styles}; script-src {scripts}; img-src 'self' data:; font-src 'self'"
