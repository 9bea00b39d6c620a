"""Downloads beside each other: how many at once, in what order, and what need not come again."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fal_codegen.contract import Document, EndpointId
from fal_codegen.emulator import emulator, running
from fal_codegen.errors import SourceBroken
from fal_codegen.pipeline.serving.project_emulator import project_emulator
from fal_codegen.pipeline.stages.fetch import fetch_endpoints
from fal_codegen.project import load_project
from fal_codegen.sources import AT_ONCE, FileCache, Service, Unreachable
from fal_codegen.sources.retry import get
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.documents import document, fields

ROOT = Path(__file__).parents[2]
MANY: dict[EndpointId, Document] = {
    (id_ := EndpointId(f"acme/painter-{number:02}")): document(
        fields(prompt={"type": "string"}), id_=id_
    )
    for number in range(40)
}
Log = list[dict[str, Any]]


class Desk:
    """Starts servers, and clients of them."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.http = stack.enter_context(httpx.Client(trust_env=False))

    def service(self, app: ASGIApp, cache: FileCache | None = None) -> Service:
        front = self._stack.enter_context(running(app))
        self.front = front
        return Service("live", self.http, front, cache)

    def log(self) -> Log:
        request_log: Log = httpx.get(
            f"{self.front}/emulator/log", headers={"Authorization": "Key a"}
        ).json()
        return request_log


@pytest.fixture
def desk() -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Desk(stack)


class Together:
    """Answers no request before so many are there, so that whoever sends fewer gets none."""

    def __init__(self, app: Starlette, parties: int) -> None:
        self._app = app
        self._parties = parties
        self._waiting: list[asyncio.Event] = []
        self.most = 0
        self.rounds = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        here = asyncio.Event()
        self._waiting.append(here)
        self.most = max(self.most, len(self._waiting))
        if len(self._waiting) == self._parties:
            self.rounds += 1
            for each in self._waiting:
                each.set()
            self._waiting.clear()
        await asyncio.wait_for(here.wait(), 60)
        await self._app(scope, receive, send)


def test_the_six_with_their_pages_arrive_in_a_few_rounds(desk: Desk) -> None:
    project = load_project(ROOT)
    together = Together(project_emulator(project), len(project.endpoints))
    found = fetch_endpoints(desk.service(together), project.endpoints)
    assert [each.id for each in found.fetched] == [*project.endpoints]
    assert all(each.page is not None for each in found.fetched)
    assert together.rounds == 2


def test_as_many_are_asked_for_at_once_as_the_source_takes(desk: Desk) -> None:
    together = Together(emulator(MANY), AT_ONCE)
    found = fetch_endpoints(desk.service(together), [*MANY])
    assert [each.id for each in found.fetched] == [*MANY]
    assert (together.most, together.rounds) == (8, 2 * len(MANY) / 8)


def test_those_that_are_gone_are_told_in_order_and_the_others_arrive(desk: Desk) -> None:
    ids = [*MANY]
    known = {id_: MANY[id_] for id_ in ids if id_ not in ids[5:20]}
    service = desk.service(emulator(known))
    found = fetch_endpoints(service, ids)
    assert [*found.gone] == ids[5:20]
    assert next(iter(found.gone.values())).startswith(f"{ids[5]}: no such endpoint")
    assert len(found.fetched) == 25


def test_a_service_that_cannot_be_reached_is_told_once(desk: Desk) -> None:
    service = Service("live", desk.http, "http://127.0.0.1:1")
    with pytest.raises(Unreachable):
        fetch_endpoints(service, [*MANY])


def test_what_has_not_changed_is_not_downloaded_again(desk: Desk, tmp_path: Path) -> None:
    cache = FileCache(tmp_path / "cache")
    pages = {id_: f"# {id_}" for id_ in MANY}
    service = desk.service(emulator(MANY, pages.get), cache)
    first = [(service.document(id_), service.page(id_)) for id_ in MANY]
    assert [(service.document(id_), service.page(id_)) for id_ in MANY] == first
    statuses = [each["status"] for each in desk.log()]
    assert statuses == [200] * 80 + [304] * 80


def test_what_has_changed_is_downloaded_and_kept(desk: Desk, tmp_path: Path) -> None:
    id_, *_ = MANY
    cache = FileCache(tmp_path)
    before = desk.service(emulator(MANY), cache).document(id_)
    changed = {id_: document(fields(seed={"type": "integer"}), id_=id_)}
    service = desk.service(emulator(changed), cache)
    after = service.document(id_)
    assert before != after == service.document(id_)
    assert [each["status"] for each in desk.log()] == [200, 304]


def test_a_cache_that_was_damaged_or_cannot_be_written_is_forgotten(
    desk: Desk, tmp_path: Path
) -> None:
    id_, *_ = MANY
    cache = FileCache(tmp_path / "cache")
    service = desk.service(emulator(MANY), cache)
    service.document(id_)
    (file,) = (tmp_path / "cache").iterdir()
    for damage in (b"", b"{}\n", file.read_bytes()[:-1], b"[]\nx", b"\xff"):
        file.write_bytes(damage)
        assert id_ in service.document(id_).decode()
    assert {each["status"] for each in desk.log()} == {200}
    (tmp_path / "taken").touch()
    blocked = desk.service(emulator(MANY), FileCache(tmp_path / "taken"))
    assert blocked.document(id_)
    assert {each["status"] for each in desk.log()} == {200}


def serving(desk: Desk, answer: Callable[[Request], Response]) -> str:
    async def handle(request: Request) -> Response:
        return answer(request)

    desk.service(Starlette(routes=[Route("/{path:path}", handle)]))
    return desk.front


def in_a_while() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True)


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [("7", 7, 7), ("0.5", 0.5, 0.5), ("soon", 1, 1), ("9999", 60, 60), ("-3", 1, 1)],
)
def test_a_document_is_waited_for_as_long_as_the_service_says(
    desk: Desk, asked: str, least: float, most: float
) -> None:
    waits: list[float] = []
    left = [asked, ""]

    def answer(_: Request) -> Response:
        after = left.pop(0)
        return Response("{}", 429, {"retry-after": after}) if after else Response("{}")

    assert get(desk.http, serving(desk, answer), sleep=waits.append).status == 200
    (wait,) = waits
    assert least <= wait <= most


def test_a_date_to_wait_for_is_understood(desk: Desk) -> None:
    waits: list[float] = []
    left = [in_a_while(), ""]

    def answer(_: Request) -> Response:
        after = left.pop(0)
        return Response("{}", 429, {"retry-after": after}) if after else Response("{}")

    assert get(desk.http, serving(desk, answer), sleep=waits.append).status == 200
    assert 0 < waits[0] <= 50


def test_a_service_that_always_asks_to_wait_is_told(desk: Desk) -> None:
    front = serving(desk, lambda _: Response(status_code=429, headers={"retry-after": "0"}))
    service = Service("live", desk.http, front)
    with pytest.raises(SourceBroken, match="answered 429"):
        service.document(EndpointId("acme/painter"))


def test_an_answer_of_not_modified_to_what_was_not_asked_so_is_refused(desk: Desk) -> None:
    front = serving(desk, lambda _: Response(status_code=304))
    with pytest.raises(SourceBroken, match="answered 304"):
        Service("live", desk.http, front).document(EndpointId("acme/painter"))
