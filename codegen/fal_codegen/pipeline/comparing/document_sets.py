"""What there is to compare: documents and pages by endpoint, with where and when they are from."""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from fal_codegen.contract import Document, EndpointId, parse, required_schemas
from fal_codegen.errors import ProjectBroken, reading
from fal_codegen.pages import Page, read_docs
from fal_codegen.pipeline.revisions import (
    checked_out,
    find_revision,
    place_at,
    place_now,
    unknown_revision,
)
from fal_codegen.project import (
    DOCUMENT,
    LOCK,
    Contracts,
    Lock,
    find_documents,
    load_lock,
    read_contracts,
)
from fal_codegen.sources import Folder

CONTRACTS = "contracts"


@dataclass(frozen=True, slots=True)
class DocumentSet:
    """Documents by endpoint, and of those that cannot be read the reason.

    `name` says where they are from, and when. `edited` says of documents that are not what was
    fetched where that was from, and `fetched` has the sha256 of what was.
    """

    name: str
    documents: Mapping[EndpointId, Document]
    pages: Mapping[EndpointId, Page] = field(default_factory=dict[EndpointId, Page])
    unreadable: Mapping[EndpointId, str] = field(default_factory=dict[EndpointId, str])
    edited: Mapping[EndpointId, str] = field(default_factory=dict[EndpointId, str])
    fetched: Mapping[EndpointId, str] = field(default_factory=dict[EndpointId, str])

    @property
    def ids(self) -> frozenset[EndpointId]:
        """All that are there, readable or not."""
        return frozenset((*self.documents, *self.unreadable))


@contextmanager
def open_documents(name: str, contracts: Path) -> Generator[DocumentSet, None, None]:
    """Read what a user names: a file, a folder, or a git revision of the project's contracts/.

    Raises `ProjectBroken` for a name that is none of these.
    """
    if Path(name).is_file():
        yield _file(Path(name))
    elif Path(name).is_dir():
        yield read_folder(Path(name), name)
    elif revision := find_revision(contracts.parent, name):
        said = f"{name} ({revision.short}, committed {revision.date})"
        place = place_at(contracts, revision, file=DOCUMENT, lock=LOCK)
        if not place:
            yield DocumentSet(f"{said}, without {contracts.name}/", {})
            return
        said += f", in {place}" if place != place_now(contracts) else ""
        with checked_out(contracts, revision, place) as folder:
            yield read_folder(folder, said)
    else:
        raise ProjectBroken(unknown_revision(contracts, name))


def is_document_set(name: str, contracts: Path) -> bool:
    """Tell whether a name is that of a file, a folder or a git revision."""
    return Path(name).exists() or find_revision(contracts.parent, name) is not None


def read_folder(folder: Path, name: str) -> DocumentSet:
    """Read a folder of contracts, a project with such a folder, or one of `<endpoint id>.json`."""
    place = folder / CONTRACTS if (folder / CONTRACTS).is_dir() else folder
    if find_documents(place):
        return held_documents(name, read_contracts(place), load_lock(place))
    documents, unreadable = dict[EndpointId, Document](), dict[EndpointId, str]()
    for id_ in Folder(folder).ids():
        try:
            documents[id_] = _read(Folder(folder).document(id_), id_)
        except ValueError as error:
            unreadable[id_] = str(error)
    if not documents and not unreadable:
        raise ProjectBroken(f"{folder}: no documents: neither <id>/openapi.json nor <id>.json")
    return DocumentSet(f"{name}{_written(folder)}", documents, unreadable=unreadable)


def held_documents(name: str, contracts: Contracts, lock: Lock) -> DocumentSet:
    """Give what a folder of contracts holds, with where its lock says that it was had from."""
    edited: dict[EndpointId, str] = {}
    pages: dict[EndpointId, Page] = {}
    for id_, each in contracts.readable.items():
        origin = lock.documents.get(id_)
        if origin is not None and origin.sha256 != each.digest:
            edited[id_] = f"{origin.source} on {origin.date}"
        page = read_docs(each.docs) if each.docs is not None else None
        if isinstance(page, Page):
            pages[id_] = page
    documents = {id_: each.document for id_, each in contracts.readable.items()}
    return DocumentSet(
        f"{name}{_origins(lock, documents)}",
        documents,
        pages,
        contracts.unreadable,
        edited,
        {id_: lock.documents[id_].sha256 for id_ in edited},
    )


def _origins(lock: Lock, ids: Iterable[EndpointId]) -> str:
    """Say from where and when documents were fetched, as far as the lock knows."""
    origins = [lock.documents[id_] for id_ in ids if id_ in lock.documents]
    if not origins:
        return ""
    dates = sorted({origin.date for origin in origins})
    sources = ", ".join(sorted({origin.source for origin in origins}))
    when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    return f" ({sources}, {when})"


def _file(file: Path) -> DocumentSet:
    name = f"{file}{_written(file)}"
    with reading(file):
        document = parse_document(file.read_bytes())
        return DocumentSet(name, {required_schemas(document).id: document})


def _read(data: bytes, id_: EndpointId) -> Document:
    document = parse_document(data)
    described = required_schemas(document).id
    if described != id_:
        raise ValueError(f"/paths: the document describes {described}")
    return document


def parse_document(data: bytes) -> Document:
    """Read the bytes of a document. Raises `ValueError`."""
    value = parse(data)
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - the value came from a file
    return value


def _written(path: Path) -> str:
    return f", written on {datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%d}"
