"""The pages of a site by their addresses, and what their links lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
from selectolax.lexbor import LexborHTMLParser

HTML = "text/html"
WAYS = ("a[href]", "link[href]", "img[src]", "script[src]", "form[action]")
"""What leads somewhere: elements with the attribute that holds the address."""
ELSEWHERE = ("http", "https", "mailto", "tel")
"""What a page may link to beside its own site."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at an address of the site: its status, its kind, its text."""

    status: int
    kind: str
    text: str

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.kind == HTML


def crawl(root: str, start: str) -> dict[str, Answer]:
    """Every address of the server that is reached from ``start`` by links, those of pages below it followed on."""
    found: dict[str, Answer] = {}
    pending = [start]
    with httpx.Client(base_url=root, timeout=60) as client:
        while pending:
            address = pending.pop(0)
            if address in found:
                continue
            found[address] = answer = asked(client, address)
            if answer.is_page and address.startswith(start):
                pending += [way for way, _ in ways(address, answer.text) if not urlsplit(way).scheme]
    return found


def asked(client: httpx.Client, address: str) -> Answer:
    """The answer as it comes: a link that only leads on to another address is told by its status."""
    answer = client.get(address)
    return Answer(answer.status_code, answer.headers.get("content-type", "").partition(";")[0], answer.text)


def ways(address: str, html: str) -> Iterator[tuple[str, str]]:
    """Where the links of a page lead, each once: the whole address and the anchor there, which may be empty."""
    tree = LexborHTMLParser(html)
    written = [node.attributes[way[way.index("[") + 1 : -1]] or "" for way in WAYS for node in tree.css(way)]
    for link in dict.fromkeys(written):
        if not link.startswith("data:"):
            target, anchor = urldefrag(urljoin(address, link))
            yield target, anchor


def anchors(html: str) -> set[str]:
    return {node.attributes["id"] or "" for node in LexborHTMLParser(html).css("[id]")}


def broken(site: Mapping[str, str]) -> list[str]:
    """The links that lead to nothing: no such page, no such anchor there, or a scheme nobody should follow."""
    there = {address: anchors(html) for address, html in site.items()}
    return [
        f"{address} -> {target}{'#' if anchor else ''}{anchor}"
        for address, html in site.items()
        for target, anchor in ways(address, html)
        if not leads_somewhere(target, anchor, there)
    ]


def leads_somewhere(target: str, anchor: str, there: Mapping[str, set[str]]) -> bool:
    scheme = urlsplit(target).scheme
    if scheme:
        return scheme in ELSEWHERE
    return target in there and (not anchor or anchor in there[target])
