"""What a page ships of the client: one endpoint and what it needs."""

from pathlib import Path

import pytest

from tests.typescript.bundle import MOST, ONE_ENDPOINT, bundled, gzipped
from tests.typescript.node import build, copied, needs_node

pytestmark = [needs_node, pytest.mark.deep]


def test_a_page_ships_one_endpoint_and_what_it_needs(tmp_path: Path) -> None:
    package = copied(tmp_path / "client")
    assert build(package) == ""
    page = bundled(ONE_ENDPOINT, package)
    assert gzipped(page) < MOST
    assert b"fal-ai/nano-banana-2/edit" in page
    beside = (
        b"node:",
        b"jwks",
        b"/storage/upload",
        b"TextDecoderStream(),data",
        b"nano-banana-pro",
    )
    assert [each for each in beside if each in page] == []
