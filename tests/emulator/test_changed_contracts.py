"""Contract faults: an emulator that serves another contract than the one that is known."""

import httpx
import pytest
from fal_codegen.cases import mutated
from fal_codegen.contract import Document, EndpointId
from fal_codegen.drift import changes
from fal_codegen.emulator import emulator

from tests.documents import family

from .conftest import KEY, Stage

ID = EndpointId("fal-ai/nano-banana")
WHOLE: Document = family()[ID]
BODY: dict[str, object] = {"prompt": "a red boat"}


@pytest.mark.parametrize(
    ("name", "rule", "fields", "verdicts"),
    [
        ("num_images.maximum-1", "request-limit-tightened", {"num_images": 4}, (200, 422)),
        ("num_images.maximum+1", "request-limit-loosened", {"num_images": 5}, (422, 200)),
        ("prompt.minLength+1", "request-limit-tightened", {"prompt": "abc"}, (200, 422)),
        ("aspect_ratio.enum-16:9", "request-enum-tightened", {"aspect_ratio": "16:9"}, (200, 422)),
        ("output_format.enum+x", "request-enum-loosened", {"output_format": "x"}, (422, 200)),
        ("num_images.default=2", "request-default-changed", {}, (200, 200)),
        ("prompt.rename", "request-field-removed", {}, (200, 422)),
        ("prompt.optional", "request-required-loosened", {"prompt": None}, (422, 200)),
        ("seed.required", "request-required-tightened", {}, (200, 422)),
    ],
)
def test_a_changed_contract_is_served_kept_and_told_as_drift(
    stage: Stage, name: str, rule: str, fields: dict[str, object], verdicts: tuple[int, int]
) -> None:
    body = {key: value for key, value in {**BODY, **fields}.items() if value is not None}
    stage.app = emulator({ID: WHOLE})
    before = answer(stage, body).status_code
    stage.app = emulator({ID: mutated(WHOLE, name)})
    assert (before, answer(stage, body).status_code) == verdicts
    address = f"{stage.url}/fal.ai/api/openapi/queue/openapi.json"
    served = httpx.get(address, params={"endpoint_id": ID}).json()
    assert rule in {change.rule.id for change in changes(WHOLE, served, ID)}


def test_a_changed_default_is_what_happens(stage: Stage) -> None:
    stage.app = emulator({ID: mutated(WHOLE, "num_images.default=2")})
    assert len(answer(stage, BODY).json()["images"]) == 2


def answer(stage: Stage, body: dict[str, object]) -> httpx.Response:
    return httpx.post(f"{stage.url}/fal.run/{ID}", json=body, headers=KEY)
