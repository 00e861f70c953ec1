"""What the tests of the whole ask for: a server as it is shipped, and a browser; each once a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.server import Server, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The example businesses, served without a setting."""
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield found
        found.close()
