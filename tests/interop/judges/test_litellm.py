"""litellm makes pictures and films at the emulator, whose hosts it calls by name."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fal_codegen.contract import Json
from fal_codegen.emulator import emulator, running

from tests.documents import fields
from tests.installed.environments import Environment
from tests.interop.judges.models import FILM, PICTURE, PICTURES, TEXT, models
from tests.interop.judges.registries import skipped_unless_fetched

pytestmark = pytest.mark.deep

ANY: Json = fields("prompt", prompt=TEXT)  # each model has fields of its own, and others may come
ONE_PICTURE = fields("image", image=PICTURE)
PAINTERS = (
    "openai/gpt-image-2",
    "fal-ai/nano-banana",
    "fal-ai/imagen4/preview",
    "fal-ai/recraft/v3/text-to-image",
    "fal-ai/flux-pro/v1.1-ultra",
    "fal-ai/flux-pro/v1.1",
    "fal-ai/flux/dev",
    "fal-ai/flux/schnell",
    "fal-ai/bytedance/seedream/v3/text-to-image",
    "fal-ai/bytedance/dreamina/v3.1/text-to-image",
    "fal-ai/ideogram/v3",
    "fal-ai/stable-diffusion-v35-medium",
)
BRIA = "bria/text-to-image/3.2"
OTHER = "fal-ai/sana"
"""A model that litellm has no address of: the base is its own."""
ALTERING = "openai/gpt-image-2/edit"
FILMING = "bytedance/seedance-2.0/text-to-video"
ENDPOINTS = models(
    dict.fromkeys((*PAINTERS, OTHER, ALTERING), (ANY, PICTURES))
    | {BRIA: (ANY, ONE_PICTURE), FILMING: (ANY, FILM)}
)


def asked(front: str) -> dict[str, Any]:
    """Say what to call, and where: each host of the service by its own name, on this machine."""
    port = urlsplit(front).port
    return {
        "direct": f"http://fal.run.localhost:{port}",
        "queue": f"http://queue.fal.run.localhost:{port}",
        "models": [*PAINTERS, BRIA],
        "other": OTHER,
        "altering": ALTERING,
        "filming": FILMING,
    }


def test_pictures_and_films_are_made_as_at_fal(tmp_path: Path) -> None:
    environment = Environment.made(tmp_path / "environment")
    with skipped_unless_fetched("PyPI's litellm"):
        environment.install("litellm")
    with running(emulator(ENDPOINTS)) as front:
        said = environment.run(
            Path(__file__).with_name("litellm_calls.py"),
            json.dumps(asked(front)),
            LITELLM_LOCAL_MODEL_COST_MAP="True",  # it would ask GitHub for prices
        )
    outcome = json.loads(said)
    made = {**outcome["painted"], "other": outcome["other"], "altered": outcome["altered"]}
    assert len(made) == len(PAINTERS) + 3
    assert {each["count"] for each in made.values()} == {1}
    hosts = {urlsplit(str(each["url"])).hostname for each in made.values()}
    assert hosts == {"v3.fal.media.localhost"}
    assert outcome["filmed"] == {
        "stages": ["queued", *outcome["filmed"]["stages"][1:]],
        "begins": "ftyp",
    }
    assert outcome["filmed"]["stages"][-1] == "completed"
