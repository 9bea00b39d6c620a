"""The contracts a project holds, as they lie on disk."""

from dataclasses import dataclass
from pathlib import Path

from codegen.contract import Document, EndpointId, Json, digest, parse
from codegen.project.errors import ProjectBroken

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
    contracts = {each.id: each for each in (_load(file, folder) for file in folder.rglob(DOCUMENT))}
    return dict(sorted(contracts.items()))


def _load(file: Path, folder: Path) -> Contract:
    try:
        id_ = EndpointId(file.parent.relative_to(folder).as_posix())
    except ValueError as error:
        raise ProjectBroken(f"{file}: {error}") from None
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
