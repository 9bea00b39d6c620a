"""Have documents and pages from a source, read and checked, and nothing written yet."""

from collections.abc import Callable
from dataclasses import dataclass

from fal_codegen.contract import Document, Endpoint, EndpointId, Json, Problem, parse
from fal_codegen.errors import SourceBroken
from fal_codegen.openapi import read_document
from fal_codegen.pages import Page, read_page
from fal_codegen.pipeline.fetching.downloads import Download

_LENIENT = "`--lenient` takes it all the same; there client and document may differ"


@dataclass(frozen=True, slots=True)
class FetchedEndpoint:
    """An endpoint as a source has it now.

    `problems` are the holes in its document that were let through, `page_problem` is what kept its
    page from being had or read.
    """

    id: EndpointId
    document: Document
    endpoint: Endpoint
    page: Page | None
    problems: tuple[Problem, ...] = ()
    page_problem: Problem | None = None


def read_download(
    id_: EndpointId,
    download: Download,
    *,
    strict: bool,
    known_holes: Callable[[EndpointId], bool] = lambda _: False,
) -> FetchedEndpoint:
    """Read what was downloaded of an endpoint.

    Raises `SourceBroken` where it cannot be used; with `strict`, a document with holes cannot
    either, unless holes are known of it.
    """
    document = _document(id_, download.document)
    reading = read_document(document)
    surprising = strict and bool(reading.problems) and not known_holes(id_)
    if reading.endpoint is None or surprising:
        take_it = "" if reading.endpoint is None else f"; {_LENIENT}"
        raise SourceBroken(f"{id_}: {reading.refusal}{take_it}")
    if reading.endpoint.id != id_:
        raise SourceBroken(f"{id_}: /paths: the document describes {reading.endpoint.id}")
    page = _page(id_, download)
    read, unread = (None, page) if isinstance(page, Problem) else (page, None)
    return FetchedEndpoint(id_, document, reading.endpoint, read, reading.problems, unread)


def _document(id_: EndpointId, data: bytes) -> Document:
    if data.lstrip()[:1] == b"<":
        raise SourceBroken(f"{id_}: an HTML page came in place of the JSON document")
    try:
        value: Json = parse(data)
    except ValueError as error:
        raise SourceBroken(f"{id_}: the document is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise SourceBroken(f"{id_}: the document is JSON, but not an object")
    return value


def _page(id_: EndpointId, download: Download) -> Page | Problem | None:
    if download.no_page:
        return Problem("", download.no_page.removeprefix(f"{id_}: "), fatal=False)
    if download.page is None:
        return None
    return read_page(download.page.decode("utf-8", "replace"), id_)
