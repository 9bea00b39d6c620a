"""The client and its requests in an application of FastAPI's."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from .conftest import ANSWER, FakeService

pytest.importorskip("fastapi")
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient


@pytest.fixture
def shop(api: ModuleType, service: FakeService) -> Iterator[TestClient]:
    """Give an application that passes requests on, with both clients as dependencies."""
    app = FastAPI()
    kind = api.portrait.Input

    def clients() -> Iterator[Any]:
        with api.Fal(http=httpx.Client(transport=httpx.MockTransport(service))) as fal:
            yield fal

    def waiting(request: Any, fal: Any = Depends(clients)) -> Any:  # noqa: ANN401, B008 - FastAPI's own form
        return fal.run(request)

    waiting.__annotations__ |= {"request": kind, "fal": api.Fal, "return": api.portrait.Output}

    async def awaiting(request: Any, fal: Any = Depends(api.AsyncFal)) -> str:  # noqa: ANN401, B008 - as above
        return f"{fal!r} {request.prompt}"

    awaiting.__annotations__ |= {"request": kind, "fal": api.AsyncFal}

    def made(fal: Any = Depends(api.Fal)) -> str:  # noqa: ANN401, B008 - as above
        return repr(fal)

    made.__annotations__ |= {"fal": api.Fal}
    app.post("/portraits")(waiting)
    app.post("/later")(awaiting)
    app.get("/made")(made)
    with TestClient(app) as client:
        yield client


def test_an_input_is_a_body_and_an_output_an_answer(shop: TestClient, service: FakeService) -> None:
    service.says(200, ANSWER)
    answer = shop.post("/portraits", json={"prompt": "by night", "num_images": 2})
    assert (answer.status_code, answer.json()) == (200, {**ANSWER, "style": None})
    assert service.requests[0].read() == b'{"prompt":"by night","num_images":2}'


def test_what_the_contract_refuses_is_422_with_field_and_limit(
    shop: TestClient, service: FakeService
) -> None:
    answer = shop.post("/portraits", json={"prompt": "by night", "num_images": 9, "promt": ""})
    assert answer.status_code == 422
    types = {tuple(each["loc"]): each["type"] for each in answer.json()["detail"]}
    assert types == {
        ("body", "num_images"): "less_than_equal",
        ("body", "promt"): "extra_forbidden",
    }
    assert service.requests == []


def test_a_body_learns_nothing_of_the_files_of_the_server(
    shop: TestClient, service: FakeService, tmp_path: Path
) -> None:
    (there := tmp_path / "day.png").touch()
    for url in (str(there), str(tmp_path / "none.png")):
        service.says(200, ANSWER)
        answer = shop.post("/portraits", json={"prompt": "by night", "mask_url": url})
        assert (answer.status_code, answer.json()) == (200, {**ANSWER, "style": None})


def test_clients_are_dependencies_as_they_are(shop: TestClient) -> None:
    assert shop.get("/made").json() == "<Fal of https://fal.run>"
    answer = shop.post("/later", json={"prompt": "by night"}).json()
    assert answer == "<AsyncFal of https://fal.run> by night"


def test_its_openapi_has_the_fields_with_their_limits_and_texts(shop: TestClient) -> None:
    document: Any = shop.get("/openapi.json").json()
    assert {each for path in document["paths"].values() for each in path} == {"get", "post"}
    operation = document["paths"]["/portraits"]["post"]
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = document["components"]["schemas"][Path(reference).name]
    count = schema["properties"]["num_images"]
    assert (count["minimum"], count["maximum"], count["default"]) == (1, 4, 1)
    assert count["description"].startswith("Number of pictures.")
    assert "parameters" not in document["paths"]["/made"]["get"]
