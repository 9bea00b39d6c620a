"""Where documents come from: the source a user names, opened for the length of a run."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from starlette.applications import Starlette

from codegen.contract import EndpointId, Page
from codegen.emulator import emulator, running
from codegen.project import (
    EMULATOR,
    LIVE,
    Contract,
    Project,
    ProjectBroken,
    SourceBroken,
    load_contracts,
    shipped,
)
from codegen.sources import Folder, Service, Source, read_docs, write_llms

_SECONDS = 30.0


@contextmanager
def opened(where: str, project: Project) -> Generator[Source, None, None]:
    """Open `live`, `emulator` or a folder of documents. Raises `SourceBroken`."""
    if where in (EMULATOR, LIVE):
        with gateway(where, project) as front, _http(where) as http:
            yield Service(where, http, front)
    elif Path(where).is_dir():
        yield Folder(Path(where))
    else:
        raise SourceBroken(f"{where}: no such folder; or say `live` or `emulator`")


def _http(where: str) -> httpx.Client:
    """Open a client; a proxy of the environment is for the world, not for an emulator here."""
    return httpx.Client(timeout=_SECONDS, trust_env=where == LIVE)


@contextmanager
def gateway(where: str, project: Project) -> Generator[str | None, None, None]:
    """Give the URL in front of all hosts: an emulator's, started for it; none for live."""
    if where == LIVE:
        yield None
    else:
        with running(emulated(project)) as front:
            yield front


def emulated(project: Project) -> Starlette:
    """Build an emulator of the endpoints that come with fal-codegen and of the project's own.

    Raises `ProjectBroken` for a contract that cannot be judged by.
    """
    contracts = load_contracts(shipped("contracts")) | load_contracts(project.contracts)
    documents = {id_: contract.document for id_, contract in contracts.items()}
    try:
        return emulator(documents, _pages(contracts))
    except ValueError as error:
        raise ProjectBroken(f"{project.contracts}: {error}") from None


def _pages(contracts: Mapping[EndpointId, Contract]) -> dict[EndpointId, str]:
    read = {id_: read_docs(each.docs) for id_, each in contracts.items() if each.docs is not None}
    return {id_: write_llms(page) for id_, page in read.items() if isinstance(page, Page)}
