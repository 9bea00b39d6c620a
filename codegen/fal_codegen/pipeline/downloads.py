"""Documents and pages, downloaded a few at a time and given in the order they were asked for."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from fal_codegen.contract import EndpointId
from fal_codegen.sources import Source


class Download(NamedTuple):
    """An endpoint's document and page, as they came."""

    document: bytes
    page: bytes | None


def download(source: Source, id_: EndpointId) -> Download:
    """Have an endpoint's document and page. Raises `SourceBroken`, `Gone` for an id it lacks."""
    return Download(source.document(id_), source.page(id_))


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
    with ThreadPoolExecutor(source.at_once) as pool:
        futures = {id_: pool.submit(download, source, id_) for id_ in ids}
        try:
            for id_ in ids:
                yield id_, futures.pop(id_).result
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
