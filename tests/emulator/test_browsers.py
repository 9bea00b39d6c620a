"""What browsers may do: pages of every origin as at fal, and of what is ours those from here."""

from collections.abc import Iterator

import httpx
import pytest
from fal_codegen.contract import Json
from fal_codegen.emulator import emulator

from .conftest import DOCUMENTS, PAINT, WRITE, Stage

BODY: dict[str, Json] = {"prompt": "a red boat"}
SESAME = {"authorization": "Key sesame"}


@pytest.fixture
def guarded(stage: Stage) -> Iterator[httpx.Client]:
    """Give a client without a key of an emulator that asks for one."""
    stage.app = emulator(DOCUMENTS, key="sesame", name="emulator.example")
    with httpx.Client(base_url=stage.url) as client:
        yield client


def test_pages_of_every_origin_read_what_the_service_tells(client: httpx.Client) -> None:
    origin = {"origin": "https://app.example"}
    first = {**origin, "access-control-request-method": "POST"}
    for answer in (
        client.options(f"/fal.run/{WRITE}", headers=first).raise_for_status(),
        client.post(f"/fal.run/{WRITE}", json=BODY, headers=origin),
        client.post(f"/fal.run/{WRITE}", json={}, headers=origin),
        client.get("/v3.fal.media/files/none", headers=origin),
        client.post(f"/fal.run/{WRITE}", headers={**origin, "authorization": "no"}),
    ):
        assert answer.headers["access-control-allow-origin"] == "https://app.example"
        assert answer.headers["access-control-allow-credentials"] == "true"
        assert "origin" in answer.headers["vary"]
    assert "access-control-allow-origin" not in client.get("/fal.ai/x").headers


def test_a_browser_that_asks_first_needs_no_key(guarded: httpx.Client) -> None:
    asked = {
        "origin": "https://app.example",
        "access-control-request-method": "PUT",
        "access-control-request-headers": "authorization, x-fal-target-url",
    }
    for path in (f"/queue.fal.run/{WRITE}", "/v3.fal.media/files/x?upload=y", "/"):
        answer = guarded.request("OPTIONS", path, headers=asked)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["access-control-allow-methods"] == "PUT"
        assert (
            answer.headers["access-control-allow-headers"]
            == asked["access-control-request-headers"]
        )
        assert answer.headers["access-control-allow-origin"] == "https://app.example"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://app.example", 403), ("null", 403), ("", 403), ("file://", 403),
        ("http://localhost.evil.example", 403), ("http://127.0.0.1@evil.example", 403),
        ("chrome-extension://localhost", 403), ("http://10.0.0.1", 403),
        ("http://localhost:3000", 200), ("https://[::1]:5173", 200), ("http://a.localhost", 200),
        ("http://emulator.example", 200),
    ],
)  # fmt: skip
def test_what_the_emulator_tells_of_itself_is_for_pages_of_this_machine(
    guarded: httpx.Client, origin: str, status: int
) -> None:
    for path in ("/emulator/jobs", "/emulator/requests", "/emulator/log"):
        answer = guarded.get(path, headers={**SESAME, "origin": origin})
        assert answer.status_code == status
        assert (answer.headers.get("access-control-allow-origin") == origin) == (status == 200)


def test_a_token_for_an_app_does_in_place_of_the_key(guarded: httpx.Client) -> None:
    asked = {"allowed_apps": ["scribe"], "token_expiration": 120}
    token = guarded.post("/rest.fal.ai/tokens/", json=asked, headers=SESAME).json()
    query = {"fal_jwt_token": token}
    for host in ("fal.run", "queue.fal.run"):
        assert guarded.post(f"/{host}/{WRITE}", json=BODY, params=query).status_code == 200
        assert guarded.post(f"/{host}/{PAINT}", json=BODY, params=query).status_code == 401
    wrong = guarded.post(f"/fal.run/{WRITE}", json=BODY, params={"fal_jwt_token": "made-up"})
    assert (wrong.status_code, wrong.json()) == (401, {"detail": "invalid key credentials"})
    upload = {"content_type": "text/plain", "file_name": "a.txt"}
    storage = "/rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3"
    assert guarded.post(storage, json=upload, params=query).status_code == 401
