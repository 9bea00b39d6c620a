"""Texts that are given where a file is."""

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from .conftest import FakeService, WithClient

SLOT = {"upload_url": "https://storage.example/put", "file_url": "https://files.example/1"}


@pytest.mark.parametrize(
    "kind", ["text/plain", "Text/Markdown; charset=UTF-8", "application/json", "image/svg+xml"]
)
def test_a_text_goes_up_as_utf_8_where_its_type_is_one_of_texts(
    service: FakeService, with_client: WithClient, kind: str
) -> None:
    service.says(200, SLOT)
    service.says(200, b"")
    assert with_client(lambda fal: fal.upload("grün", content_type=kind)) == SLOT["file_url"]
    asked, sent = service.requests
    assert json.loads(asked.content)["content_type"] == kind
    assert sent.content == "grün".encode()


def test_its_type_may_stand_behind_what_goes_up(
    service: FakeService, with_client: WithClient
) -> None:
    service.says(200, SLOT)
    service.says(200, b"")
    with_client(lambda fal: fal.upload(b"12", "text/plain", "note.txt"))
    said = {"content_type": "text/plain", "file_name": "note.txt"}
    assert json.loads(service.requests[0].content) == said
    for about in ({"content_type": 5}, {"file_name": b"note"}):
        with pytest.raises(ValueError, match=r"(content_type|file_name) is a text, not a"):
            with_client(partial(uploaded, about))


def uploaded(about: Mapping[str, Any], fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
    return fal.upload(b"12", **about)


@pytest.mark.parametrize("kind", [None, "", "image/png", "text/plain; charset=latin-1", "text"])
def test_a_text_without_a_type_of_texts_may_be_the_name_of_a_file(
    api: ModuleType, service: FakeService, with_client: WithClient, kind: str | None
) -> None:
    with pytest.raises(TypeError, match=r"'text/plain'.*did you mean Path\('boat\.png'\)"):
        with_client(lambda fal: fal.upload("boat.png", content_type=kind))
    with pytest.raises(TypeError, match=r"did you mean Path\('boat\.png'\)"):
        api.data_uri("boat.png", kind)
    assert not service.requests
    assert api.data_uri("12", "text/plain") == "data:text/plain;base64,MTI="


def test_a_file_that_was_opened_as_a_text_is_refused_in_words(
    service: FakeService, with_client: WithClient, tmp_path: Path
) -> None:
    (path := tmp_path / "note.txt").write_text("grün", "utf-8")
    with path.open() as file, pytest.raises(TypeError, match="open it as bytes, with 'rb'"):
        with_client(lambda fal: fal.upload(file))
    assert not service.requests
