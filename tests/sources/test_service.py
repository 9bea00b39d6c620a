"""The doors, held against a real server that misbehaves."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fal_codegen.contract import EndpointId, Problem, pretty
from fal_codegen.emulator import running
from fal_codegen.errors import SourceBroken
from fal_codegen.pipeline.fetching.downloads import download
from fal_codegen.pipeline.fetching.endpoints import FetchedEndpoint, read_download
from fal_codegen.sources import Folder, Gone, Service, Source, Unreachable
from fal_codegen.sources.download import LARGEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.documents import document, fields

GOOD = document(fields(prompt={"type": "string"}))
HOLED = document(fields(prompt={"$ref": "#/components/schemas/Lost"}), id_="bad/holed")
HOLE = Problem(
    "/paths/~1bad~1holed/post/requestBody/content/application~1json/schema/properties/prompt/$ref",
    "$ref '#/components/schemas/Lost' leads nowhere",
    fatal=False,
)

ANSWERS: dict[str, Callable[[], Response]] = {
    "acme/painter": lambda: JSONResponse(GOOD),
    "bad/page": lambda: Response("\n <!doctype html><title>Hello</title>", media_type="text/html"),
    "bad/half": lambda: Response(b'{"openapi": "3.0.4", "info'),
    "bad/list": lambda: JSONResponse([GOOD]),
    "bad/latin": lambda: Response("{'größe': 1}".encode("latin-1")),
    "bad/moved": lambda: RedirectResponse("/fal.ai/elsewhere"),
    "bad/huge": lambda: Response(b" " * (LARGEST + 1)),
    "bad/broken": lambda: Response(status_code=500),
    "bad/other": lambda: JSONResponse(GOOD),
    "bad/empty": lambda: JSONResponse({"paths": {}}),
    "bad/holed": lambda: JSONResponse(HOLED),
    "bad/zipped": lambda: Response(b"not gzip", headers={"content-encoding": "gzip"}),
}
REFUSALS = {
    "bad/page": "an HTML page came in place of the JSON document",
    "bad/half": "the document is no JSON: line 1 column 22: Unterminated string starting at",
    "bad/list": "the document is JSON, but not an object",
    "bad/latin": "the document is no JSON: byte 4: not UTF-8",
    "bad/moved": "answered 307",
    "bad/huge": f"sent more than {LARGEST} bytes",
    "bad/broken": "answered 500",
    "bad/other": "/paths: the document describes acme/painter",
    "bad/empty": "/paths: no POST where the submit path is expected",
    "bad/holed": f"{HOLE.pointer}: {HOLE.message}",
    "bad/zipped": "incorrect header check",
}
PAGES = {
    "acme/painter": "# Painter\n\nNothing that could be read as a page.\n",
    "bad/broken": "",
}


def answer(request: Request) -> Response:
    made = ANSWERS.get(request.query_params["endpoint_id"])
    return made() if made is not None else Response(status_code=404)


def page(request: Request) -> Response:
    text = PAGES.get(request.path_params["id"])
    return Response(text) if text else Response(status_code=404 if text is None else 500)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    routes = [
        Route("/fal.ai/api/openapi/queue/openapi.json", answer),
        Route("/fal.ai/models/{id:path}/llms.txt", page),
    ]
    with running(Starlette(routes=routes)) as url:
        yield url


@pytest.fixture
def service(url: str) -> Iterator[Service]:
    with httpx.Client() as http:
        yield Service("live", http, gateway=url)


def test_a_document_comes_byte_for_byte(service: Service) -> None:
    assert service.document(EndpointId("acme/painter")) == JSONResponse(GOOD).body


def had(source: Source, id_: EndpointId, *, strict: bool) -> FetchedEndpoint:
    return read_download(id_, download(source, id_), strict=strict)


def test_a_fetched_endpoint_is_read_and_checked(service: Service) -> None:
    fetched = had(service, EndpointId("acme/painter"), strict=True)
    assert fetched.document == GOOD
    assert fetched.endpoint.id == fetched.id == "acme/painter"


@pytest.mark.parametrize(("id_", "complaint"), REFUSALS.items())
def test_what_cannot_be_used_is_refused_in_one_line_that_names_the_endpoint(
    service: Service, id_: str, complaint: str
) -> None:
    with pytest.raises(SourceBroken) as raised:
        had(service, EndpointId(id_), strict=True)
    message = str(raised.value)
    assert type(raised.value) is SourceBroken
    assert message.startswith(f"{id_}: ")
    assert complaint in message
    assert "\n" not in message


def test_an_endpoint_that_the_service_does_not_know_is_gone(service: Service) -> None:
    with pytest.raises(Gone, match=r"^acme/nobody: no such endpoint \(404"):
        had(service, EndpointId("acme/nobody"), strict=True)


def test_a_refused_connection_names_the_host() -> None:
    with socket.socket() as deaf, httpx.Client() as http:
        deaf.bind(("127.0.0.1", 0))
        gateway = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with pytest.raises(Unreachable, match=r"^127\.0\.0\.1 cannot be reached \(.*refused"):
            Service("live", http, gateway).document(EndpointId("acme/painter"))


@pytest.mark.parametrize(
    ("name", "proxy"),
    [
        ("HTTPS_PROXY", "http://me:canary@127.0.0.1:{}/"),
        ("https_proxy", "me:canary@127.0.0.1:{}"),
        ("ALL_PROXY", "http://127.0.0.1:{}?token=canary"),
        ("ALL_PROXY", "http://127.0.0.1:{}#canary"),
    ],
)
def test_a_proxy_that_cannot_be_reached_is_named_by_host_and_port_alone(
    monkeypatch: pytest.MonkeyPatch, name: str, proxy: str
) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        monkeypatch.setenv(name, proxy.format(port))
        with httpx.Client() as http, pytest.raises(Unreachable) as raised:
            Service("live", http).document(EndpointId("acme/painter"))
    way = f"fal.ai, through the proxy 127.0.0.1:{port} that the environment names,"
    assert str(raised.value).startswith(f"{way} cannot be reached (")
    assert "canary" not in str(raised.value)


def test_a_proxy_that_is_not_used_for_a_host_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as deaf, httpx.Client() as http:
        deaf.bind(("127.0.0.1", 0))
        gateway = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with pytest.raises(Unreachable, match=r"^127\.0\.0\.1 cannot be reached \("):
            Service("live", http, gateway).document(EndpointId("acme/painter"))


def test_a_download_that_takes_too_long_is_given_up(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fal_codegen.sources.download._SECONDS", -1.0)
    with pytest.raises(SourceBroken, match=r"^acme/painter: .* took longer than"):
        service.document(EndpointId("acme/painter"))


def test_holes_are_let_through_where_nobody_insists(service: Service) -> None:
    fetched = had(service, EndpointId("bad/holed"), strict=False)
    assert fetched.problems == (HOLE,)
    assert fetched.page is None


def test_a_page_that_cannot_be_read_costs_the_page_alone(service: Service) -> None:
    fetched = had(service, EndpointId("acme/painter"), strict=True)
    assert fetched.page is None
    assert fetched.problems == ()
    assert fetched.page_problem is not None


def test_a_page_that_does_not_exist_is_none(service: Service) -> None:
    assert service.page(EndpointId("acme/nobody")) is None
    with pytest.raises(SourceBroken, match="answered 500"):
        service.page(EndpointId("bad/broken"))


def test_a_folder_holds_documents_under_their_ids(tmp_path: Path) -> None:
    file = tmp_path / "acme" / "painter" / "v1.1.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(pretty(GOOD))
    folder = Folder(tmp_path)
    (id_,) = folder.ids()
    assert id_ == "acme/painter/v1.1"
    assert folder.document(id_) == pretty(GOOD)


def test_an_endpoint_of_a_folder_has_no_page(tmp_path: Path) -> None:
    file = tmp_path / "acme" / "painter.json"
    file.parent.mkdir()
    file.write_bytes(pretty(GOOD))
    source: Source = Folder(tmp_path)
    assert had(source, EndpointId("acme/painter"), strict=True).page is None


def test_a_file_that_a_folder_lacks_does_not_say_that_the_endpoint_is_gone(tmp_path: Path) -> None:
    with pytest.raises(SourceBroken, match=r"^acme/painter: .*: No such file") as raised:
        Folder(tmp_path).document(EndpointId("acme/painter"))
    assert not isinstance(raised.value, Gone)


def test_a_file_that_is_too_large_or_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "acme" / "folder.json").mkdir(parents=True)
    with (tmp_path / "acme" / "huge.json").open("wb") as huge:
        huge.truncate(LARGEST + 1)
    with pytest.raises(SourceBroken, match=r"^acme/huge: .* is larger than"):
        Folder(tmp_path).document(EndpointId("acme/huge"))
    with pytest.raises(SourceBroken, match=r"^acme/folder: .* is no regular file"):
        Folder(tmp_path).document(EndpointId("acme/folder"))


def test_a_folder_with_a_name_that_is_no_id_is_refused(tmp_path: Path) -> None:
    (tmp_path / "readme.json").touch()
    with pytest.raises(SourceBroken, match="'readme' is not an endpoint id"):
        Folder(tmp_path).ids()
    with pytest.raises(SourceBroken, match="no such folder"):
        Folder(tmp_path / "gone").ids()
