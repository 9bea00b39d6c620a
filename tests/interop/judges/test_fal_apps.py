"""PyPI's fal, with which apps are deployed and called, takes the emulator for the service."""

import json
from pathlib import Path

import pytest
from fal_codegen.emulator import Certificate, emulator, running

from tests.installed.environments import Environment
from tests.interop.judges.models import PAINTING, PICTURES, SAYING, models
from tests.interop.judges.registries import skipped_unless_fetched

pytestmark = pytest.mark.deep


def test_apps_are_called_as_at_fal(shown: Certificate, authority: Path, tmp_path: Path) -> None:
    environment = Environment.made(tmp_path / "environment")
    with skipped_unless_fetched("PyPI's fal"):
        environment.install("fal")
    endpoints = models(acme__painter=(PAINTING, PICTURES), acme__writer=(PAINTING, SAYING))
    with running(emulator(endpoints), tls=shown.context) as front:
        host = front.removeprefix("https://").replace("127.0.0.1", "localhost")
        said = environment.run(
            Path(__file__).with_name("fal_apps.py"),
            "acme/painter",
            "acme/writer",
            FAL_KEY="canary-id:canary-secret",
            FAL_RUN_HOST=f"{host}/fal.run",
            FAL_QUEUE_RUN_HOST=f"{host}/queue.fal.run",
            FAL_WS_RUN_HOST=f"{host}/ws.fal.run",
            SSL_CERT_FILE=str(authority),
        )
    outcome = json.loads(said)
    assert set(outcome["stages"]) <= {"Queued", "InProgress"}
    assert (outcome["last"], outcome["seed"], outcome["run"]) == ("Completed", 7, 1)
    assert outcome["over_websocket"] == [1, 1]
    assert outcome["pieces"] == len(outcome["partial"])
    assert outcome["partial"][-1] is False
    assert all(outcome["partial"][:-1])
