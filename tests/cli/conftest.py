"""Endpoints of our own, a folder of their documents, and projects to try the verbs in."""

import json
import os
import shutil
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fal_codegen.cli import main
from fal_codegen.contract import Document, EndpointId, Json
from fal_codegen.emulator import running
from fal_codegen.pipeline import CI
from fal_codegen.project import Project
from fal_codegen.sources import Service
from filelock import FileLock
from starlette.applications import Starlette

from tests import documents
from tests.documents import part

PAINT = EndpointId("acme/painter")
RETOUCH = EndpointId("acme/painter/retouch")
CANARY = "canary-identity:canary-secret-0123456789"

ASK: dict[str, Json] = {
    "type": "object",
    "required": ["prompt"],
    "properties": {
        "prompt": {"type": "string", "minLength": 3, "maxLength": 40, "examples": ["a red door"]},
        "num_images": {"type": "integer", "minimum": 1, "maximum": 4, "default": 1},
        "ratio": {"enum": ["auto", "2:1", "1:4"], "default": "auto"},
        "seed": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "strength": {"type": "number", "minimum": 0, "maximum": 1, "default": 0.5},
    },
    "x-fal-order-properties": ["prompt", "num_images", "ratio", "seed", "strength"],
}
PICTURE: dict[str, Json] = {
    "type": "object",
    "required": ["url"],
    "properties": {
        "url": {"type": "string"},
        "width": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
    },
}
PICTURES: dict[str, Json] = {
    "type": "object",
    "required": ["images"],
    "properties": {
        "images": {"type": "array", "items": {"$ref": "#/components/schemas/Picture"}},
        "seed": {"type": "integer"},
    },
}


def document(id_: str, output: Json = None) -> Document:
    """Give an endpoint's document in the form the service has it."""
    answer = PICTURES if output is None else output
    whole = documents.document(part("Ask"), answer, {"Ask": ASK, "Picture": PICTURE}, id_)
    return deepcopy(whole)


def changed(whole: Document, place: str, value: Json) -> Document:
    """Give a document with another value at a place, `Ask/properties/ratio/enum` for example.

    None takes away what is there.
    """
    fresh = deepcopy(whole)
    *steps, last = ("components/schemas/" + place).split("/")
    here: Any = fresh
    for step in steps:
        here = here[step]
    if value is None:
        del here[last]
    else:
        here[last] = value
    return fresh


def put(folder: Path, documents: Iterable[tuple[str, Document]]) -> Path:
    """Write documents into a folder as `fetch --source` reads them."""
    for id_, each in documents:
        file = folder / f"{id_}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(each), encoding="utf-8")
    return folder


def contents(root: Path) -> dict[str, bytes]:
    """Give every file below a folder, but for what taking turns needs."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".fal-codegen" not in path.parts
    }


def as_live(monkeypatch: pytest.MonkeyPatch, app: Starlette) -> None:
    """Have an app of this machine answer in place of fal.ai."""

    @contextmanager
    def here(where: str, project: Project) -> Generator[Service, None, None]:
        assert (where, project.source) == ("live", "live")
        with running(app) as front, httpx.Client(trust_env=False) as http:
            yield Service(where, http, front)

    for stage in ("doctor", "drift", "fetch", "run"):
        monkeypatch.setattr(f"fal_codegen.pipeline.stages.{stage}.open_source", here)


@dataclass(frozen=True)
class Desk:
    """A project in `root`, and a folder with the documents of its endpoints."""

    root: Path
    documents: Path

    def run(self, *arguments: str | Path) -> int:
        """Do a verb on the project."""
        return main(["--project", str(self.root), *map(str, arguments)])

    def serves(self, id_: str, whole: Document) -> None:
        """Have the folder hold another document of an endpoint."""
        put(self.documents, [(id_, whole)])

    def fetch(self, *more: str) -> int:
        """Fetch from the folder."""
        return self.run("fetch", "--source", self.documents, *more)


def copied(desk: Desk, folder: Path) -> Desk:
    """Give a project like another, in a folder of its own, with what was checked of it."""
    ignored = shutil.ignore_patterns("__pycache__", "turn")
    shutil.copytree(desk.root, folder / "project", ignore=ignored)
    shutil.copytree(desk.documents, folder / "documents")
    return Desk(folder / "project", folder / "documents")


@pytest.fixture(autouse=True)
def _few_bodies(request: pytest.FixtureRequest) -> Iterator[None]:
    """Draw a tenth of the bodies for each property in what is to be quick."""
    if request.node.get_closest_marker("deep"):
        yield
        return
    with few_bodies():
        yield


@contextmanager
def few_bodies() -> Generator[None, None, None]:
    """Draw a tenth of the bodies while the block runs."""
    whole = CI.examples
    object.__setattr__(CI, "examples", whole // 10)
    yield
    object.__setattr__(CI, "examples", whole)


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's own key, gateway and proxies are not part of any test."""
    names = [name for name in os.environ if name.lower().endswith("_proxy")]
    for name in ("FAL_KEY", "FAL_GATEWAY", *names):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    """A project of two endpoints that has fetched nothing yet."""
    documents = put(tmp_path / "documents", [(id_, document(id_)) for id_ in (PAINT, RETOUCH)])
    assert main(["init", str(tmp_path / "project"), PAINT, RETOUCH]) == 0
    return Desk(tmp_path / "project", documents)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A project with contracts, client and recordings, for copies to be made of.

    It is made once a run, whichever of its processes wants it first.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "finished"
    desk, done = Desk(folder / "project", folder / "documents"), folder / "done"
    with FileLock(folder.with_suffix(".lock")):
        if not done.exists():
            _finish(desk)
            done.touch()
    return desk


def _finish(desk: Desk) -> None:
    put(desk.documents, [(id_, document(id_)) for id_ in (PAINT, RETOUCH)])
    assert main(["init", str(desk.root), PAINT, RETOUCH]) == 0
    assert desk.fetch() == 0
    assert desk.run("generate") == 0
    assert desk.run("record") == 0
    with few_bodies():
        assert desk.run("check") == 0


@pytest.fixture
def desk(finished: Desk, tmp_path: Path) -> Desk:
    """A project in which all is well, the test's own."""
    return copied(finished, tmp_path)
