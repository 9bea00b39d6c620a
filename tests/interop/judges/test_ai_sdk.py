"""npm's ai with @ai-sdk/fal takes the emulator for the service, by the service's own names."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.emulator import emulator, running

from tests.interop.judges.models import (
    FILM,
    FILMING,
    HEARING,
    PAINTING,
    PICTURES,
    SOUND,
    SPEAKING,
    SPEECH,
    models,
)
from tests.interop.judges.registries import skipped_unless_fetched

pytestmark = pytest.mark.deep

PACKAGES = "@ai-sdk/fal@2.0.59", "ai@6.0.326"  # 3.x of the first wants Node 22
ENDPOINTS = models(
    fal_ai__flux__dev=(PAINTING, PICTURES),
    fal_ai__luma_ray_2=(FILMING, FILM),
    fal_ai__minimax__speech_02_hd=(SPEAKING, SOUND),
    fal_ai__whisper=(HEARING, SPEECH),
)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - as the client says
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("@ai-sdk/fal takes node and npm")
    folder = tmp_path_factory.mktemp("ai-sdk")
    quiet = "install --no-audit --no-fund --loglevel=error --fetch-retries=1".split()
    with skipped_unless_fetched("npm's @ai-sdk/fal"):
        subprocess.run([npm, *quiet, *PACKAGES], cwd=folder, check=True, capture_output=True)
    with running(emulator(ENDPOINTS)) as front:
        done = subprocess.run(
            [node, shutil.copy(Path(__file__).with_name("ai_sdk.cjs"), folder)],
            env={"FRONT": front, "AI_SDK_LOG_WARNINGS": "false"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_pictures_come_as_many_and_as_large_as_asked_for(outcome: Any) -> None:  # noqa: ANN401
    assert [picture[1:4] for picture in outcome["pictures"]] == ["PNG", "PNG"]
    assert [(each["width"], each["height"]) for each in outcome["seen"]["images"]] == [
        (512, 256),
        (512, 256),
    ]


def test_a_film_is_waited_for_with_the_key_and_fetched(outcome: Any) -> None:  # noqa: ANN401
    assert outcome["film"]["begins"][4:8] == "ftyp"
    assert outcome["film"]["is"] == "video/mp4"
    assert outcome["provider"]["seed"] == 7


def test_speech_is_a_sound_and_a_sound_becomes_text(outcome: Any) -> None:  # noqa: ANN401
    assert outcome["sound"][:4] == "RIFF"
    assert outcome["text"]
    assert len(outcome["segments"]) == 1


def test_a_refusal_reads_as_the_services(outcome: Any) -> None:  # noqa: ANN401
    assert outcome["refused"]["status"] == 422
    assert "body.num_images: Input should be a valid integer" in outcome["refused"]["message"]
