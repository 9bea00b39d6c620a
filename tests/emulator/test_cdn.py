from collections.abc import Iterator
from itertools import count

import httpx
import pytest
from fal_codegen.emulator.files.store import File, Files
from fal_codegen.emulator.files.uploads import Uploads
from starlette.exceptions import HTTPException
from starlette.requests import Request

FILES = "/v3.fal.media/files"


@pytest.fixture
def bearer(client: httpx.Client) -> Iterator[httpx.Client]:
    """Give a client with a token in place of the key."""
    answer = client.post("/rest.fal.ai/storage/auth/token?storage_type=fal-cdn-v3", json={}).json()
    headers = {"authorization": f"{answer['token_type']} {answer['token']}"}
    with httpx.Client(base_url=answer["base_url"], headers=headers) as bearer:
        yield bearer


def test_a_file_sent_with_a_token_is_there_for_anyone(bearer: httpx.Client) -> None:
    headers = {"content-type": "text/plain", "x-fal-file-name": "note.txt"}
    url = bearer.post("/files/upload", content="grüße".encode(), headers=headers).json()[
        "access_url"
    ]
    file = httpx.get(url)
    assert (file.text, file.headers["content-type"]) == ("grüße", "text/plain")
    assert url.endswith("_note.txt")


def test_head_says_what_get_would(bearer: httpx.Client) -> None:
    url = bearer.post("/files/upload", content=b"12345").json()["access_url"]
    head = httpx.head(url)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == "5"
    assert head.headers["content-type"] == "application/octet-stream"


def test_a_key_is_no_token(client: httpx.Client) -> None:
    for address in ("upload", "upload/multipart"):
        for headers in ({}, {"authorization": "Bearer other"}, {"authorization": ""}):
            answer = client.post(f"{FILES}/{address}", content=b"x", headers=headers)
            assert answer.status_code == 401
            assert answer.json()["detail"]


def test_parts_sent_with_a_token_become_a_file(bearer: httpx.Client) -> None:
    headers = {"content-type": "video/mp4", "x-fal-file-name": "film.mp4"}
    begun = bearer.post("/files/upload/multipart", headers=headers).json()
    address = f"{begun['access_url']}/multipart/{begun['uploadId']}"
    tags = {n: bearer.put(f"{address}/{n}", content=bytes([n])).headers["etag"] for n in (3, 1, 2)}
    parts = [{"partNumber": number, "etag": tag} for number, tag in tags.items()]
    assert bearer.get(begun["access_url"]).status_code == 404
    assert bearer.post(f"{address}/complete", json={"parts": parts}).status_code == 200
    file = httpx.get(begun["access_url"])
    assert (file.content, file.headers["content-type"]) == (b"\1\2\3", "video/mp4")


def test_an_unknown_upload_takes_nothing(bearer: httpx.Client) -> None:
    begun = bearer.post("/files/upload/multipart").json()
    for address in (
        f"{begun['access_url']}/multipart/unknown",
        f"{begun['access_url']}x/multipart/{begun['uploadId']}",
    ):
        part = bearer.put(f"{address}/1", content=b"x")
        done = bearer.post(f"{address}/complete", json={"parts": []})
        assert (part.status_code, done.status_code) == (404, 404)
        assert part.json() == done.json() == {"detail": "There is no such upload."}


def test_a_list_of_parts_that_is_no_json_is_refused(bearer: httpx.Client) -> None:
    begun = bearer.post("/files/upload/multipart").json()
    address = f"{begun['access_url']}/multipart/{begun['uploadId']}/complete"
    assert bearer.post(address, content=b"{").status_code == 422


def test_a_lifecycle_is_read_here_too(bearer: httpx.Client) -> None:
    for address in ("/files/upload", "/files/upload/multipart"):
        answer = bearer.post(address, headers={"x-fal-object-lifecycle": "soon"})
        assert answer.status_code == 400


def test_the_oldest_files_are_forgotten_when_they_are_too_many() -> None:
    files = Files(most=2)
    for name in ("a", "b", "c"):
        files.keep(name, File(b"", "text/plain"))
    assert [files.find(name) is not None for name in ("a", "b", "c")] == [False, True, True]


def test_a_file_larger_than_the_store_is_not_kept() -> None:
    files = Files(room=3)
    files.keep("a", File(b"1234", "text/plain"))
    assert files.find("a") is None


def test_the_oldest_announcement_is_forgotten_when_they_are_too_many() -> None:
    uploads, request = Uploads(Files(), count(1), most=1), Request({"type": "http", "headers": []})
    old, new = (uploads.announce(request, name, "text/plain") for name in ("old", "new"))
    assert uploads.find(new.permission, new.name) == new
    with pytest.raises(HTTPException):
        uploads.find(old.permission, old.name)
