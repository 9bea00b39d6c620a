"""The emulator's page, used in a browser: a job is sent, moves, and shows its picture."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from fal_codegen.emulator import emulator

from tests.browser import axe, chromium, needs_browser

from .conftest import DOCUMENTS, PAINT, Stage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.deep, needs_browser]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with chromium() as running:
        yield running


def opened(browser: "Browser", stage: Stage, said: list[str], **options: object) -> "Page":
    stage.app = emulator(DOCUMENTS)
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{stage.url}/emulator/?endpoint={PAINT}")
    return page


def test_a_job_is_sent_and_its_picture_seen(browser: "Browser", stage: Stage) -> None:
    said: list[str] = []
    page = opened(browser, stage, said)
    page.fill("[data-name=prompt]", "a boat at night")
    page.click("#send button")
    page.wait_for_selector("#live .COMPLETED")
    picture = page.locator("#live img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('#live img').naturalWidth > 0")
    page.fill("[data-name=num_images]", "99")
    page.click("#send button")
    page.wait_for_function("() => document.querySelectorAll('#live .COMPLETED').length == 2")
    assert "422" in page.inner_text("#live article")
    assert said == []


def test_a_fault_is_switched_on_by_keyboard(browser: "Browser", stage: Stage) -> None:
    page = opened(browser, stage, [])
    page.focus("#words")
    page.keyboard.type("status=503")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=On now: status=503.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(browser: "Browser", stage: Stage, scheme: str) -> None:
    said: list[str] = []
    page = opened(browser, stage, said, color_scheme=scheme, viewport={"width": 360, "height": 740})
    page.fill("[data-name=prompt]", "a boat at night")
    page.click("#send button")
    page.wait_for_selector("#live .COMPLETED")
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert said == []


def test_it_reads_without_a_script(browser: "Browser", stage: Stage) -> None:
    page = opened(browser, stage, [], java_script_enabled=False)
    assert page.is_visible("text=No job is remembered.")
    assert page.is_visible("text=Sending takes JavaScript")
    assert not page.is_visible("#send")
