"""The catalogue over a real local server: pages, rate limits, and going on where a walk stopped."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fal_codegen.contract import Document, EndpointId
from fal_codegen.emulator import emulator, running
from fal_codegen.errors import SourceBroken
from fal_codegen.pipeline.parameters import SILENT
from fal_codegen.pipeline.stages.fetch import fetch_catalogue
from fal_codegen.project import load_contracts, load_project
from fal_codegen.sources import Service
from fal_codegen.sources.catalogue import listings
from fal_codegen.sources.download import LARGEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.documents import document, fields

PROMPT = fields(prompt={"type": "string"})
DOCUMENTS: dict[EndpointId, Document] = {
    (id_ := EndpointId(f"acme/painter-{number:03}")): document(PROMPT, id_=id_)
    for number in range(120)
}
Answer = Callable[[str], Response]


@contextmanager
def serving(answer: Answer) -> Generator[str, None, None]:
    """A catalogue that answers by the cursor it is asked for."""

    async def models(request: Request) -> Response:
        assert request.query_params["expand"] == "openapi-3.0"
        return answer(request.query_params.get("cursor", ""))

    with running(Starlette(routes=[Route("/api.fal.ai/v1/models", models)])) as front:
        yield front


def listing(*names: str, following: str = "") -> Response:
    models = [
        {"endpoint_id": name, "openapi": document(PROMPT, id_=EndpointId(name))} for name in names
    ]
    return JSONResponse({"models": models, "next_cursor": following, "has_more": bool(following)})


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as client:
        yield client


def test_a_walk_meets_every_endpoint_once_in_several_pages(http: httpx.Client) -> None:
    with running(emulator(DOCUMENTS)) as front:
        pages = list(listings(http, front, ""))
    assert [len(page.documents) for page in pages] == [50, 50, 20]
    assert [id_ for page in pages for id_ in page.documents] == list(DOCUMENTS)


def test_when_the_service_asks_to_wait_the_walk_waits_as_long_as_it_says(
    http: httpx.Client,
) -> None:
    waits: list[float] = []
    refusals = iter(["7", "soon", "0", "Thu, 01 Jan 1970 00:00:00 GMT", "100000"])

    def answer(_cursor: str) -> Response:
        after = next(refusals, None)
        refused = Response(status_code=429, headers={"retry-after": after or ""})
        return listing("acme/one") if after is None else refused

    with serving(answer) as front:
        (page,) = listings(http, front, "", waits.append)
    assert [*page.documents] == ["acme/one"]
    assert waits == [7, 2, 0, 0, 60]


@pytest.mark.parametrize(
    "answer",
    [
        Response(status_code=500),
        Response(status_code=429),
        Response("<html>"),
        JSONResponse([]),
        JSONResponse({"models": [{}]}),
        JSONResponse({"models": [{"endpoint_id": "../x", "openapi": {}}]}),
    ],
    ids=["500", "429 for ever", "html", "a list", "no id", "a path for an id"],
)
def test_what_is_no_catalogue_is_told_in_one_line(http: httpx.Client, answer: Response) -> None:
    with serving(lambda _cursor: answer) as front, pytest.raises(SourceBroken) as error:
        list(listings(http, front, "", lambda _seconds: None))
    assert "\n" not in str(error.value)
    assert "v1/models" in str(error.value)


def test_a_walk_that_was_stopped_goes_on_where_it_was(http: httpx.Client, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.fal-codegen]\n", "utf-8")
    (tmp_path / ".fal-codegen").mkdir()
    project = load_project(tmp_path)
    asked: list[str] = []
    broken = [True]

    def answer(cursor: str) -> Response:
        asked.append(cursor)
        if cursor == "b" and broken:
            return Response(status_code=503)
        return listing("acme/two") if cursor else listing("acme/one", following="b")

    with serving(answer) as front:
        service = Service("live", http, front)
        with pytest.raises(SourceBroken):
            fetch_catalogue(project, service, "2026-11-01", strict=False, progress=SILENT)
        assert [*load_contracts(project.contracts)] == ["acme/one"]
        broken.clear()
        found = fetch_catalogue(project, service, "2026-11-01", strict=False, progress=SILENT)
    assert asked == ["", "b", "b"]
    assert [each.id for each in found.fetched] == ["acme/two"]
    assert found.files == ["acme/two/openapi.json"]
    assert [*load_contracts(project.contracts)] == ["acme/one", "acme/two"]
    assert not (tmp_path / ".fal-codegen/catalogue").exists()


def test_an_endpoint_whose_document_could_not_be_expanded_is_named(http: httpx.Client) -> None:
    failed = {"endpoint_id": "acme/gone", "openapi": {"error": {"code": "expansion_failed"}}}
    with serving(lambda _cursor: JSONResponse({"models": [failed]})) as front:
        (page,) = listings(http, front, "")
    assert page.documents == {}
    assert page.missing == ("acme/gone: the catalogue has no document of it",)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Response(b" " * (LARGEST + 1)), "more than"),
        (Response(status_code=302, headers={"location": "https://example.com/"}), "302"),
    ],
    ids=["oversize", "a redirect"],
)
def test_a_page_is_bounded_like_any_download(
    http: httpx.Client, answer: Response, reason: str
) -> None:
    with serving(lambda _cursor: answer) as front, pytest.raises(SourceBroken, match=reason):
        list(listings(http, front, ""))
