"""Files on their way to the service's storage."""

import asyncio
import json
import threading
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import Mock

import httpx
import pytest

from .conftest import KEY, FakeService, WithClient

REST = "https://rest.fal.ai/storage/upload"
TARGET = "https://storage.example/put/1?sign=a%2Fb"
FILE = "https://files.example/1.png"
SLOT = {"upload_url": TARGET, "file_url": FILE}
PNG = b"\x89PNG\r\n\x1a\n..."


@pytest.fixture
def small_parts(api: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of four bytes."""
    monkeypatch.setattr(f"{api.__name__}._storage.PART", 4)


def takes(service: FakeService, parts: int) -> None:
    """Have the storage take so many parts."""
    service.says(200, SLOT)
    for number in range(1, parts + 1):
        service.says(200, b"", etag=f"tag{number}")
    service.says(200, b"")


def opened(content: bytes, path: Path, way: str) -> Any:  # noqa: ANN401 - one of three types
    path.write_bytes(content)
    return {"bytes": content, "path": path, "file": BytesIO(content)}[way]


@pytest.mark.parametrize("way", ["bytes", "path", "file"])
def test_a_file_goes_up_in_one_piece(
    *, service: FakeService, with_client: WithClient, tmp_path: Path, way: str
) -> None:
    service.says(200, SLOT)
    service.says(200, b"")
    content = opened(PNG, tmp_path / "boat.png", way)
    assert with_client(lambda fal: fal.upload(content)) == FILE
    assert service.asked == [("POST", f"{REST}/initiate?storage_type=fal-cdn-v3"), ("PUT", TARGET)]
    asked, sent = service.requests
    named = {"path": ("image/png", "boat.png"), "bytes": ("image/png", "upload")}
    kind, name = named.get(way, ("application/octet-stream", "upload"))
    assert json.loads(asked.content) == {"content_type": kind, "file_name": name}
    assert (sent.content, sent.headers["content-type"]) == (PNG, kind)


def test_the_key_goes_to_the_service_and_not_to_the_storage(
    service: FakeService, with_client: WithClient
) -> None:
    service.says(200, SLOT)
    service.says(200, b"")
    with_client(lambda fal: fal.upload(PNG))
    asked, sent = service.requests
    assert asked.headers["authorization"] == f"Key {KEY}"
    assert "authorization" not in sent.headers


def test_what_is_told_about_a_file_goes_before_what_is_found_out(
    service: FakeService, with_client: WithClient
) -> None:
    service.says(200, SLOT)
    service.says(200, b"")
    lifecycle = {"expiration_duration_seconds": 60}
    about = {"content_type": "text/plain", "file_name": "a.txt", "lifecycle": lifecycle}
    with_client(lambda fal: fal.upload(PNG, **about))
    asked, sent = service.requests
    assert json.loads(asked.content) == {"content_type": "text/plain", "file_name": "a.txt"}
    assert json.loads(asked.headers["x-fal-object-lifecycle"]) == lifecycle
    assert json.loads(asked.headers["x-fal-object-lifecycle-preference"]) == lifecycle
    assert sent.headers["content-type"] == "text/plain"


@pytest.mark.parametrize(
    ("content", "parts"),
    [(b"", 1), (b"1234", 1), (b"12345", 2), (b"12345678", 2), (b"123456789", 3)],
)
@pytest.mark.parametrize("way", ["bytes", "path", "file"])
@pytest.mark.usefixtures("small_parts")
def test_a_long_file_goes_up_in_parts_that_make_it_up_again(  # noqa: PLR0913 - fixtures
    *,
    service: FakeService,
    with_client: WithClient,
    tmp_path: Path,
    content: bytes,
    parts: int,
    way: str,
) -> None:
    takes(service, parts)
    source = opened(content, tmp_path / "boat.png", way)
    assert with_client(lambda fal: fal.upload(source)) == FILE
    sent = [request for request in service.requests if request.method == "PUT"]
    sent.sort(key=lambda each: each.url.path)  # parts go side by side
    assert b"".join(request.content for request in sent) == content
    assert len(sent) == parts


@pytest.mark.usefixtures("small_parts")
def test_parts_are_counted_from_one_and_put_together_by_their_tags(
    service: FakeService, with_client: WithClient
) -> None:
    takes(service, 2)
    with_client(lambda fal: fal.upload(b"12345"))
    below = "https://storage.example/put/1/{}?sign=a%2Fb"
    first, *parts, last = service.asked
    assert first == ("POST", f"{REST}/initiate-multipart?storage_type=fal-cdn-v3")
    assert sorted(parts) == [("PUT", below.format(1)), ("PUT", below.format(2))]
    assert last == ("POST", below.format("complete"))
    assert json.loads(service.requests[-1].content) == {
        "parts": [{"partNumber": 1, "etag": "tag1"}, {"partNumber": 2, "etag": "tag2"}]
    }
    assert not any("authorization" in request.headers for request in service.requests[1:])


@pytest.mark.usefixtures("small_parts")
def test_the_tag_of_a_part_may_be_in_the_body(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, SLOT)
    service.says(200, {"partNumber": 1, "etag": "tag1"})
    service.says(200, {"partNumber": 2})
    with pytest.raises(api.UnexpectedAnswer, match="etag"):
        with_client(lambda fal: fal.upload(b"12345"))


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(("way", "total"), [("bytes", 9), ("path", 9), ("file", None)])
def test_progress_is_told_part_by_part(  # noqa: PLR0913 - fixtures
    *,
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    tmp_path: Path,
    way: str,
    total: int | None,
) -> None:
    takes(service, 3)
    source, progress = opened(b"123456789", tmp_path / "boat.png", way), list[object]()
    with_client(lambda fal: fal.upload(source, on_progress=progress.append))
    assert progress == [api.Progress(sent, total) for sent in (4, 8, 9)]


def test_the_progress_of_a_small_file_is_its_end(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    takes(service, 1)
    progress: list[object] = []
    with_client(lambda fal: fal.upload(b"1234", on_progress=progress.append))
    assert progress == [api.Progress(4, 4)]


@pytest.mark.usefixtures("small_parts")
def test_parts_that_failed_in_passing_are_sent_again(
    service: FakeService, with_client: WithClient
) -> None:
    service.says(200, SLOT)
    service.says(503, b"")
    service.fails(httpx.WriteError("cut off"))
    for tag in ("tag1", "tag2", "end"):
        service.says(200, b"", etag=tag)
    with_client(lambda fal: fal.upload(b"12345"))
    parts = [request.content for request in service.requests if request.method == "PUT"]
    assert sorted(parts) == [b"1234", b"1234", b"5", b"5"]
    assert service.pauses == [0.25, 0.25]


@pytest.mark.usefixtures("small_parts")
def test_four_parts_go_up_side_by_side(api: ModuleType, service: FakeService) -> None:
    """Each part is answered only once the others of its four have come too."""
    together, meeting = threading.Barrier(4, timeout=10), list[asyncio.Event]()

    def waiting(request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            together.wait()
        return answered(request)

    async def awaiting(request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            meeting.append(asyncio.Event())
            if len(meeting) == 4:
                for event in meeting:
                    event.set()
            await asyncio.wait_for(meeting[-1].wait(), 10)
        return answered(request)

    def answered(request: httpx.Request) -> httpx.Response:
        service.requests.append(request)
        return httpx.Response(200, json=SLOT, headers={"etag": f"tag of {request.url.path}"})

    async def run() -> str:
        http = httpx.AsyncClient(transport=httpx.MockTransport(awaiting))
        async with api.AsyncFal(http=http) as fal:
            url: str = await fal.upload(b"1" * 16)
            return url

    with api.Fal(http=httpx.Client(transport=httpx.MockTransport(waiting))) as fal:
        assert fal.upload(b"1" * 16) == asyncio.run(run()) == FILE
    for request in service.requests:
        if request.url.path.endswith("complete"):
            tags = [part["etag"] for part in json.loads(request.content)["parts"]]
            assert tags == [f"tag of /put/1/{number}" for number in (1, 2, 3, 4)]


def test_a_storage_that_refuses_raises_its_refusal(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, SLOT)
    service.says(403, b"<Error>expired</Error>")
    with pytest.raises(api.Unauthorized, match="expired"):
        with_client(lambda fal: fal.upload(PNG))


def test_what_permits_an_upload_is_in_no_error(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, SLOT)
    service.fails(httpx.ReadTimeout("slow"))
    with pytest.raises(api.Timeout, match=r"PUT https://storage\.example/put/1$") as caught:
        with_client(lambda fal: fal.upload(PNG), retries=0)
    assert "sign" not in str(caught.value)


class Dribble(BytesIO):
    """Gives a byte at a time, as a pipe may."""

    def read(self, _: int | None = -1, /) -> bytes:
        return super().read(1)


@pytest.mark.usefixtures("small_parts")
def test_a_file_that_gives_little_at_a_time_still_fills_its_parts(
    service: FakeService, with_client: WithClient
) -> None:
    takes(service, 2)
    with_client(lambda fal: fal.upload(Dribble(b"12345")))
    parts = [request.content for request in service.requests if request.method == "PUT"]
    assert parts == [b"1234", b"5"]


def test_an_open_file_is_read_from_where_it_stands_and_stays_open(
    service: FakeService, with_client: WithClient, tmp_path: Path
) -> None:
    (tmp_path / "boat.png").write_bytes(b"head" + PNG)
    takes(service, 1)
    with (tmp_path / "boat.png").open("rb") as file:
        file.seek(4)
        with_client(lambda fal: fal.upload(file))
        assert not file.closed
    asked, sent = service.requests
    assert json.loads(asked.content) == {"content_type": "image/png", "file_name": "boat.png"}
    assert sent.content == PNG


def test_a_file_that_is_not_there_is_told_as_python_tells_it(
    service: FakeService, with_client: WithClient, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        with_client(lambda fal: fal.upload(tmp_path / "none.png"))
    assert not service.requests


@pytest.mark.parametrize("content", ["boat.png", bytearray(PNG), None])
def test_what_is_neither_bytes_nor_a_file_is_refused_in_words(
    service: FakeService, with_client: WithClient, content: object
) -> None:
    with pytest.raises(
        TypeError, match=r"bytes, a pathlib\.Path, an open binary file|did you mean Path"
    ):
        with_client(lambda fal: fal.upload(content))
    assert not service.requests


def test_a_file_is_closed_whatever_ends_its_upload(
    service: FakeService, with_client: WithClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "boat.png").write_bytes(PNG)
    file = (tmp_path / "boat.png").open("rb")
    monkeypatch.setattr(Path, "open", Mock(return_value=file))
    service.fails(RuntimeError("interrupted"))
    with pytest.raises(RuntimeError, match="interrupted") as caught:
        with_client(lambda fal: fal.upload(tmp_path / "boat.png"))
    assert file.closed, caught  # which holds on to every frame
