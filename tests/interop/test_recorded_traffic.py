"""Recorded traffic of the real service holds our client and the emulator to what happened."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType, new_class
from typing import Any, Self

import httpx
import pytest
from fal_codegen.contract import Document, EndpointId, Json
from fal_codegen.emulator import emulator, running

from tests.documents import corpus, load
from tests.emit.conftest import imported, texts
from tests.interop.clients import KEY

RUNS = {
    "nano-banana.har": "fal-ai/nano-banana",
    "nano-banana-edit.har": "fal-ai/nano-banana/edit",
    "nano-banana-pro.har": "fal-ai/nano-banana-pro",
    "gpt-image-1-5.har": "fal-ai/gpt-image-1.5",
    "kling-video-v3-pro-text-to-video.har": "fal-ai/kling-video/v3/pro/text-to-video",
    "veo3-1.har": "fal-ai/veo3.1",
}
FLUX = "fal-ai/flux/schnell"
NO_ENDPOINT = "queue-cancel.har"
"""A request to https://queue.fal.run/undefined."""
WITH_SUBPATH = "queue-result.har"
"""A look at the status of a job, under the whole id of an endpoint with a subpath."""

OF_HTTPX = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length"}
"""Headers that our client adds to the recorded ones: httpx writes them for every request."""

NOT_EMULATED = {
    "connection": "keep-alive is what HTTP/1.1 does without a word",
    "date": "answers repeat byte for byte",
    "strict-transport-security": "the emulator speaks plain HTTP as well",
    "x-robots-tag": "no robot comes to this machine",
}
OURS = {"server": "it says that it is not the service"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, as the recorder wrote them; header names are in lower case."""

    method: str
    url: str
    sent: dict[str, str]
    body: str
    status: int
    headers_sent: dict[str, str]
    answer: str

    @classmethod
    def of(cls, name: str) -> Self:
        """Read the one exchange of a recording."""
        file = corpus().parent / "traffic" / name
        (entry,) = json.loads(file.read_bytes())["log"]["entries"]
        asked, said = entry["request"], entry["response"]
        return cls(
            asked["method"],
            asked["url"],
            {header["name"]: header["value"] for header in asked["headers"]},
            asked.get("postData", {}).get("text", ""),
            said["status"],
            {header["name"]: header["value"] for header in said["headers"]},
            said["content"].get("text", ""),
        )

    def repeated(self, front: str) -> httpx.Response:
        """Send the request again, as it was, to an emulator."""
        url = self.url.replace("https:/", front)
        return httpx.request(self.method, url, headers=self.sent, content=self.body)


class Wire:
    """Takes the part of the service: gives one answer, and keeps the requests."""

    def __init__(self, answer: str) -> None:
        self._answer = answer
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, content=self._answer)


@pytest.fixture(scope="module")
def documents() -> dict[EndpointId, Document]:
    """The documents that were published closest to the recordings, of April 2026."""
    may, july = corpus() / "catalogue-2026-05-12", corpus() / "as-served/2026-07-02"
    runs = {EndpointId(id_): load(may / f"{id_}.json") for id_ in RUNS.values()}
    return runs | {EndpointId(FLUX): load(july / f"{FLUX}.json")}


@pytest.fixture(scope="module")
def package(
    documents: dict[EndpointId, Document], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ModuleType]:
    with imported(texts(documents.values()), tmp_path_factory.mktemp("package")) as package:
        yield package


@pytest.fixture(scope="module")
def front(documents: dict[EndpointId, Document]) -> Iterator[str]:
    with running(emulator(documents)) as url:
        yield url


def endpoint(package: ModuleType, id_: str) -> Any:  # noqa: ANN401 - of a package built by the test
    return import_module(f"{package.__name__}.{package.ENDPOINTS[id_].module}")


def called(package: ModuleType, wire: Wire, call: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - as above
    http = httpx.Client(transport=httpx.MockTransport(wire))
    with http, package.Fal(http=http, key=KEY) as fal:
        return call(fal)


@pytest.mark.parametrize(("name", "id_"), RUNS.items())
def test_our_client_writes_the_recorded_request(package: ModuleType, name: str, id_: str) -> None:
    exchange = Exchange.of(name)
    wire = Wire(exchange.answer)
    request = endpoint(package, id_).Input.from_body(json.loads(exchange.body))
    called(package, wire, lambda fal: fal.run(request))
    (ours,) = wire.requests
    assert (ours.method, str(ours.url)) == (exchange.method, exchange.url)
    assert json.loads(ours.content) == json.loads(exchange.body)
    assert ours.headers.keys() == exchange.sent.keys() | OF_HTTPX
    assert ours.headers["content-type"] == exchange.sent["content-type"]
    assert ours.headers["authorization"] == f"Key {KEY}"
    assert exchange.sent["authorization"] == "Bearer ***"  # the other word for a key


@pytest.mark.parametrize(("name", "id_"), RUNS.items())
def test_our_client_reads_the_recorded_answer(package: ModuleType, name: str, id_: str) -> None:
    exchange = Exchange.of(name)
    request = endpoint(package, id_).Input.from_body(json.loads(exchange.body))
    answer = called(package, Wire(exchange.answer), lambda fal: fal.run(request))
    assert isinstance(answer, endpoint(package, id_).Output)
    assert answer.model_extra == {}
    assert answer.model_dump(mode="json", exclude_unset=True) == json.loads(exchange.answer)


@pytest.mark.parametrize("name", RUNS)
def test_the_emulator_answers_the_recorded_request_in_the_recorded_shape(
    front: str, name: str
) -> None:
    exchange = Exchange.of(name)
    answer = exchange.repeated(front)
    assert answer.status_code == exchange.status
    assert answer.headers.keys() == exchange.headers_sent.keys() - NOT_EMULATED.keys() | OURS.keys()
    assert answer.headers["content-type"] == exchange.headers_sent["content-type"]
    assert shape(answer.json()) == shape(json.loads(exchange.answer))


@pytest.mark.parametrize("name", [NO_ENDPOINT, WITH_SUBPATH])
def test_the_emulator_refuses_what_the_service_refused(front: str, name: str) -> None:
    exchange = Exchange.of(name)
    answer = exchange.repeated(front)
    assert (answer.status_code, answer.text) == (exchange.status, exchange.answer)
    assert answer.headers.keys() == exchange.headers_sent.keys() - NOT_EMULATED.keys() | OURS.keys()
    for header in ("allow", "vary", "content-length"):
        assert answer.headers.get(header) == exchange.headers_sent.get(header)


def test_our_client_sends_nothing_to_an_endpoint_without_an_id(package: ModuleType) -> None:
    nameless = new_class("Nameless", (package.Request[package.Answer],))
    wire = Wire("{}")
    with pytest.raises(AttributeError, match="endpoint"):
        called(package, wire, lambda fal: fal.submit(nameless()))
    assert wire.requests == []


def test_our_client_looks_for_a_job_without_the_subpath(package: ModuleType, front: str) -> None:
    exchange = Exchange.of(WITH_SUBPATH)
    wire = Wire('{"status": "COMPLETED"}')
    kind = endpoint(package, FLUX).Input
    called(package, wire, lambda fal: fal.handle(kind, "test-request-id").status(logs=True))
    (ours,) = wire.requests
    assert str(ours.url) == exchange.url.replace("/schnell", "")
    found = httpx.get(str(ours.url).replace("https:/", front), headers=exchange.sent)
    assert found.json() == {"status": "NOT_FOUND"}


def shape(value: Json, place: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Give the places in a value with the type that each holds; all items of a list are one."""
    found = {(*place, type(value).__name__)}
    items = [*value.items()] if isinstance(value, dict) else []
    items += [("*", item) for item in value] if isinstance(value, list) else []
    return found.union(*(shape(item, (*place, key)) for key, item in items))
