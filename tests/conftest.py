"""What the tests of several rooms take."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Give the folder of real documents; without it the test is skipped."""
    from tests import documents  # noqa: PLC0415 - tests/runtime runs without fal-codegen, too

    return documents.corpus()
