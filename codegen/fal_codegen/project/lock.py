"""contracts/lock.json: where each contract came from, what each generated file was made of."""

import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

from fal_codegen.contract import EndpointId, parse, pretty
from fal_codegen.errors import ProjectBroken

NAME = "lock.json"
LIVE = "live"
EMULATOR = "emulator"
"""What sources are called in the lock, and by those who choose one."""
RUNNING = "running emulator"
"""What the lock calls an emulator that somebody ran; he chose it by its URL."""
FROM_FOLDER = "folder"
"""What the lock calls a folder of documents, chosen by its path."""
_MODULE = re.compile(r"[a-z_][a-z0-9_]*")
FORMAT = 2
"""The form of a project that this version writes. Locks of 1, whose package was called `codegen`,
have no number."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a document or page was had from.

    `source` is `live`, `folder`, `emulator`, `running emulator` or `reconstructed from
    documentation`, `date` an ISO 8601 day, `sha256` that of the canonical JSON, which the order of
    keys does not change. `basis` says of an emulator's document what the emulator itself had it
    from, and on which day, `unread` of a page that there is why it could not be had or read; it
    then has no `sha256`.
    """

    source: str
    date: str
    sha256: str
    basis: str = ""
    unread: str = ""


@dataclass(frozen=True, slots=True)
class FileHashes:
    """What a generated file was made of, and what it came to: sha256 of inputs and of the bytes.

    `holes` counts what of the document could not be read; anything passes there.
    """

    inputs: str
    output: str
    holes: int = 0


@dataclass(frozen=True, slots=True)
class Lock:
    """The whole lock.

    `generator` is the sha256 of everything of ours that shapes the output, `format` the form of the
    project that generated/ was written in. `modules` are the names that endpoints' modules were
    given; they stay, for callers import them.
    """

    documents: dict[EndpointId, Provenance] = field(default_factory=dict[EndpointId, Provenance])
    pages: dict[EndpointId, Provenance] = field(default_factory=dict[EndpointId, Provenance])
    generator: str = ""
    files: dict[str, FileHashes] = field(default_factory=dict[str, FileHashes])
    modules: dict[EndpointId, str] = field(default_factory=dict[EndpointId, str])
    format: int = FORMAT

    def spelled(self) -> bytes:
        """Give the text of the file."""
        value = asdict(self)
        for entry in (*value["documents"].values(), *value["pages"].values()):
            _leave_out(entry, "basis")
            _leave_out(entry, "unread")
        for entry in value["files"].values():
            _leave_out(entry, "holes")
        return pretty({"format": value.pop("format"), **value})


def _leave_out(entry: dict[str, Any], word: str) -> None:
    """Keep a word from the file where it says nothing."""
    if not entry[word]:
        del entry[word]


def _modules(value: dict[str, str]) -> dict[EndpointId, str]:
    """Read module names, which become file names. Raises `ValueError` for one that is none."""
    names = {EndpointId(id_): name for id_, name in value.items()}
    for name in names.values():
        if not _MODULE.fullmatch(name):
            raise ValueError(f"modules: {name!r} is not a module's name")
    if len({*names.values()}) < len(names):
        raise ValueError("modules: two endpoints share a name")
    return names


def kind_of_source(where: str) -> str:
    """Give what the lock calls a source, by what it is chosen by."""
    if where in (LIVE, EMULATOR):
        return where
    return RUNNING if where.startswith(("http://", "https://")) else FROM_FOLDER


def load_lock(contracts: Path) -> Lock:
    """Read the lock of a contracts folder; an empty one where there is none yet."""
    file = contracts / NAME
    data = b""
    try:
        data = file.read_bytes()
        value = cast("dict[str, Any]", parse(data))
        if value.get("format", 1) not in (1, FORMAT):
            raise ProjectBroken(f"{file}: written by a newer fal-codegen; install that one")
        return Lock(
            {EndpointId(id_): Provenance(**origin) for id_, origin in value["documents"].items()},
            {EndpointId(id_): Provenance(**origin) for id_, origin in value["pages"].items()},
            value["generator"],
            {path: FileHashes(**made) for path, made in value["files"].items()},
            _modules(value.get("modules", {})),
            value.get("format", 1),
        )
    except FileNotFoundError:
        return Lock()
    except OSError as error:
        raise ProjectBroken(f"{file}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        why = "in a merge conflict" if b"\n<<<<<<< " in data else f"not a lock ({error})"
        raise ProjectBroken(
            f"{file}: {why}; take it from version control, or remove it and fetch"
        ) from None
