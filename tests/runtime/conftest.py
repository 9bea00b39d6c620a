"""The runtime as a package, as the generator would build it, and a service of prepared replies."""

import asyncio
import inspect
import json
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import httpx
import pytest

HERE = Path(__file__).parent
RUNTIME = HERE.parents[1] / "templates/python/runtime"
KEY = "canary-id:canary-secret"
TOKEN = "token-of-the-connection"
ANSWER: dict[str, object] = {"images": [], "description": "done"}
"""What the toy endpoint answers."""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the package `fal_endpoints` with one toy endpoint."""
    root = tmp_path_factory.mktemp("built")
    package = root / "fal_endpoints"
    shutil.copytree(RUNTIME, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("__init__.py", "_endpoints.py", "portrait.py"):
        shutil.copy(HERE / "toy" / f"{name}.txt", package / name)
    (package / "py.typed").touch()
    return root


@pytest.fixture(scope="module")
def api(built: Path) -> Iterator[ModuleType]:
    """The package, imported anew for a test module and forgotten after it."""
    before = _forget()
    sys.path.insert(0, str(built))
    yield import_module("fal_endpoints")
    sys.path.remove(str(built))
    _forget()
    sys.modules.update(before)


def _forget() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.split(".")[0] == "fal_endpoints"]
    return {name: sys.modules.pop(name) for name in names}


class ChunkedBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that comes chunk by chunk: a number lets seconds pass, an error is raised."""

    def __init__(self, service: "FakeService", chunks: Iterable[bytes | float | Exception]) -> None:
        self._stage = service
        self._bits = chunks
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._bits:
            if isinstance(chunk, Exception):
                raise chunk
            if isinstance(chunk, bytes):
                yield chunk
            else:
                self._stage.now += chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.close()


class FakeService:
    """A service that gives its replies in turn, and remembers what it was asked and when.

    It has no status stream (405) unless a test gives the events of one.
    """

    def __init__(self) -> None:
        self.replies: list[httpx.Response | Exception] = []
        self.streams: list[httpx.Response | Exception] = []
        self.cancellations: list[httpx.Response | Exception] = []
        self.results: list[httpx.Response | Exception] = []
        self.requests: list[httpx.Request] = []
        self.now = 1000.0
        self.pauses: list[float] = []

    def says(self, status: int, body: object, **headers: str) -> None:
        """Add a reply; underscores in the names of headers stand for dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.replies.append(httpx.Response(status, content=content, headers=named))

    def drips(
        self, *chunks: bytes | float | Exception, kind: str = "text/event-stream"
    ) -> ChunkedBody:
        """Add a reply that comes chunk by chunk."""
        body = ChunkedBody(self, chunks)
        self.replies.append(httpx.Response(200, stream=body, headers={"content-type": kind}))
        return body

    def streams_status(self, *chunks: bytes | float | Exception) -> ChunkedBody:
        """Give the chunks of the next status stream."""
        body = self.drips(*chunks)
        self.streams.append(self.replies.pop())
        return body

    def says_to_cancel(self, status: int, body: object) -> None:
        """Add a reply to the wish to cancel a job."""
        self.says(status, body)
        self.cancellations.append(self.replies.pop())

    def fails(self, error: Exception) -> None:
        """Add a call that is not answered."""
        self.replies.append(error)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer in place of the network."""
        self.requests.append(request)
        if request.url.path.endswith("/status/stream"):
            reply = self.streams.pop(0) if self.streams else httpx.Response(405)
        elif request.url.path.endswith("/r1") and self.results:
            reply = self.results.pop(0)
        elif request.method == "PUT" and self.cancellations:
            reply = self.cancellations.pop(0)
        else:
            reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def clock(self) -> float:
        return self.now

    def random(self) -> float:
        return 1.0

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Method and URL of every request."""
        return [(request.method, str(request.url)) for request in self.requests]

    @property
    def settings(self) -> dict[str, object]:
        """Its clock and its random numbers, for a client."""
        return {"clock": self.clock, "random": self.random}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> FakeService:
    """The service of one test; the environment holds the key and nothing else."""
    monkeypatch.setenv("FAL_KEY", KEY)
    for name in ("FAL_GATEWAY", "FAL_RUN_HOST", "FAL_QUEUE_RUN_HOST"):
        monkeypatch.delenv(name, raising=False)
    return FakeService()


Action = Callable[[Any], Any]


class WithClient(Protocol):
    """Act with a client of either kind: `with_client(lambda fal: fal.run(x), **settings)`."""

    def __call__(self, action: Action, **settings: object) -> Any: ...  # noqa: ANN401 - of a package built by the test


@pytest.fixture(params=["Fal", "AsyncFal"])
def with_client(
    request: pytest.FixtureRequest, api: ModuleType, service: FakeService
) -> WithClient:
    """Each test runs with both clients, waiting and awaiting."""
    transport = httpx.MockTransport(service)

    def waiting(action: Action, **settings: object) -> object:
        http = httpx.Client(transport=transport)
        given = {**service.settings, **settings}
        with api.Fal(http=http, sleep=service.sleep, **given) as fal:
            return action(fal)

    async def awaiting(action: Action, **settings: object) -> object:
        http = httpx.AsyncClient(transport=transport)
        given = {**service.settings, **settings}
        async with api.AsyncFal(http=http, sleep=service.asleep, **given) as fal:
            outcome = action(fal)
            return await outcome if inspect.isawaitable(outcome) else outcome

    def running(action: Action, **settings: object) -> object:
        return asyncio.run(awaiting(action, **settings))

    return waiting if request.param == "Fal" else running


def listed(items: Any) -> Any:  # noqa: ANN401 - of a package built by the test
    """All that an iterator of either kind gives; awaitable where it must be awaited."""
    return _listed(items) if hasattr(items, "__aiter__") else list(items)


async def _listed(items: AsyncIterator[object]) -> list[object]:
    return [item async for item in items]


@pytest.fixture
def tokens(service: FakeService) -> FakeService:
    """Give the service, that first says which token opens a realtime connection."""
    service.says(200, TOKEN)
    return service
