"""The contracts a project holds, as they lie on disk."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fal_codegen.contract import Document, EndpointId, Json, did_you_mean, digest, parse
from fal_codegen.errors import ProjectBroken

DOCUMENT = "openapi.json"
PAGE = "docs.json"
CENSUS = "census.json"
"""What a service was found to enforce of the document beside it."""


@dataclass(frozen=True, slots=True)
class Contract:
    """One endpoint's document, and what its page claims where that was had (`docs.json`).

    `page_error` says why a docs.json that is there cannot be read.
    """

    id: EndpointId
    document: Document
    docs: Json = None
    page_error: str = ""

    @property
    def digest(self) -> str:
        """The sha256 of the canonical document."""
        return digest(self.document)


@dataclass(frozen=True, slots=True)
class Contracts:
    """What a folder of contracts holds, and of those that cannot be read the reason."""

    readable: dict[EndpointId, Contract]
    unreadable: dict[EndpointId, str]


def load_contracts(folder: Path) -> dict[EndpointId, Contract]:
    """Read every contract below a folder, sorted by id. Raises `ProjectBroken` for a bad file."""
    found = read_contracts(folder)
    for id_, reason in found.unreadable.items():
        raise ProjectBroken(f"{folder / id_ / DOCUMENT}: {reason}")
    for id_, contract in found.readable.items():
        if contract.page_error:
            raise ProjectBroken(f"{folder / id_ / PAGE}: {contract.page_error}")
    return found.readable


def read_contracts(folder: Path, ids: Collection[str] = ()) -> Contracts:
    """Read the contracts below a folder, sorted by id; of those named alone where any are.

    Raises `ProjectBroken` for a document whose folder is no endpoint id.
    """
    found = Contracts({}, {})
    documents = _named(folder, ids) if ids else find_documents(folder)
    for id_, file in documents.items():
        try:
            found.readable[id_] = _read(id_, file)
        except ValueError as error:
            found.unreadable[id_] = str(error)
    return found


def no_contracts(contracts: Path) -> ProjectBroken:
    """Give what to say of a project in which there is nothing to work on."""
    return ProjectBroken(f"{contracts}: no contracts yet; `fal-codegen add ENDPOINT` fetches one")


def no_contract_of(contracts: Path, ids: Sequence[str]) -> ProjectBroken:
    """Give what to say of endpoints that a project with others has no contract of."""
    known = find_documents(contracts)
    named = ", ".join(f"{id_}{did_you_mean(id_, known)}" for id_ in ids)
    return ProjectBroken(
        f"{contracts}: no contract of {named}; `fal-codegen add {' '.join(ids)}` fetches "
        f"{'it' if len(ids) == 1 else 'them'}"
    )


def find_documents(folder: Path) -> dict[EndpointId, Path]:
    """Find the document of every contract below a folder, sorted by id.

    Raises `ProjectBroken` for one whose folder is no endpoint id.
    """
    found: dict[EndpointId, Path] = {}
    for above, folders, names in os.walk(folder):  # a third of the time that rglob takes
        if DOCUMENT not in names and DOCUMENT not in folders:
            continue
        file = Path(above, DOCUMENT)
        try:
            found[EndpointId(file.parent.relative_to(folder).as_posix())] = file
        except ValueError as error:
            raise ProjectBroken(f"{file}: {error}") from None
    return dict(sorted(found.items()))


def _named(folder: Path, ids: Collection[str]) -> dict[EndpointId, Path]:
    """Find the documents of these; an id that is none has none."""
    found: dict[EndpointId, Path] = {}
    for text in sorted(ids):
        try:
            id_ = EndpointId(text)
        except ValueError:
            continue
        if (file := folder / id_ / DOCUMENT).exists():
            found[id_] = file
    return found


def contract_of(id_: EndpointId, text: bytes, page: bytes | None) -> Contract:
    """Read the bytes of a document and of a docs.json. Raises `ValueError` with the reason."""
    document = parse(text)
    if not isinstance(document, dict):
        raise ValueError("not an object")  # noqa: TRY004 - the value came from a file
    try:
        return Contract(id_, document, None if page is None else parse(page))
    except ValueError as error:
        return Contract(id_, document, page_error=str(error))


def _read(id_: EndpointId, file: Path) -> Contract:
    page = file.with_name(PAGE)
    text = bytes_of(file)
    try:
        return contract_of(id_, text, bytes_of(page) if page.exists() else None)
    except _Unreadable as error:
        return replace(contract_of(id_, text, None), page_error=str(error))


class _Unreadable(ValueError):  # noqa: N818 - an outcome, not a mistake
    """A file that cannot be had."""


def bytes_of(file: Path) -> bytes:
    """Read a file. Raises `ValueError` with the reason alone."""
    if file.exists() and not file.is_file():
        raise _Unreadable("no regular file")
    try:
        return file.read_bytes()
    except OSError as error:
        raise _Unreadable(str(error.strerror)) from None
