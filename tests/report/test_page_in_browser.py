"""The page of a report, looked at in a browser: Chromium, with axe-core as the judge of access."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.pipeline import LimitWitnesses, Report
from fal_codegen.report import render

from tests.browser import axe, chromium, needs_browser
from tests.report.changes import change
from tests.report.samples import FINE, ORDINARY, PROBED, WHOLE, checked, drifted, evil_report
from tests.report.test_html import SIDES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.deep, needs_browser]

LIMITS = [
    LimitWitnesses("input/n", "maximum", 4, 5, has_page=True, sides=SIDES, rules=("r",)),
    LimitWitnesses("input/m", "enum", ["x" * 70], None, has_page=False),
]
TERRIBLE = Report(
    drifted(
        *(
            replace(each, endpoint=EndpointId(f"acme/painter-with-a-very-long-name-{n}/{'x' * 40}"))
            for n in range(60)
            for each in (
                change("request-limit-tightened", n, n + 1, "maximum"),
                change("answer-limit-loosened", "y" * 300, "z" * 300, "pattern"),
                change("request-limit-undecided"),
            )
        ),
        refused=[f"acme/lost-{n}: {'nobody answers ' * 9}" for n in range(9)],
    ),
    checked(),
)
DAYS = {
    "ordinary": replace(ORDINARY, limits={"acme/painter": LIMITS}),
    "fine": FINE,
    "terrible": TERRIBLE,
    "hostile": evil_report(),
    "probed": replace(PROBED, limits={"acme/painter": LIMITS}),
}
Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with chromium() as running:
        yield running


@pytest.fixture
def open_page(browser: "Browser", tmp_path: Path) -> Iterator[Open]:
    """Open a day's page; a word on the console or a request to anywhere is a failure."""
    said: list[str] = []

    def opened(day: str, **options: Any) -> "Page":  # noqa: ANN401 - Playwright's own options
        file = tmp_path / f"{day}.html"
        file.write_text(render("html", DAYS[day], WHOLE), encoding="utf-8")
        page = browser.new_context(**options).new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on(
            "request", lambda asked: said.append(asked.url) if asked.url != file.as_uri() else None
        )
        page.goto(file.as_uri())
        return page

    yield opened
    assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("day", DAYS)
def test_axe_finds_nothing_to_complain_about(open_page: Open, day: str, scheme: str) -> None:
    assert axe(open_page(day, color_scheme=scheme)) == []


def test_axe_would_find_what_is_wrong(open_page: Open) -> None:
    page = open_page("ordinary")
    page.evaluate("() => document.querySelector('label[for=search]').remove()")
    assert [each for each in axe(page) if each.startswith("label: ")]


@pytest.mark.parametrize("day", DAYS)
def test_nothing_is_wider_than_a_telephone(open_page: Open, day: str) -> None:
    page = open_page(day, viewport={"width": 360, "height": 740})
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => each.open = true)")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def test_a_long_name_leaves_room_for_what_is_said_of_it(open_page: Open) -> None:
    page = open_page("terrible", viewport={"width": 360, "height": 740})
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => each.open = true)")
    heads = page.locator("th[scope=row]")
    heads.last.evaluate("(each) => { each.querySelector('code').textContent += 'x'.repeat(300) }")
    widths = heads.evaluate_all("(all) => all.map((each) => each.offsetWidth)")
    assert 100 < min(widths) <= max(widths) < 250


def test_the_search_and_the_levels_filter_together(open_page: Open) -> None:
    page = open_page("terrible")
    seen = page.locator("article:visible")
    assert seen.count() == 180
    page.keyboard.press("/")
    page.keyboard.type("name-7/ tightened")
    assert seen.count() == 1
    assert page.locator("section.endpoint:visible").count() == 1
    assert page.locator("tbody tr:visible").count() == 1
    assert page.locator("#shown").inner_text() == "1 of 180 entries are shown."
    page.keyboard.press("Escape")
    assert seen.count() == 180
    page.get_by_label("breaking (60)").uncheck()
    assert seen.count() == 120
    page.get_by_label("unknown (60)").uncheck()
    page.get_by_label("warning (60)").uncheck()
    assert seen.count() == 0


def test_it_works_by_keyboard(open_page: Open) -> None:
    page = open_page("ordinary")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url("**#overview")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.querySelector('details').open")


def test_without_a_script_everything_is_there_but_the_filters(open_page: Open) -> None:
    page = open_page("terrible", java_script_enabled=False)
    assert page.locator("article:visible").count() == 180
    assert page.locator("form:visible").count() == 0


def test_the_dark_page_is_dark(open_page: Open) -> None:
    shade = "() => getComputedStyle(document.body).backgroundColor"
    assert open_page("ordinary", color_scheme="dark").evaluate(shade) == "rgb(20, 23, 27)"
    assert open_page("ordinary", color_scheme="light").evaluate(shade) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("scripted", [True, False])
def test_the_print_has_what_was_folded_and_no_form(open_page: Open, *, scripted: bool) -> None:
    page = open_page("ordinary", java_script_enabled=scripted)
    page.emulate_media(media="print")
    if scripted:
        page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("form:visible").count() == 0
    assert page.get_by_text("x" * 70).first.is_visible()
    assert len(page.pdf()) > 5_000
