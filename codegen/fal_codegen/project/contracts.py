"""The contracts a project holds, as they lie on disk."""

from dataclasses import dataclass
from pathlib import Path

from fal_codegen.contract import Document, EndpointId, Json, digest, parse
from fal_codegen.errors import ProjectBroken

DOCUMENT = "openapi.json"
PAGE = "docs.json"


@dataclass(frozen=True, slots=True)
class Contract:
    """One endpoint's document, and what its page claims where that was had (`docs.json`)."""

    id: EndpointId
    document: Document
    docs: Json = None

    @property
    def digest(self) -> str:
        """The sha256 of the canonical document."""
        return digest(self.document)


def load_contracts(folder: Path) -> dict[EndpointId, Contract]:
    """Read every contract below a folder, sorted by id. Raises `ProjectBroken` for a bad file."""
    return {id_: _load(id_, file) for id_, file in find_documents(folder).items()}


def find_documents(folder: Path) -> dict[EndpointId, Path]:
    """Find the document of every contract below a folder, sorted by id.

    Raises `ProjectBroken` for one whose folder is no endpoint id.
    """
    found: dict[EndpointId, Path] = {}
    for file in folder.rglob(DOCUMENT):
        try:
            found[EndpointId(file.parent.relative_to(folder).as_posix())] = file
        except ValueError as error:
            raise ProjectBroken(f"{file}: {error}") from None
    return dict(sorted(found.items()))


def _load(id_: EndpointId, file: Path) -> Contract:
    document = _json(file)
    if not isinstance(document, dict):
        raise ProjectBroken(f"{file}: not an object")
    page = file.with_name(PAGE)
    return Contract(id_, document, _json(page) if page.exists() else None)


def _json(file: Path) -> Json:
    try:
        return parse(file.read_bytes())
    except OSError as error:
        raise ProjectBroken(f"{file}: {error.strerror}") from None
    except ValueError as error:
        raise ProjectBroken(f"{file}: {error}") from None
