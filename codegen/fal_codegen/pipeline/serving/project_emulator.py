"""The emulator of a project: which documents and pages it serves, and how they are changed."""

from collections.abc import Iterable, Iterator, Mapping

from starlette.applications import Starlette

from fal_codegen.cases import mutated, mutations
from fal_codegen.contract import Document, EndpointId, did_you_mean
from fal_codegen.emulator import Changes, Schedule, emulator
from fal_codegen.errors import ProjectBroken
from fal_codegen.judge import Judge
from fal_codegen.pages import Page, read_docs, write_llms
from fal_codegen.pipeline.revisions import (
    checked_out,
    find_revision,
    place_at,
    unknown_revision,
)
from fal_codegen.pipeline.serving.page_from_document import page_from_document
from fal_codegen.project import (
    DOCUMENT,
    LOCK,
    Contract,
    Contracts,
    Project,
    load_contracts,
    read_contracts,
    shipped,
)


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
        return emulator(documents, page, key=key, name=name, schedule=schedule, changes=_CHANGES)
    except ValueError as error:
        raise ProjectBroken(f"{project.contracts}: {error}") from None


def contracts_at(project: Project, revision: str) -> Contracts:
    """Read the contracts of a project as they were. Raises `ProjectBroken`."""
    contracts = project.contracts
    found = find_revision(contracts.parent, revision)
    if found is None:
        raise ProjectBroken(unknown_revision(contracts, revision, "no git revision"))
    place = place_at(contracts, found, file=DOCUMENT, lock=LOCK)
    if not place:
        raise ProjectBroken(f"{contracts}: not there at {found.short}")
    with checked_out(contracts, found, place) as folder:
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


def _names(document: Document) -> Iterator[str]:
    return (each.name for each in mutations(document))


_CHANGES = Changes(_names, mutated)


def _changed(documents: Mapping[EndpointId, Document], change: str) -> dict[EndpointId, Document]:
    text, _, name = change.partition(" ")
    try:
        id_ = EndpointId(text)
        return {id_: mutated(documents[id_], name.strip())}
    except KeyError:
        hint = did_you_mean(text, documents)
        raise ProjectBroken(f"{text}: no such endpoint{hint}") from None
    except ValueError as error:
        raise ProjectBroken(f"{text}: {error}") from None


def _pages(contracts: Mapping[EndpointId, Contract]) -> dict[EndpointId, str]:
    read = {id_: read_docs(each.docs) for id_, each in contracts.items() if each.docs is not None}
    return {id_: write_llms(page) for id_, page in read.items() if isinstance(page, Page)}
