"""Local files, given where an endpoint expects a URL."""

import base64
import json
import threading
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import httpx
import pytest
from pydantic import Field, TypeAdapter, ValidationError

from .conftest import ANSWER, FakeService, WithClient

PNG = b"\x89PNG\r\n\x1a\n"
PNG_URI = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
LARGEST_SMALL = 256 * 2**10
LARGE = PNG.ljust(LARGEST_SMALL + 1, b".")
SLOT = {"upload_url": "https://storage.example/put", "file_url": "https://files.example/1"}


def portrait(api: ModuleType, **fields: Any) -> Any:  # noqa: ANN401 - of a package built by the test
    return api.portrait.Input(prompt="by night", **fields)


def sent(service: FakeService) -> Any:  # noqa: ANN401 - JSON
    """The body of the last request."""
    return json.loads(service.requests[-1].content)


def test_a_small_file_travels_inside_the_request(
    *, api: ModuleType, service: FakeService, with_client: WithClient, tmp_path: Path
) -> None:
    path = tmp_path / "boat.jpg"
    path.write_bytes(b"12")
    service.says(200, ANSWER)
    request = portrait(api, image_urls=["https://a.example", path, PNG], mask_url=path)
    with_client(lambda fal: fal.run(request))
    jpeg = "data:image/jpeg;base64,MTI="
    assert sent(service)["image_urls"] == ["https://a.example", jpeg, PNG_URI]
    assert sent(service)["mask_url"] == jpeg
    assert len(service.requests) == 1


@pytest.mark.parametrize("verb", ["run", "submit", "subscribe", "stream"])
def test_a_large_file_is_uploaded_once_before_the_request(
    *, api: ModuleType, service: FakeService, with_client: WithClient, verb: str
) -> None:
    service.says(200, SLOT)
    service.says(200, b"")
    service.says(500, b"")
    request = portrait(api, image_urls=[LARGE, "https://a.example"], mask_url=LARGE)

    def scenario(fal: Any) -> Any:  # noqa: ANN401 - of a package built by the test
        outcome = getattr(fal, verb)(request)
        return outcome.answer() if verb == "stream" else outcome

    with pytest.raises(api.ServerError):
        with_client(scenario)
    assert service.requests[1].content == LARGE
    assert sent(service)["image_urls"] == ["https://files.example/1", "https://a.example"]
    assert sent(service)["mask_url"] == "https://files.example/1"
    assert len(service.requests) == 3


@pytest.mark.parametrize(("size", "calls"), [(LARGEST_SMALL, 1), (LARGEST_SMALL + 1, 3)])
@pytest.mark.parametrize("way", ["bytes", "path"])
def test_up_to_a_quarter_of_a_mebibyte_is_small(  # noqa: PLR0913 - fixtures
    *,
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    tmp_path: Path,
    size: int,
    calls: int,
    way: str,
) -> None:
    content, path = PNG.ljust(size, b"."), tmp_path / "boat.png"
    path.write_bytes(content)
    if calls == 3:
        service.says(200, SLOT)
        service.says(200, b"")
    service.says(200, ANSWER)
    with_client(lambda fal: fal.run(portrait(api, mask_url=path if way == "path" else content)))
    assert len(service.requests) == calls


def test_when_the_upload_fails_the_request_is_not_sent(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(422, {"detail": "file too large"})
    with pytest.raises(api.Refused, match="file too large"):
        with_client(lambda fal: fal.run(portrait(api, mask_url=LARGE)))
    assert [path for _, path in service.asked if "toy" in path] == []


def test_a_file_that_cannot_be_read_is_told_with_its_field_before_anything_is_sent(
    *, api: ModuleType, service: FakeService, with_client: WithClient, tmp_path: Path
) -> None:
    none = tmp_path / "none.png"
    request = portrait(api, image_urls=["https://a.example", PNG, none])
    asked: list[Any] = [
        lambda fal: fal.run(request),  # pyright: ignore[reportUnknownLambdaType, reportUnknownMemberType] - untyped here
        lambda fal: fal.run("any/model", {"image_urls": ["https://a.example", PNG, none]}),  # pyright: ignore[reportUnknownLambdaType, reportUnknownMemberType] - untyped here
        lambda _: request.body(),  # pyright: ignore[reportUnknownLambdaType] - untyped here
    ]
    for ask in asked:
        with pytest.raises(FileNotFoundError, match=r"image_urls\.2: .*none\.png'$"):
            with_client(ask)
    with pytest.raises(OSError, match=r"image_urls\.0: .*'$"):
        with_client(lambda fal: fal.run(portrait(api, image_urls=[tmp_path])))
    assert not service.requests


def test_the_large_files_of_a_request_go_up_side_by_side(
    api: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call of three uploads is answered only once the others at the same step have come."""
    monkeypatch.setattr(f"{api.__name__}._service._LARGEST_INLINE", 0)
    monkeypatch.setattr(f"{api.__name__}._storage.PART", 4)
    begun, put = threading.Barrier(3, timeout=10), threading.Barrier(4, timeout=10)
    sent = dict[str, Any]()

    def answer(request: httpx.Request) -> httpx.Response:
        if "/initiate" in request.url.path:
            number = begun.wait()
            slot = {"upload_url": f"https://s.example/{number}", "file_url": f"https://f/{number}"}
            return httpx.Response(200, json=slot)
        if request.method == "PUT":
            put.wait()
            sent[request.url.path] = request.content
        if request.url.host == "fal.run":
            sent["urls"] = json.loads(request.content)["image_urls"]
        return httpx.Response(200, json={}, headers={"etag": "tag"})

    with api.Fal(key="a:b", http=httpx.Client(transport=httpx.MockTransport(answer))) as fal:
        fal.run("any/model", {"image_urls": [b"1" * 8, b"22", b"3"]})
    places = [url.removeprefix("https://f") for url in sent.pop("urls")]
    assert sent == {
        f"{places[0]}/1": b"1111",
        f"{places[0]}/2": b"1111",
        places[1]: b"22",
        places[2]: b"3",
    }


def test_a_file_that_is_gone_before_its_turn_is_told_with_its_field(
    api: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(f"{api.__name__}._service._LARGEST_INLINE", 0)
    gone = tmp_path / "gone.png"
    gone.write_bytes(PNG)

    def answer(_: httpx.Request) -> httpx.Response:
        gone.unlink(missing_ok=True)
        return httpx.Response(200, json=SLOT)

    http = httpx.Client(transport=httpx.MockTransport(answer))
    with (
        api.Fal(key="a:b", http=http) as fal,
        pytest.raises(FileNotFoundError, match=r"images\.1: .*gone\.png"),
    ):
        fal.run("any/model", {"images": [b"kept", gone]})


def test_a_body_that_is_looked_at_holds_data_uris(api: ModuleType) -> None:
    assert portrait(api, image_urls=[LARGE]).body()["image_urls"][0].startswith("data:image/png;")


def test_a_request_that_is_not_sent_keeps_its_files(api: ModuleType, tmp_path: Path) -> None:
    request = portrait(api, image_urls=[PNG, tmp_path])
    assert request.image_urls == [PNG, tmp_path]
    assert request.model_dump(exclude_unset=True)["image_urls"] == [PNG, tmp_path]


@pytest.mark.parametrize("url", ["https://a.example/1.png", "data:,", "not a URL", ""])
def test_a_string_is_sent_as_it_is(api: ModuleType, url: str) -> None:
    body = {"prompt": "by night", "image_urls": [url], "mask_url": url}
    assert api.portrait.Input.from_body(body).body() == body


@pytest.mark.parametrize("value", [7, True, ["u"], {"url": "u"}, bytearray(PNG)])
def test_what_is_no_file_is_refused_in_words(api: ModuleType, value: object) -> None:
    with pytest.raises(ValidationError, match="should be a URL, a path, bytes or a picture"):
        portrait(api, mask_url=value)
    with pytest.raises(ValidationError, match="should be a URL, a path, bytes or a picture"):
        portrait(api, image_urls=[value])


@pytest.mark.parametrize("value", ["https://a.example", b"12", Path("boat.png"), ("u",), None])
def test_one_url_is_no_list_of_urls(api: ModuleType, value: object) -> None:
    with pytest.raises(ValidationError, match="valid list"):
        portrait(api, image_urls=value)


@pytest.mark.parametrize("body", [{"image_urls": "u"}, {"image_urls": [7]}, {"mask_url": 7}])
def test_a_body_is_held_to_urls_and_lists_of_them(api: ModuleType, body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"valid array|a URL, a path, bytes or a picture"):
        api.portrait.Input.from_body({"prompt": "by night", **body})


def test_files_are_held_to_the_limits_of_their_list(api: ModuleType) -> None:
    with pytest.raises(ValidationError, match="at most 3 items"):
        portrait(api, image_urls=["a", b"b", Path("c"), "d"])
    with pytest.raises(ValidationError, match="at least 1 item"):
        portrait(api, pose_urls=[])
    with pytest.raises(ValidationError, match="item 1 repeats"):
        portrait(api, image_urls=[Path("a"), Path("a")])
    assert portrait(api, pose_urls=None).body()["pose_urls"] is None


def test_files_are_held_to_null_as_anything_is(api: ModuleType) -> None:
    with pytest.raises(ValidationError, match="may be left out but not be null"):
        portrait(api, mask_url=None)
    with pytest.raises(ValidationError, match="may be left out but not be null"):
        api.portrait.Input.from_body({"prompt": "by night", "mask_url": None})


def test_limits_may_stand_on_either_side_of_null(api: ModuleType) -> None:
    files: Any = api.FileUrls
    outside: Any = Annotated[files | None, Field(max_length=1), api.NotNull()]
    short: Any = Annotated[files, Field(max_length=1)]
    kinds: list[Any] = [outside, short | None]
    for kind in kinds:
        limited = TypeAdapter[Any](kind)
        assert limited.validate_python(["u"]) == ["u"]
        with pytest.raises(ValidationError, match="at most 1 item"):
            limited.validate_json('["u", "v"]')


def test_the_schema_of_a_request_says_that_a_file_is_a_string(api: ModuleType) -> None:
    schema = api.portrait.Input.model_json_schema()["properties"]
    assert {kind["type"] for kind in schema["mask_url"]["anyOf"]} == {"string", "null"}
    assert schema["image_urls"]["maxItems"] == 3


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        (b"%PDF-1.7", "application/pdf"),
        (b"ID3\x04", "audio/mpeg"),
        (b"OggS", "audio/ogg"),
        (b"", "application/octet-stream"),
        (b"hello", "application/octet-stream"),
    ],
)
def test_bytes_are_known_by_their_beginning(api: ModuleType, start: bytes, kind: str) -> None:
    assert api.media_type_of(start) == kind
    assert api.data_uri(start).startswith(f"data:{kind};base64,")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.png", "image/png"), ("a.mp4", "video/mp4"), ("a", "application/octet-stream")],
)
def test_a_path_is_known_by_its_name(api: ModuleType, name: str, kind: str) -> None:
    assert api.media_type_of(Path(name)) == kind


def test_a_data_uri_may_be_told_its_type(api: ModuleType) -> None:
    assert api.data_uri(b"12", "text/plain") == "data:text/plain;base64,MTI="
