"""Looking at pages in a browser as people come to them: on a narrow light screen, on a wide dark one, on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from playwright.sync_api import Browser, Page

PATIENCE = 60_000

FINDINGS = """async ([tags, looks]) => {
    const rules = {"color-contrast": {enabled: looks}, "target-size": {enabled: looks}};
    const found = await axe.run(document, {runOnly: tags, rules, resultTypes: ["violations"], selectors: false});
    return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`));
}"""
"""What axe-core finds against WCAG 2.2, levels A and AA; colours and sizes only where there is a new look."""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
STYLED = """() => [...new Set([...document.querySelectorAll("body *")].map(
    element => `${element.parentElement.className} > ${element.tagName}.${element.className}`
))]"""
"""The elements of a page, by what the stylesheet knows of them."""
CONTENT = """() => document.documentElement.lang
    + (document.querySelector("main") ?? document.body).innerHTML.replace(/href="[^"]*"/g, "")"""
"""What a page says, wherever its links lead."""
SIDEWAYS = "document.scrollingElement.scrollWidth > document.documentElement.clientWidth"


@dataclass(frozen=True, slots=True)
class Screen:
    """A size in pixels, and whether its owner wants light pages or dark ones."""

    width: int
    height: int
    scheme: Literal["light", "dark"]


class Look(Enum):
    """How pages are looked at. The width of 320 is that of 1280 at four times the size."""

    NARROW_AND_LIGHT = Screen(320, 640, "light")
    WIDE_AND_DARK = Screen(1280, 900, "dark")


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit to a page brought to light; of a page that is as it should be, nothing.

    ``said`` are lines of the console, ``outside`` the requests that left the host, ``barriers`` what axe-core found;
    ``sideways`` says that the page as a whole has to be moved to and fro to be read.
    """

    address: str
    said: tuple[str, ...]
    outside: tuple[str, ...]
    barriers: tuple[str, ...]
    sideways: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at a screen, who turns one page after the other: a page of their own for each would be slow.

    ``said`` and ``asked`` are what the page at hand says to the console and asks of the network. ``seen`` are the
    elements whose colours and sizes have been looked at already: that takes axe-core longer than all else, and they
    are those of one stylesheet. ``read`` are the contents that anybody has read, as a version's page is its policy's.
    """

    page: Page
    root: str
    axe: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)

    def listen(self) -> None:
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def visit(self, address: str) -> Visit:
        """Open the page, listen, and try it."""
        self.said.clear()
        self.asked.clear()
        self.page.goto(address)
        outside = tuple(url for url in self.asked if not url.startswith((f"{self.root}/", "data:")))
        sideways, found = bool(self.page.evaluate(SIDEWAYS)), self.barriers()
        return Visit(address, tuple(self.said), outside, found, sideways)

    def barriers(self) -> tuple[str, ...]:
        """What shuts people out of the page; its colours and sizes only where an element is new."""
        content = str(self.page.evaluate(CONTENT))
        if content in self.read:
            return ()
        self.read.add(content)
        elements = set(self.page.evaluate(STYLED))
        new = not elements <= self.seen
        self.seen.update(elements)
        # Evaluated by the browser's debugger, which the page's own security policy does not bind.
        self.page.evaluate(self.axe)
        return tuple(self.page.evaluate(FINDINGS, [TAGS, new]))


def visitors(browser: Browser, root: str, axe: str) -> Mapping[Look, Visitor]:
    """A visitor for each look; addresses count from the server's root."""
    read: set[str] = set()
    found = {look: Visitor(window(browser, look.value, root), root, axe, read=read) for look in Look}
    for visitor in found.values():
        visitor.listen()
    return found


def window(opened: Browser, screen: Screen, root: str) -> Page:
    page = opened.new_page(
        base_url=root,
        viewport={"width": screen.width, "height": screen.height},
        color_scheme=screen.scheme,
        reduced_motion="reduce",
    )
    page.set_default_timeout(PATIENCE)
    return page
