"""The catalogue: pages of what is asked for."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fal_codegen.contract import Document, EndpointId, Json, platform_document
from fal_codegen.emulator import emulator

from .conftest import KEY, TEXT, Stage, document

IDS = tuple(EndpointId(f"acme/painter-{letter}") for letter in "abcde")
ABOUT: dict[str, Json] = {"category": "text-to-image", "about": "It paints."}


def documents() -> dict[EndpointId, Document]:
    """Give five documents, of which the first alone tells of itself."""
    known = {id_: document(id_, TEXT) for id_ in IDS}
    known[IDS[0]] |= {"info": {"x-fal-metadata": ABOUT}}
    return known


@pytest.fixture
def api(stage: Stage) -> Iterator[httpx.Client]:
    stage.app = emulator(documents())
    with httpx.Client(base_url=f"{stage.url}/api.fal.ai") as client:
        yield client


def page(api: httpx.Client, *wish: tuple[str, str]) -> dict[str, Any]:
    answer = api.get("/v1/models", params=httpx.QueryParams(wish))
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def ids(body: dict[str, Any]) -> list[str]:
    return [model["endpoint_id"] for model in body["models"]]


def test_pages_follow_each_other_to_the_end(api: httpx.Client) -> None:
    first = page(api, ("limit", "3"))
    assert (ids(first), first["has_more"]) == ([*IDS[:3]], True)
    last = page(api, ("limit", "3"), ("cursor", first["next_cursor"]))
    assert (ids(last), last["has_more"], last["next_cursor"]) == ([*IDS[3:]], False, None)


@pytest.mark.parametrize(
    ("wish", "left"),
    [
        ([("endpoint_id", IDS[1])], [IDS[1]]),
        ([("endpoint_id", IDS[3]), ("endpoint_id", IDS[1])], [IDS[1], IDS[3]]),
        ([("endpoint_id", "acme/gone")], []),
        ([("category", "text-to-image")], [IDS[0]]),
        ([("category", "speech")], []),
        ([("status", "active"), ("limit", "1")], [IDS[0]]),
        ([("status", "deprecated")], []),
        ([("endpoint_id", f"{IDS[3]},{IDS[1]}")], [IDS[1], IDS[3]]),
        ([("q", "paints")], [IDS[0]]),
        ([("q", "PAINTER-c acme")], [IDS[2]]),
        ([("q", "sculptor")], []),
        ([("limit", "100")], [*IDS]),
        ([("limit", "1000000")], [*IDS]),
    ],
)
def test_what_is_asked_for_is_what_is_listed(
    api: httpx.Client, wish: list[tuple[str, str]], left: list[str]
) -> None:
    assert ids(page(api, *wish)) == left


def test_an_endpoint_is_told_of_with_every_field_of_the_catalogue(api: httpx.Client) -> None:
    (model,) = page(api, ("endpoint_id", IDS[0]))["models"]
    metadata = model["metadata"]
    assert {name: metadata[name] for name in ("display_name", "category", "description")} == {
        "display_name": IDS[0],
        "category": "text-to-image",
        "description": "It paints.",
    }
    schema: Any = platform_document()["components"]
    assert metadata.keys() == schema["schemas"]["Metadata"]["properties"].keys()
    assert "openapi" not in model


def test_only_who_has_a_key_is_told_what_he_likes(api: httpx.Client) -> None:
    assert page(api)["models"][0]["metadata"]["is_favorited"] is None
    api.headers.update(KEY)
    assert page(api)["models"][0]["metadata"]["is_favorited"] is False


def test_documents_come_along_when_they_are_asked_for(api: httpx.Client) -> None:
    (body,) = page(api, ("endpoint_id", IDS[2]), ("expand", "openapi-3.0"))["models"]
    assert body["openapi"] == documents()[IDS[2]]


@pytest.mark.parametrize("limit", ["0", "-1", "many", "", "٣", "1" * 5000])
def test_a_limit_that_is_none_is_refused(api: httpx.Client, limit: str) -> None:
    answer = api.get("/v1/models", params={"limit": limit})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["type"] == "validation_error"
    assert error["message"].startswith("limit: Input should be ")
