"""Documents and pages, downloaded a few at a time and given in the order they were asked for."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from threading import Thread
from typing import NamedTuple

from fal_codegen.contract import EndpointId
from fal_codegen.errors import SourceBroken
from fal_codegen.sources import Source


class Download(NamedTuple):
    """An endpoint's document and page, as they came; or why the page did not come."""

    document: bytes
    page: bytes | None
    no_page: str = ""


def download(source: Source, id_: EndpointId) -> Download:
    """Have an endpoint's document and page. Raises `SourceBroken`, `Gone` for an id it lacks.

    A page that cannot be had costs nothing but the page.
    """
    document = source.document(id_)
    try:
        return Download(document, source.page(id_))
    except SourceBroken as error:
        return Download(document, None, str(error))


def download_all(
    source: Source, ids: Sequence[EndpointId]
) -> Iterator[tuple[EndpointId, Callable[[], Download]]]:
    """Download endpoints, as many at a time as the source takes.

    Gives each id with a function that waits for its download, and raises what that raised. Whoever
    stops early has no more of them downloaded.
    """
    if source.at_once == 1:
        yield from ((id_, partial(download, source, id_)) for id_ in ids)
        return
    futures = {id_: Future[Download]() for id_ in ids}
    waiting = deque(futures.items())
    for _ in range(min(source.at_once, len(ids))):
        # Unlike a pool's, these threads keep no process alive that was told to stop.
        Thread(target=_work, args=(source, waiting), daemon=True).start()
    try:
        for id_ in ids:
            yield id_, futures.pop(id_).result
    finally:
        waiting.clear()


def _work(source: Source, waiting: deque[tuple[EndpointId, Future[Download]]]) -> None:
    """Download what waits, one after another, until nothing does."""
    while True:
        try:
            id_, future = waiting.popleft()
        except IndexError:
            return
        try:
            future.set_result(download(source, id_))
        except Exception as error:  # noqa: BLE001 - the future carries it to whoever asks
            future.set_exception(error)
