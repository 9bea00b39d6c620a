"""What a registry may not give: a judge that cannot be had is skipped, and says why."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from subprocess import CalledProcessError

import pytest


@contextmanager
def skipped_unless_fetched(what: str) -> Generator[None]:
    """Skip the test where the block cannot fetch a judge; in CI, where all are wanted, fail."""
    try:
        yield
    except (AssertionError, CalledProcessError, OSError) as error:
        if "CI" in os.environ:
            raise
        said = getattr(error, "stderr", None) or str(error)
        pytest.skip(f"{what} cannot be had here: {str(said).strip()[-300:]}")
