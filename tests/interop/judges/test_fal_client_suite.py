"""fal-client's own tests, as they come in its source distribution, call the emulator."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import fal_client
import pytest
from fal_codegen.emulator import Certificate, emulator, running

from tests.documents import fields
from tests.installed.environments import Environment
from tests.interop.judges.models import ALTERING, PAINTING, PICTURES, SAYING, models
from tests.interop.judges.registries import skipped_unless_fetched

pytestmark = pytest.mark.deep

CALLING = "not test_retry"  # they call no service
ENDPOINTS = models(
    fal_ai__fast_sdxl=(PAINTING, PICTURES),
    fal_ai__fast_sdxl__image_to_image=(ALTERING, PICTURES),
    fal_ai__any_llm=(fields("prompt", prompt={"type": "string"}, model={"type": "string"}), SAYING),
)


def sources(folder: Path) -> Path:
    """Fetch the source distribution of the version that is installed here."""
    wanted = f"fal-client=={fal_client.__version__}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--no-binary", ":all:", "--dest", str(folder), wanted]
    subprocess.run(command, check=True, capture_output=True)
    (archive,) = folder.glob("*.tar.gz")
    shutil.unpack_archive(archive, folder)
    return folder / archive.name.removesuffix(".tar.gz")


def test_the_official_clients_own_tests_pass(
    shown: Certificate, authority: Path, tmp_path: Path
) -> None:
    environment = Environment.made(tmp_path / "environment")
    with skipped_unless_fetched("the source distribution of fal-client"):
        suite = sources(tmp_path)
        environment.install(f"{suite}[test]", "pillow")
    with running(emulator(ENDPOINTS), tls=shown.context) as front:
        host = front.removeprefix("https://").replace("127.0.0.1", "localhost")
        said = environment.run(
            "-m",
            "pytest",
            "-q",
            *("-p", "fal_client_addresses", "-k", CALLING),
            *("tests/test_sync_client.py", "tests/test_async_client.py"),
            cwd=suite,
            PYTHONPATH=str(Path(__file__).parent),
            FAL_KEY="canary-id:canary-secret",
            FAL_RUN_HOST=f"{host}/fal.run",
            FAL_QUEUE_RUN_HOST=f"{host}/queue.fal.run",
            REST_URL=f"https://{host}/rest.fal.ai",
            CDN_URL=f"https://{host}/v3.fal.media",
            SSL_CERT_FILE=str(authority),
        )
    passed = re.search(r"(\d+) passed", said)
    assert passed, said
    assert int(passed[1]) == 7, said
    assert "skipped" not in said
