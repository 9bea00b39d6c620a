"""Where documents come from: the source a user names, opened for the length of a run."""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
from starlette.applications import Starlette

from fal_codegen.cases import mutated
from fal_codegen.contract import Document, EndpointId
from fal_codegen.emulator import Schedule, emulator, running
from fal_codegen.errors import ProjectBroken, SourceBroken
from fal_codegen.judge import Judge
from fal_codegen.pages import Page, read_docs, write_llms
from fal_codegen.pipeline.pages import page_from_document
from fal_codegen.pipeline.revisions import checked_out, find_revision
from fal_codegen.project import (
    EMULATOR,
    LIVE,
    RUNNING,
    Contract,
    Contracts,
    Project,
    load_contracts,
    machine_folder,
    read_contracts,
    shipped,
)
from fal_codegen.sources import AT_ONCE, FileCache, Folder, Gone, Service, Source, Unreachable

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_LIMITS = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
_CACHE = "downloads"
_OF_OURS = (200, 401)
"""What an emulator answers who asks for what it saw, with the key it wants or without."""
_ONLY_OURS = (
    "the emulator has what comes with fal-codegen and what this project holds, "
    "fal.ai may have more: `--source live`"
)
_TWO_WAYS = (
    "documents also come from a folder, `--source FOLDER`, "
    "and some come with fal-codegen, `--source emulator`"
)


@contextmanager
def open_source(where: str, project: Project) -> Generator[Source, None, None]:
    """Open `live`, `emulator`, the emulator that runs at a URL, or a folder of documents.

    An emulator that is opened so is another source than the project, as far as it can be: its
    documents are those that come with fal-codegen, before the project's own. Raises `SourceBroken`.
    """
    if where == EMULATOR:
        with running(project_emulator(project, own_first=False)) as front, _http(where) as http:
            try:
                yield Service(where, http, front, _cache(project), called="the emulator")
            except Gone as error:
                raise Gone(f"{error}; {_ONLY_OURS}") from None
    elif _is_url(where):
        with _http(where) as http:
            yield _running_emulator(where.removesuffix("/"), http)
    elif where == LIVE:
        try:
            with _http(where) as http:
                yield Service(where, http, cache=_cache(project))
        except Unreachable as error:
            raise Unreachable(f"{error}; {_TWO_WAYS}") from None
    elif Path(where).is_dir():
        yield Folder(Path(where))
    else:
        raise SourceBroken(
            f"{where}: no such folder; or say `live`, `emulator` or the URL of an emulator"
        )


def _is_url(where: str) -> bool:
    return where.startswith(("http://", "https://"))


def _running_emulator(front: str, http: httpx.Client) -> Service:
    """Give the emulator that somebody runs; nothing else is taken for one."""
    try:
        status = http.get(f"{front}/emulator/requests").status_code
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise Unreachable(f"{front}: no emulator answers there ({error})") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceBroken(f"{front}: no emulator answers there ({error})") from None
    if status not in _OF_OURS:
        raise SourceBroken(f"{front}: no emulator of ours; `fal-codegen serve` runs one")
    return Service(RUNNING, http, front, called=front)


def _http(where: str) -> httpx.Client:
    """Open a client; a proxy of the environment is for the world, not for an emulator here.

    The authorities that the environment trusts are for both.
    """
    trusted = httpx.create_ssl_context()
    return httpx.Client(timeout=_TIMEOUT, limits=_LIMITS, verify=trusted, trust_env=where == LIVE)


def _cache(project: Project) -> FileCache | None:
    """Give the place for what was downloaded; a project that cannot be written to has none."""
    try:
        return FileCache(machine_folder(project.root) / _CACHE)
    except OSError:
        return None


@contextmanager
def gateway(where: str, project: Project) -> Generator[str | None, None, None]:
    """Give the URL in front of all hosts: an emulator's of the project's own; none for live."""
    if where == LIVE:
        yield None
    else:
        with running(project_emulator(project)) as front:
            yield front


def project_emulator(  # noqa: PLR0913 - what a caller may choose
    project: Project,
    *,
    own: Contracts | None = None,
    own_first: bool = True,
    every_page: bool = False,
    changes: Iterable[str] = (),
    key: str = "",
    name: str = "",
    schedule: Schedule | None = None,
) -> Starlette:
    """Build an emulator of the endpoints that come with fal-codegen and of the project's own.

    `own` are the project's, where they were read already. Of an endpoint that both have, it serves
    the project's contract, unless not `own_first`. With `every_page`, an endpoint without a page
    gets one made from its document. That is for reading; fetched, it would be kept as a second
    witness, which it is not. Each of the `changes` is an endpoint and, after a space, the name of a
    mutation. `key`, `name` and `schedule` are the emulator's.

    Raises `ProjectBroken` for a contract that cannot be changed so.
    """
    others, known = load_contracts(shipped("contracts")), (own or servable(project)).readable
    contracts = others | known if own_first else known | others
    documents = {id_: contract.document for id_, contract in contracts.items()}
    for change in changes:
        documents |= _changed(documents, change)
    pages = _pages(contracts)

    def page(id_: EndpointId) -> str | None:
        makes = every_page and id_ in documents
        return pages.get(id_) or (page_from_document(documents[id_]) if makes else None)

    try:
        return emulator(documents, page, key=key, name=name, schedule=schedule)
    except ValueError as error:
        raise ProjectBroken(f"{project.contracts}: {error}") from None


def contracts_at(project: Project, revision: str) -> Contracts:
    """Read the contracts of a project as they were. Raises `ProjectBroken`."""
    found = find_revision(project.contracts.parent, revision)
    if found is None:
        raise ProjectBroken(f"{revision}: no git revision of {project.contracts}")
    with checked_out(project.contracts, found) as folder:
        return read_contracts(folder)


def servable(project: Project, revision: str = "") -> Contracts:
    """Read the project's contracts, and set those apart that no emulator can judge bodies by.

    `revision` is a git revision, at which they are read in place of those on disk. Raises
    `ProjectBroken` for one that there is not.
    """
    found = contracts_at(project, revision) if revision else read_contracts(project.contracts)
    for id_, contract in [*found.readable.items()]:
        try:
            Judge(contract.document)
        except ValueError as error:
            found.unreadable[id_] = str(error)
            del found.readable[id_]
    return found


def _changed(documents: Mapping[EndpointId, Document], change: str) -> dict[EndpointId, Document]:
    text, _, name = change.partition(" ")
    try:
        id_ = EndpointId(text)
        return {id_: mutated(documents[id_], name.strip())}
    except KeyError:
        raise ProjectBroken(f"{text}: no such endpoint") from None
    except ValueError as error:
        raise ProjectBroken(f"{text}: {error}") from None


def _pages(contracts: Mapping[EndpointId, Contract]) -> dict[EndpointId, str]:
    read = {id_: read_docs(each.docs) for id_, each in contracts.items() if each.docs is not None}
    return {id_: write_llms(page) for id_, page in read.items() if isinstance(page, Page)}
