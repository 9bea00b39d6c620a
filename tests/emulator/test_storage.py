from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fal_codegen.emulator.files import uploads

from .conftest import Stage

STORAGE = "/rest.fal.ai/storage"
INITIATE = f"{STORAGE}/upload/initiate?storage_type=fal-cdn-v3"
CAT = {"content_type": "image/png", "file_name": "cat.png"}


def initiate(client: httpx.Client, **fields: object) -> dict[str, str]:
    answer = client.post(INITIATE, json={**CAT, **fields})
    assert answer.status_code == 200
    slot: dict[str, str] = answer.json()
    return slot


def below(slot: dict[str, str], step: object) -> str:
    path, _, query = slot["upload_url"].partition("?")
    return f"{path}/{step}?{query}"


def send_parts(client: httpx.Client, slot: dict[str, str], *parts: bytes) -> list[dict[str, Any]]:
    answers = [client.put(below(slot, n), content=part) for n, part in enumerate(parts, start=1)]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.json() for answer in answers]


@pytest.mark.parametrize("storage_type", ["fal-cdn-v3", "gcs"])
def test_a_file_is_found_where_storage_said(client: httpx.Client, storage_type: str) -> None:
    slot = client.post(f"{STORAGE}/upload/initiate?storage_type={storage_type}", json=CAT).json()
    put = httpx.put(slot["upload_url"], content=b"meow", headers={"content-type": "text/html"})
    assert put.status_code == 200
    file = httpx.get(slot["file_url"])
    assert (file.content, file.headers["content-type"]) == (b"meow", "image/png")
    assert slot["file_url"].endswith("_cat.png")


def test_an_address_is_of_the_host_the_caller_reached(stage: Stage, client: httpx.Client) -> None:
    assert initiate(client)["file_url"].startswith(f"{stage.url}/v3.fal.media/files/")
    client.headers["host"] = "rest.fal.ai"
    slot = client.post(INITIATE.removeprefix("/rest.fal.ai"), json=CAT).json()
    assert slot["upload_url"].startswith("https://v3.fal.media/files/")


def test_an_address_takes_its_file_again(client: httpx.Client) -> None:
    slot = initiate(client)
    for content in (b"first", b"second"):
        client.put(slot["upload_url"], content=content)
    assert client.get(slot["file_url"]).content == b"second"


def test_files_of_one_name_do_not_meet(client: httpx.Client) -> None:
    one, other = initiate(client), initiate(client)
    client.put(one["upload_url"], content=b"1")
    client.put(other["upload_url"], content=b"2")
    assert [client.get(slot["file_url"]).content for slot in (one, other)] == [b"1", b"2"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\0b/\\c", "x" * 10_000, "", "猫 ?#%2e.png"])
def test_a_hostile_file_name_is_harmless(client: httpx.Client, name: str) -> None:
    slot = initiate(client, file_name=name)
    last = httpx.URL(slot["file_url"]).path.removeprefix("/v3.fal.media/files/")
    assert "/" not in last
    assert len(last) < 150
    assert last.isascii()
    client.put(slot["upload_url"], content=b"here")
    assert client.get(slot["file_url"]).content == b"here"


@pytest.mark.parametrize("media_type", ["", "image", "a/b\r\nx-more: 1", f"a/{'b' * 999}", "a/ä"])
def test_what_is_no_media_type_is_that_of_unknown_bytes(
    client: httpx.Client, media_type: str
) -> None:
    slot = initiate(client, content_type=media_type)
    client.put(slot["upload_url"], content=b"x")
    assert client.get(slot["file_url"]).headers["content-type"] == "application/octet-stream"


def test_parts_are_put_together_by_number(client: httpx.Client) -> None:
    address = f"{STORAGE}/upload/initiate-multipart?storage_type=fal-cdn-v3"
    slot = client.post(address, json=CAT).json()
    receipts = send_parts(client, slot, b"one ", b"two ", b"three")
    done = client.post(below(slot, "complete"), json={"parts": receipts[::-1]})
    assert done.status_code == 200
    assert client.get(slot["file_url"]).content == b"one two three"


def test_a_part_is_receipted_in_body_and_header(client: httpx.Client) -> None:
    answer = client.put(below(initiate(client), 7), content=b"part")
    assert answer.json() == {"partNumber": 7, "etag": answer.headers["etag"]}
    assert answer.headers["etag"].strip('"').isalnum()


def test_a_part_sent_again_replaces_the_first(client: httpx.Client) -> None:
    slot = initiate(client)
    send_parts(client, slot, b"broken")
    receipts = send_parts(client, slot, b"whole")
    client.post(below(slot, "complete"), json={"parts": receipts})
    assert client.get(slot["file_url"]).content == b"whole"


def test_nothing_is_completed_with_a_part_missing_or_another(client: httpx.Client) -> None:
    slot = initiate(client)
    (receipt,) = send_parts(client, slot, b"one")
    missing = [receipt, {"partNumber": 2, "etag": receipt["etag"]}]
    for parts in (missing, [{**receipt, "etag": '"other"'}], [], "parts", [1], [{"partNumber": 1}]):
        answer = client.post(below(slot, "complete"), json={"parts": parts})
        assert answer.status_code == 400
        assert answer.json()["detail"]
    assert client.get(slot["file_url"]).status_code == 404


def test_a_completed_upload_is_over(client: httpx.Client) -> None:
    slot = initiate(client)
    parts = {"parts": send_parts(client, slot, b"one")}
    codes = [client.post(below(slot, "complete"), json=parts).status_code for _ in range(2)]
    assert codes == [200, 404]
    assert client.put(below(slot, 2), content=b"late").status_code == 404


@pytest.mark.parametrize("part", ["0", "10001", "-1", "one", "1" * 5000, "٣"])
def test_a_part_has_a_number(client: httpx.Client, part: str) -> None:
    answer = client.put(below(initiate(client), part), content=b"part")
    assert answer.status_code == 400


def test_an_address_is_good_only_as_it_was_given(client: httpx.Client) -> None:
    slot, other = initiate(client), initiate(client)
    bare = slot["upload_url"].partition("?")[0]
    strange = f"{bare}?{other['upload_url'].partition('?')[2]}"
    for address in (bare, strange, f"{bare}/1", f"{bare}?upload=unknown"):
        assert client.put(address, content=b"x").status_code == 404


def test_a_file_that_is_too_large_is_refused(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 5)
    slot = initiate(client)
    assert client.put(slot["upload_url"], content=b"123456").status_code == 413
    receipts = send_parts(client, slot, b"123", b"456")
    done = client.post(below(slot, "complete"), json={"parts": receipts})
    assert done.status_code == 413
    assert client.get(slot["file_url"]).status_code == 404
    assert client.put(slot["upload_url"], content=b"12345").status_code == 200


def test_storage_wants_a_key_and_a_kind(client: httpx.Client) -> None:
    for address in (INITIATE, f"{STORAGE}/auth/token?storage_type=fal-cdn-v3"):
        bare = address.partition("?")[0]
        assert httpx.post(client.base_url.join(address), json=CAT).status_code == 401
        assert client.post(bare, json=CAT).status_code == 400
        assert client.post(f"{bare}?storage_type=tape", json=CAT).status_code == 400


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"content_type": "a/b"}', b'{"file_name": 1}'])
def test_an_announcement_says_type_and_name(client: httpx.Client, body: bytes) -> None:
    answer = client.post(INITIATE, content=body)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_lifecycle_that_is_no_json_object_is_refused(client: httpx.Client) -> None:
    for name in ("X-Fal-Object-Lifecycle", "X-Fal-Object-Lifecycle-Preference"):
        codes = [
            client.post(INITIATE, json=CAT, headers={name: wish}).status_code
            for wish in ('{"expiration_duration_seconds": 60}', "{", "60", "[" * 5000)
        ]
        assert codes == [200, 400, 400, 400]


def test_a_token_is_for_the_host_of_files_and_lasts(stage: Stage, client: httpx.Client) -> None:
    token = client.post(f"{STORAGE}/auth/token?storage_type=fal-cdn-v3", json={}).json()
    assert (token["token_type"], token["base_url"]) == ("Bearer", f"{stage.url}/v3.fal.media")
    assert datetime.fromisoformat(token["expires_at"]) > datetime.now(UTC)
    assert "canary" not in token["token"]
