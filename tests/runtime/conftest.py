"""The runtime, built into a package as the generator would, and a service that says its lines."""

import asyncio
import inspect
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import httpx
import pytest

HERE = Path(__file__).parent
RUNTIME = HERE.parents[1] / "templates/python/runtime"
KEY = "canary-id:canary-secret"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the package `fal_endpoints` with one toy endpoint."""
    root = tmp_path_factory.mktemp("built")
    package = root / "fal_endpoints"
    shutil.copytree(RUNTIME, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("__init__.py", "portrait.py"):
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


class Stage:
    """A service that gives its replies in turn, and remembers what it was asked and when."""

    def __init__(self) -> None:
        self.replies: list[httpx.Response | Exception] = []
        self.requests: list[httpx.Request] = []
        self.now = 1000.0
        self.pauses: list[float] = []

    def says(self, status: int, body: object, **headers: str) -> None:
        """Add a reply; underscores in the names of headers stand for dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.replies.append(httpx.Response(status, content=content, headers=named))

    def fails(self, error: Exception) -> None:
        """Add a call that is not answered."""
        self.replies.append(error)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Take the part of the network."""
        self.requests.append(request)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Method and URL of every request."""
        return [(request.method, str(request.url)) for request in self.requests]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The service of one test; the environment holds the key and nothing else."""
    monkeypatch.setenv("FAL_KEY", KEY)
    monkeypatch.delenv("FAL_GATEWAY", raising=False)
    return Stage()


Act = Callable[[Any], Any]


class Play(Protocol):
    """Do something with a client of either kind: `play(lambda fal: fal.run(x), **settings)`."""

    def __call__(self, act: Act, **settings: object) -> Any: ...  # noqa: ANN401 - of a package built by the test


@pytest.fixture(params=["Fal", "AsyncFal"])
def play(request: pytest.FixtureRequest, api: ModuleType, stage: Stage) -> Play:
    """Every scene is played twice, waiting and awaiting."""
    transport = httpx.MockTransport(stage)

    def waiting(act: Act, **settings: object) -> object:
        http = httpx.Client(transport=transport)
        with api.Fal(http=http, clock=stage.clock, sleep=stage.sleep, **settings) as fal:
            return act(fal)

    async def awaiting(act: Act, **settings: object) -> object:
        http = httpx.AsyncClient(transport=transport)
        async with api.AsyncFal(
            http=http, clock=stage.clock, sleep=stage.asleep, **settings
        ) as fal:
            outcome = act(fal)
            return await outcome if inspect.isawaitable(outcome) else outcome

    def running(act: Act, **settings: object) -> object:
        return asyncio.run(awaiting(act, **settings))

    return waiting if request.param == "Fal" else running
