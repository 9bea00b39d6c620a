"""What the judges share: a certificate, and the committed package."""

from pathlib import Path

import pytest
from fal_codegen.emulator import Certificate, certificate

from tests.emit.conftest import module

__all__ = ["module"]


@pytest.fixture(scope="module")
def shown() -> Certificate:
    """The official Python client speaks TLS alone."""
    return certificate("localhost")


@pytest.fixture(scope="module")
def authority(shown: Certificate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the authority that a client must trust."""
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    file.write_bytes(shown.authority)
    return file
