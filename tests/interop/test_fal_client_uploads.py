"""The official Python client uploads to the emulator, and finds its files there."""

import asyncio
import gc
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fal_client
import httpx
import pytest
from fal_client import client as official
from fal_codegen.emulator import emulator, running
from PIL import Image

# The official client leaves its connections open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")

KEY = "canary-id:canary-secret"
LARGE = bytes(range(256)) * 100


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(emulator({})) as url:
        yield url


@pytest.fixture(autouse=True)
def redirected(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the official client find both hosts of files at the emulator."""
    monkeypatch.setattr(official, "REST_URL", f"{url}/rest.fal.ai")
    monkeypatch.setattr(official, "CDN_URL", f"{url}/v3.fal.media")
    yield
    gc.collect()  # here, where the warning is expected


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(official, "MULTIPART_THRESHOLD", 1000)
    monkeypatch.setattr(official, "MULTIPART_CHUNK_SIZE", 1000)


def upload_file(client: Any, path: Path) -> Any:  # noqa: ANN401 - the client says half of what a path is
    return client.upload_file(path)


def served(url: str) -> tuple[bytes, str]:
    file = httpx.get(url)
    assert file.status_code == 200
    return file.content, file.headers["content-type"]


@pytest.mark.parametrize("repository", ["fal_v3", "fal"])
def test_bytes_are_uploaded(repository: official.UploadRepositoryId) -> None:
    lifecycle = official.StorageSettings(expires_in="1h")
    url = fal_client.SyncClient(KEY).upload(
        b"note", "text/x-note", "a.txt", repository=repository, lifecycle=lifecycle
    )
    assert served(url) == (b"note", "text/x-note")


def test_a_file_is_uploaded_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a cat.gif"
    path.write_bytes(b"GIF")
    url = upload_file(fal_client.SyncClient(KEY), path)
    assert served(url) == (b"GIF", "image/gif")
    assert url.endswith("_a_cat.gif")


def test_a_picture_is_uploaded() -> None:
    content, media_type = served(
        fal_client.SyncClient(KEY).upload_image(Image.new("RGB", (8, 4)), "png")
    )
    assert media_type == "image/png"
    assert Image.open(io.BytesIO(content)).size == (8, 4)


@pytest.mark.usefixtures("in_parts")
def test_large_content_is_uploaded_in_parts(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(LARGE)
    client = fal_client.SyncClient(KEY)
    for url in (upload_file(client, path), client.upload(LARGE, "video/mp4")):
        assert served(url) == (LARGE, "video/mp4")


@pytest.mark.usefixtures("in_parts")
def test_the_asynchronous_client_uploads_as_well(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    path.write_bytes(LARGE)

    async def upload() -> list[str]:
        client = fal_client.AsyncClient(KEY)
        return [await client.upload(b"note", "text/x-note"), await upload_file(client, path)]

    small, large = asyncio.run(upload())
    assert served(small) == (b"note", "text/x-note")
    assert served(large)[0] == LARGE
