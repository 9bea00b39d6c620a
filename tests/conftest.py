"""What the tests of several rooms take."""

import os
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import certifi
import pytest

_END = "-----END CERTIFICATE-----"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Give the folder of real documents; without it the test is skipped."""
    from tests import documents  # noqa: PLC0415 - tests/runtime runs without fal-codegen, too

    return documents.corpus()


@pytest.fixture(scope="session", autouse=True)
def _one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have a client of httpx read one certificate, where reading all takes 45 ms of a processor.

    No test trusts an authority of these bundles: each that speaks TLS brings its own.
    """
    bundles = {certifi.where(), os.environ.get("SSL_CERT_FILE") or certifi.where()}
    first, end, _ = Path(certifi.where()).read_text(encoding="utf-8").partition(_END)
    file = tmp_path_factory.mktemp("authorities") / "first.pem"
    file.write_text(f"{first}{end}\n", encoding="utf-8")
    create = ssl.create_default_context

    def quickly(*purpose: ssl.Purpose, cafile: Any = None, **more: Any) -> ssl.SSLContext:  # noqa: ANN401 - as ssl has it
        return create(*purpose, cafile=file if cafile in bundles else cafile, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", quickly)
        yield
