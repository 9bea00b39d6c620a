"""An emulator that others can reach: names, pages, the key, and whom it calls."""

import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fal_codegen.contract import Json
from fal_codegen.emulator import emulator, running
from starlette.types import ASGIApp, Receive, Scope, Send

from .conftest import DOCUMENTS, KEY, PAGES, PAINT, RETOUCH, WRITE, Stage

pytestmark = pytest.mark.deep

BODY: dict[str, Json] = {"prompt": "a red boat"}
SESAME = {"authorization": "Key sesame"}
DOCUMENT = f"/fal.ai/api/openapi/queue/openapi.json?endpoint_id={PAINT}"
HOOK = {"fal_webhook": "http://127.0.0.1:9/hook"}
UPLOAD: dict[str, Json] = {"content_type": "text/plain", "file_name": "note.txt"}
INITIATE = "/rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3"
TOKEN = "/rest.fal.ai/storage/auth/token?storage_type=fal-cdn-v3"


@pytest.fixture
def guarded(stage: Stage) -> Iterator[httpx.Client]:
    """Give a client without a key of an emulator that asks for one."""
    stage.app = emulator(DOCUMENTS, PAGES.get, key="sesame", name="emulator.example")
    with httpx.Client(base_url=stage.url) as client:
        yield client


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.2:80", "[::1]:8787", "a.b.localhost",
        "queue.fal.run", "v3b.fal.media", "emulator.example", "Emulator.Example:80",
    ],
)  # fmt: skip
def test_an_emulator_answers_to_its_own_names(guarded: httpx.Client, host: str) -> None:
    assert guarded.get("/", headers={"host": host}).status_code != 421


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evillocalhost", "",
        "localhost:80:80", "localhost@evil.example", "evil.example#localhost", "[::2]", "10.0.0.1",
        "0.0.0.0", # noqa: S104 - the very thing refused
        "fal.run.evil.example", "localhost, evil.example", "127.0.0.1 evil.example",
        "[fe80::1]", "169.254.169.254", "xn--localhost-", "localhost/x",
    ],
)  # fmt: skip
def test_no_other_name_leads_anywhere(guarded: httpx.Client, host: str) -> None:
    for path in ("/", DOCUMENT, "/emulator/jobs", f"/fal.run/{WRITE}"):
        answer = guarded.get(path, headers={**SESAME, "host": host})
        assert (answer.status_code, list(answer.json())) == (421, ["detail"])


@pytest.mark.parametrize("lines", ["", "host: localhost\r\nhost: evil.example\r\n"])
def test_a_request_has_one_host(stage: Stage, lines: str) -> None:
    stage.app = emulator({})
    url = httpx.URL(stage.url)
    with socket.create_connection((url.host, url.port or 80), timeout=30) as caller:
        caller.sendall(f"GET / HTTP/1.1\r\n{lines}connection: close\r\n\r\n".encode())
        assert caller.makefile("rb").read().split()[1] == b"421"


@pytest.mark.parametrize(("met", "status"), [("127.0.0.1", 421), ("192.0.2.7", 200)])
def test_the_address_that_a_caller_came_to_is_a_name_too(
    stage: Stage, met: str, status: int
) -> None:
    stage.app = _seen(emulator(DOCUMENTS, key="sesame"), {"server": (met, 8787)})
    answer = httpx.get(f"{stage.url}{DOCUMENT}", headers={"host": "192.0.2.7:8787"})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("queue.fal.run.localhost:8787", f"/{RETOUCH}"),
        ("queue.falrun.com.localhost:8787", f"/{RETOUCH}"),
    ],
)
def test_a_host_has_a_name_on_this_machine(client: httpx.Client, host: str, path: str) -> None:
    ticket = client.post(path, json=BODY, headers={"host": host}).json()
    start = "http://queue.fal.run.localhost:8787/acme/painter/requests/"
    assert ticket["response_url"] == f"{start}{ticket['request_id']}"
    address = ticket["status_url"].removeprefix("http://queue.fal.run.localhost:8787")
    for _ in range(3):
        client.get(address, headers={"host": host})
    answer = client.get(address.removesuffix("/status"), headers={"host": host}).json()
    url = answer["images"][0]["url"]
    assert url.startswith("http://v3.fal.media.localhost:8787/files/")


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("falrun.com", "fal.run"),
        ("queue.falrun.com", "queue.fal.run"),
        ("rest.alpha.fal.ai", "rest.fal.ai"),
        ("v3b.fal.media", "v3.fal.media"),
    ],
)
def test_further_names_of_a_host_lead_to_it(client: httpx.Client, name: str, host: str) -> None:
    for path, method in (
        (f"/{WRITE}", "POST"),
        (INITIATE.removeprefix("/rest.fal.ai"), "POST"),
        ("/x", "GET"),
    ):
        ways = [
            client.request(method, f"/{name}{path}", json=UPLOAD | BODY),
            client.request(method, path, json=UPLOAD | BODY, headers={"host": name}),
            client.request(
                method,
                "/",
                json=UPLOAD | BODY,
                headers={"x-fal-target-url": f"https://{name}{path}"},
            ),
        ]
        one = client.request(method, f"/{host}{path}", json=UPLOAD | BODY)
        assert {answer.status_code for answer in ways} == {one.status_code}


def test_what_is_public_at_fal_needs_no_key(guarded: httpx.Client) -> None:
    for path in (
        DOCUMENT,
        f"/fal.ai/models/{PAINT}/llms.txt",
        "/api.fal.ai/v1/models",
        "/rest.fal.ai/.well-known/jwks.json",
    ):
        assert guarded.get(path).status_code == 200


def test_faults_and_the_log_and_the_start_of_an_upload_need_the_key(guarded: httpx.Client) -> None:
    fault = {"x-emulator-fault": "latency=0"}
    closed: list[tuple[str, str, dict[str, str]]] = [
        ("GET", DOCUMENT, fault),
        ("GET", "/api.fal.ai/v1/models", {"x-emulator-fault": "nonsense"}),
        ("GET", "/v3.fal.media/files/x", {"x-emulator-fault": ""}),
        ("GET", "/emulator/jobs", {}),
        ("GET", "/emulator/log", {}),
        ("POST", INITIATE, {}),
        ("POST", TOKEN, {}),
        ("POST", "/v3.fal.media/files/upload", {}),
        ("POST", f"/fal.run/{WRITE}", {}),
        ("POST", f"/queue.fal.run/{WRITE}", {}),
    ]
    for method, path, headers in closed:
        for wrong in ({}, {"authorization": "Key other"}, {"authorization": "sesame"}):
            answer = guarded.request(method, path, headers={**headers, **wrong})
            assert answer.status_code == 401, path
    assert guarded.get(DOCUMENT, headers={**SESAME, **fault}).status_code == 200


def test_the_address_of_an_upload_is_its_permission(guarded: httpx.Client) -> None:
    upload = guarded.post(INITIATE, json=UPLOAD, headers=SESAME).json()
    assert guarded.put(upload["upload_url"], content=b"mine").status_code == 200
    assert guarded.get(upload["file_url"]).content == b"mine"


def test_the_address_of_a_file_lets_nobody_write_it(guarded: httpx.Client) -> None:
    upload = guarded.post(INITIATE, json=UPLOAD, headers=SESAME).json()
    guarded.put(upload["upload_url"], content=b"mine")
    name = upload["file_url"].rpartition("/")[2]
    guess = name.partition("_")[0]
    for address in (
        f"{upload['file_url']}?upload={guess}",
        f"{upload['file_url']}?upload={name}",
        f"{upload['file_url']}",
        f"{upload['file_url']}/1?upload={guess}",
        f"{upload['file_url']}/multipart/{guess}/1",
    ):
        assert guarded.put(address, content=b"yours", headers=SESAME).status_code == 404
    assert guarded.get(upload["file_url"]).content == b"mine"


def ids(client: httpx.Client) -> set[str]:
    """Collect every id that an emulator gives out: of requests, files, uploads, and its token."""
    upload = client.post(INITIATE, json=UPLOAD, headers=SESAME).json()
    submitted = client.post(f"/queue.fal.run/{WRITE}", json=BODY, headers=SESAME)
    answered = client.post(f"/fal.run/{WRITE}", json=BODY, headers=SESAME)
    return {
        upload["file_url"].rpartition("/")[2].partition("_")[0],
        upload["upload_url"].partition("upload=")[2],
        submitted.json()["request_id"],
        answered.headers["x-fal-request-id"],
        client.post(TOKEN, json={}, headers=SESAME).json()["token"],
    }


def test_behind_a_key_nobody_guesses_an_id_and_without_one_they_repeat(stage: Stage) -> None:
    with httpx.Client(base_url=stage.url) as client:
        found: list[set[str]] = []
        for key in ("sesame", "sesame", "", ""):
            stage.app = emulator(DOCUMENTS, key=key)
            found.append(ids(client))
    first, second, repeated, again = found
    assert repeated == again
    assert len(first | second | repeated) == 15


def _seen(app: ASGIApp, scope: Scope) -> ASGIApp:
    """Have requests come from, and to, other addresses than they do."""

    async def elsewhere(own: Scope, receive: Receive, send: Send) -> None:
        await app({**own, **scope} if own["type"] == "http" else own, receive, send)

    return elsewhere


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {"origin": "http://localhost:3000"}, 200),
        ("192.0.2.7", {}, 400),
        ("10.0.0.7", {}, 400),
        ("2001:db8::1", {}, 400),
        ("127.0.0.1", {"x-forwarded-for": "192.0.2.7"}, 400),
        ("127.0.0.1", {"forwarded": "for=192.0.2.7"}, 400),
        ("127.0.0.1", {"origin": "https://app.example"}, 400),
    ],
)
def test_nothing_is_called_for_a_caller_from_elsewhere(
    address: str, headers: dict[str, str], status: int
) -> None:
    app = _seen(emulator(DOCUMENTS, key="sesame"), {"client": (address, 4711)})
    with running(app) as base:
        answer = httpx.post(
            f"{base}/queue.fal.run/{WRITE}", params=HOOK, json=BODY, headers={**SESAME, **headers}
        )
    assert answer.status_code == status
    assert status == 200 or "on its machine alone" in answer.json()["detail"]


def test_no_name_is_looked_up_to_find_a_receiver(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[object] = []
    look_up = socket.getaddrinfo

    def noted(host: str, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - Python's own
        looked_up.append(host)
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    for name in ("loopback.example", "127.0.0.1.nip.io", "a.localhost", "localhost.", "0x7f.1"):
        answer = client.post(
            f"/queue.fal.run/{WRITE}", params={"fal_webhook": f"http://{name}:9/"}, json=BODY
        )
        assert answer.status_code == 400
    assert set(looked_up) <= {client.base_url.host}
    assert client.get("/emulator/jobs", headers=KEY).json() == []
