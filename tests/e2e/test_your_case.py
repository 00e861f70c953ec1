"""The form about a case, walked by keyboard alone in a browser, with script and without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.server import Server

PATIENCE = 60_000
ZONE = ZoneInfo("Asia/Taipei")


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Somebody at a page who has no mouse."""

    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def to(self, css: str) -> None:
        """Tab until the focus is on the thing that the selector names."""
        for _ in range(60):
            if self.page.locator(":focus").evaluate_all(f"found => found.some(one => one.matches({css!r}))"):
                return
            self.press("Tab")
        raise AssertionError(f"no way to {css} by keyboard on {self.page.title()}")

    def go_on(self, css: str, key: str = "Enter") -> None:
        """Press what the selector names, and wait for the page that follows."""
        self.to(css)
        with self.page.expect_navigation():
            self.press(key)

    def time(self, days_ago: int) -> None:
        """Type a day and a time part by part, as the browser's locale has them in order."""
        self.to("input[type=datetime-local]")
        at = datetime.now(ZONE) - timedelta(days=days_ago)
        self.page.keyboard.type(f"{at:%m%d%Y}")
        self.press("Tab")
        self.page.keyboard.type("0800AM")

    def choose(self, place: int) -> None:
        """Go into the choices, which choosing begins at the first, and down to one."""
        self.to("input[type=radio]")
        self.press("Space", *["ArrowDown"] * place)


NEXT = "button[value=next]"


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def keyboard(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Keyboard]:
    context = browser.new_context(java_script_enabled=request.param, locale="en-US", timezone_id="America/New_York")
    context.set_default_timeout(PATIENCE)
    yield Keyboard(context.new_page())
    context.close()


def begin(keyboard: Keyboard, server: Server, locale: str, policy: str) -> None:
    """From the terms of the policy to its form."""
    keyboard.page.goto(f"{server.url}/terms/fruit-shop/{locale}/{policy}")
    keyboard.go_on("a[href$=your_case]")


def heading(keyboard: Keyboard) -> str:
    return keyboard.page.locator("h1").inner_text()


DAMAGE = {
    "en": [
        "The time of the order",
        "The time of delivery",
        "The time the photo reached us",
        "What the inspection found",
    ],
    "zh-Hant": ["下單時間", "到貨時間", "照片傳來的時間", "查看結果"],
}


@pytest.mark.parametrize(("locale", "refusal"), [("en", "No refund this time"), ("zh-Hant", "這次無法賠付")])
def test_a_claim_without_a_photo_is_walked_to_its_refusal(
    keyboard: Keyboard, server: Server, locale: str, refusal: str
):
    begin(keyboard, server, locale, "damage-claim")
    seen = [heading(keyboard)]
    for days_ago in (9, 7):
        keyboard.time(days_ago)
        keyboard.go_on(NEXT)
        seen.append(heading(keyboard))
    keyboard.to("input[type=checkbox]")
    keyboard.press("Space")
    keyboard.go_on(NEXT)
    assert DAMAGE[locale][:3] == seen
    assert refusal == heading(keyboard)
    assert keyboard.page.title().startswith(refusal)


@pytest.mark.parametrize(("locale", "refund"), [("en", "Refund in full"), ("zh-Hant", "全額退款")])
def test_truly_damaged_fruit_is_walked_to_its_refund(keyboard: Keyboard, server: Server, locale: str, refund: str):
    begin(keyboard, server, locale, "damage-claim")
    for days_ago in (9, 7, 7):
        keyboard.time(days_ago)
        keyboard.go_on(NEXT)
    assert DAMAGE[locale][3] == heading(keyboard)
    keyboard.choose(2)
    keyboard.go_on("input:checked")  # Enter in a field sends the form, as its first button would
    keyboard.to("input[inputmode=decimal]")
    keyboard.page.keyboard.type("600")
    with keyboard.page.expect_navigation():
        keyboard.press("Enter")
    assert refund == heading(keyboard)
    assert "NT$600" in keyboard.page.locator(".explanation").inner_text()


def test_fresh_fruit_on_its_way_is_walked_to_the_refusal_of_its_return(keyboard: Keyboard, server: Server):
    begin(keyboard, server, "en", "returns")
    while keyboard.page.locator(NEXT).count():
        match keyboard.page.locator("input[name=':asked']").get_attribute("value"):
            case "order.placed_at":
                keyboard.time(2)
            case "order.shipped_at":
                keyboard.time(1)
            case "return.reason" | "item.kind" | "item.condition":
                keyboard.choose(0)
            case _:
                keyboard.to("input[type=checkbox]")
                keyboard.press("Space")
        keyboard.go_on(NEXT)
    assert "No return this time" == heading(keyboard)


def test_a_mistake_is_told_where_the_focus_is_and_leads_to_its_field(keyboard: Keyboard, server: Server):
    keyboard.page.goto(f"{server.url}/terms/fruit-shop/en/damage-claim/your_case")
    keyboard.go_on(NEXT)
    assert keyboard.page.title().startswith("Error: The time of the order")
    assert "page_case" == keyboard.page.locator(":focus").get_attribute("id")
    keyboard.to(".errors a")
    keyboard.press("Enter")
    assert "order.placed_at" == keyboard.page.locator(":focus").get_attribute("name")


def test_the_way_back_is_open_and_an_earlier_answer_is_changed(keyboard: Keyboard, server: Server):
    keyboard.page.goto(f"{server.url}/terms/fruit-shop/en/damage-claim/your_case")
    for days_ago in (9, 7):
        keyboard.time(days_ago)
        keyboard.go_on(NEXT)
    address = keyboard.page.url
    keyboard.page.go_back()
    assert "The time of delivery" == heading(keyboard)
    keyboard.page.go_forward()
    keyboard.go_on("button[value='change order.placed_at']", "Space")
    assert "The time of the order" == heading(keyboard)
    keyboard.time(8)
    keyboard.go_on(NEXT)
    assert "The time the photo reached us" == heading(keyboard)
    assert 2 == keyboard.page.locator(".given dt").count()
    assert address == keyboard.page.url
    assert address.endswith("/terms/fruit-shop/en/damage-claim/your_case#page_case")


def test_a_list_is_filled_entry_by_entry(keyboard: Keyboard, server: Server):
    keyboard.page.goto(f"{server.url}/terms/fruit-shop/en/contact/your_case")
    keyboard.choose(0)
    keyboard.go_on(NEXT)
    assert "The earlier calls" == heading(keyboard)
    keyboard.go_on("button[value=add]")
    keyboard.time(1)
    keyboard.to("input[type=radio]")
    keyboard.press("Space")
    keyboard.go_on("button[value=add]")
    assert ["Entry 1", "Entry 2"] == keyboard.page.locator("fieldset.row > legend").all_inner_texts()
    assert "" != keyboard.page.locator("input[type=datetime-local]").first.input_value()
    keyboard.go_on("button[value=remove]")
    keyboard.go_on(NEXT)
    assert "1 entry" in keyboard.page.locator(".given").last.inner_text()


def test_the_focus_follows_the_question(keyboard: Keyboard, server: Server):
    keyboard.page.goto(f"{server.url}/terms/fruit-shop/en/damage-claim/your_case")
    keyboard.time(9)
    keyboard.go_on(NEXT)
    assert "page_case" == keyboard.page.locator(":focus").get_attribute("id")
    keyboard.press("Tab")
    assert "order.delivered_at" == keyboard.page.locator(":focus").get_attribute("name")


def test_nothing_that_is_filled_in_stands_in_the_log(keyboard: Keyboard, server: Server):
    page = keyboard.page
    page.goto(f"{server.url}/terms/fruit-shop/en/damage-claim/your_case")
    page.fill("[name='order.placed_at']", "2026-01-17T03:41")
    page.click(NEXT)
    assert "03:41" in page.locator(".given").inner_text()
    assert [] == [line for line in server.log().splitlines() if "03:41" in line or "placed_at" in line]


def width_of(page: Page) -> int:
    page.wait_for_load_state()  # a click leads on, and for a moment there is no page at all
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_of_the_form_is_wider_than_its_window(browser: Browser, server: Server, width: int, locale: str):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{server.url}/terms/fruit-shop/{locale}/damage-claim/your_case")
    page.click(NEXT)
    widths = [width_of(page)]
    page.fill("[name='order.placed_at']", "2026-01-17T03:41")
    page.click(NEXT)
    page.check("input[type=checkbox]")
    page.click(NEXT)
    widths.append(width_of(page))
    context.close()
    assert [width, width] == widths
