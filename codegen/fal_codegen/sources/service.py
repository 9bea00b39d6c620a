"""The doors documents come through: the service over HTTP, and a folder of documents."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeAlias

import httpx

from fal_codegen.contract import EndpointId
from fal_codegen.errors import SourceBroken
from fal_codegen.sources.cache import Cache
from fal_codegen.sources.catalogue import Listing, listings
from fal_codegen.sources.download import Unreachable, address, read_file
from fal_codegen.sources.retry import get

_HOST = "fal.ai"
_OK, _NOT_FOUND = 200, 404
_PAGES = (".md", ".mdx", ".txt")
AT_ONCE = 8
"""Requests that the service is sent at a time."""

Hint: TypeAlias = Callable[[EndpointId], str]
"""What is said behind the message that there is no such endpoint."""


class Gone(SourceBroken):
    """The source has no such endpoint."""


class Source(Protocol):
    """Where documents and pages are had from; `name` goes into the lock.

    Both methods raise `SourceBroken`, `document` raises `Gone` for an id the source does not have.
    `at_once` says how many requests it takes at a time; the methods may be called from as many
    threads. A page that does not exist is None: not every source has pages, and the service does
    not promise one for every endpoint.
    """

    @property
    def name(self) -> str:
        """Name the kind of source."""
        ...

    @property
    def at_once(self) -> int:
        """Tell how many requests it takes at a time."""
        ...

    def document(self, id_: EndpointId) -> bytes:
        """Give an endpoint's OpenAPI document."""
        ...

    def page(self, id_: EndpointId) -> bytes | None:
        """Give an endpoint's documentation page."""
        ...


class Folder:
    """A folder of `<endpoint id>.json` files, and of pages called alike where they were kept.

    A page ends in `.md`, `.mdx` or `.txt`; one of an id above may have a tab for the endpoint.
    """

    name = "folder"
    at_once = 1

    def __init__(self, root: Path) -> None:
        self._root = root

    def ids(self) -> tuple[EndpointId, ...]:
        """List the endpoints the folder has documents of. Raises `SourceBroken` for a bad name."""
        ids, strange = self.listing()
        if strange:
            raise SourceBroken(strange[0])
        return ids

    def listing(self) -> tuple[tuple[EndpointId, ...], list[str]]:
        """List the endpoints, and a line for each document whose name is that of none.

        Raises `SourceBroken` for no folder.
        """
        if not self._root.is_dir():
            raise SourceBroken(f"{self._root}: no such folder")
        ids: list[EndpointId] = []
        strange: list[str] = []
        for path in sorted(self._root.rglob("*.json")):
            try:
                ids.append(EndpointId(path.relative_to(self._root).with_suffix("").as_posix()))
            except ValueError as error:
                strange.append(f"{self._root}: {error}")
        return tuple(ids), strange

    def document(self, id_: EndpointId) -> bytes:
        """Read the endpoint's file."""
        try:
            return read_file(self._root / f"{id_}.json")
        except SourceBroken as error:
            raise SourceBroken(f"{id_}: {error}") from None

    def page(self, id_: EndpointId) -> bytes | None:
        """Read the page beside the document, or the one above that names the endpoint."""
        for name in (id_, *(str(above) for above in PurePosixPath(id_).parents)):
            for file in (self._root / f"{name}{suffix}" for suffix in _PAGES):
                data = read_file(file) if file.is_file() else b""
                if f"`{id_}`".encode() in data or (data and name == id_):
                    return data
        return None


class Listed:
    """Documents that a page of the catalogue brought along."""

    at_once = 1

    def __init__(self, name: str, documents: Mapping[EndpointId, bytes]) -> None:
        self.name = name
        self._documents = documents

    def document(self, id_: EndpointId) -> bytes:
        """Give the endpoint's document."""
        return self._documents[id_]

    def page(self, id_: EndpointId) -> None:  # noqa: ARG002 - a catalogue holds documents only
        """Have none."""
        return


class Service:
    """The service itself, or the emulator standing in for it behind a gateway URL.

    What is in the cache is not downloaded again unless the service says that it has changed.
    Messages call it what `called` says, which is what its user knows it by; `hint` adds to those
    of an id that it does not have.
    """

    at_once = AT_ONCE

    def __init__(  # noqa: PLR0913 - what a caller may choose
        self,
        name: str,
        http: httpx.Client,
        gateway: str | None = None,
        cache: Cache | None = None,
        *,
        called: str = "",
        hint: Hint = lambda _: "",
    ) -> None:
        self.name = name
        self._called = called or address(_HOST, gateway)
        self._hint = hint
        self._http = http
        self._gateway = gateway
        self._cache = cache

    def document(self, id_: EndpointId) -> bytes:
        """Download the document (no key needed; 404 means that the endpoint is gone)."""
        path = f"/api/openapi/queue/openapi.json?endpoint_id={id_}"
        found = self._get(id_, path)
        if found is None:
            raise Gone(f"{id_}: no such endpoint (404 from {self._called}){self._hint(id_)}")
        return found

    def page(self, id_: EndpointId) -> bytes | None:
        """Download the page in its plainest form, llms.txt."""
        return self._get(id_, f"/models/{id_}/llms.txt")

    def listings(self, cursor: str) -> Iterator[Listing]:
        """Walk the catalogue, from a cursor on."""
        return listings(self._http, self._gateway, cursor)

    def _get(self, id_: EndpointId, path: str) -> bytes | None:
        url = f"{address(_HOST, self._gateway)}{path}"
        try:
            answer = get(self._http, url, key=f"{self.name} {path}", cache=self._cache)
        except Unreachable:
            raise
        except SourceBroken as error:
            reason = str(error).replace(address(_HOST, self._gateway), self._called)
            raise SourceBroken(f"{id_}: {reason}") from None
        if answer.status == _NOT_FOUND:
            return None
        if answer.status != _OK:
            raise SourceBroken(f"{id_}: {self._called}{path} answered {answer.status}")
        return answer.body
