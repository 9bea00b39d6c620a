"""A browser for tests: Chromium, with axe-core as the judge of who can use a page."""

import os
import shutil
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), "")
_AXE = Path(sys.prefix) / "node/node_modules/axe-core/axe.min.js"

needs_browser = pytest.mark.skipif(
    not (_CHROMIUM and _AXE.exists() and find_spec("playwright")),
    reason="Chromium, playwright or npm's axe-core is missing: see .venv/ready-dev in the "
    "Makefile, and .ci/run for Chromium",
)


@contextmanager
def chromium() -> Generator["Browser"]:
    """Run a browser for a block."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not everybody has it

    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # which Chromium refuses to root
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=_CHROMIUM, args=sandbox)
        yield running
        running.close()


def axe(page: "Page") -> list[str]:
    """Give what axe-core complains of, with everything unfolded; it must have looked at a lot."""
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => each.open = true)")
    page.evaluate(_AXE.read_text("utf-8"))
    found = page.evaluate("() => axe.run()")
    assert len(found["passes"]) > 10
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]
