"""What a project holds, read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from fal_codegen.cases import CaseSet, judged_cases, valid_body
from fal_codegen.contract import Endpoint, EndpointId, Json, Problem
from fal_codegen.errors import ProjectBroken
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.pipeline.gaps import Gaps
from fal_codegen.project import (
    Contract,
    Project,
    find_documents,
    no_contract_of,
    no_contracts,
    read_contracts,
)


@dataclass(frozen=True, slots=True)
class LoadedContract:
    """A contract of the project, what was understood of its document, and what was not."""

    contract: Contract
    endpoint: Endpoint
    holes: tuple[Problem, ...] = ()

    def cases(self) -> CaseSet:
        """Give the endpoint's boundary cases, with the verdict of its document."""
        return judged_cases(self.endpoint, Judge(self.contract.document))

    def body(self) -> dict[str, Json]:
        """Give a small body that its document allows. Raises `NoSample` where none is found."""
        return valid_body(self.endpoint, Judge(self.contract.document))


@dataclass(frozen=True, slots=True)
class LoadedContracts:
    """The contracts that can be worked with, and of the others the reason, both by id."""

    readable: dict[EndpointId, LoadedContract]
    unreadable: dict[EndpointId, str]

    @property
    def gaps(self) -> Gaps:
        """What could not be read."""
        holes = {id_: len(each.holes) for id_, each in self.readable.items() if each.holes}
        return Gaps(holes, self.unreadable)


def load_required(project: Project, named: Collection[str] = ()) -> LoadedContracts:
    """Read the contracts that a verb needs: those named and no others, else all.

    Raises `ProjectBroken` where there is none, and for a name that has none.
    """
    loaded = load_all(project, named)
    found = {*loaded.readable, *loaded.unreadable}
    if not found and not find_documents(project.contracts):
        raise no_contracts(project.contracts)
    if unknown := [id_ for id_ in named if id_ not in found]:
        _refuse_no_ids(unknown)
        raise no_contract_of(project.contracts, unknown)
    return loaded


def _refuse_no_ids(names: Iterable[str]) -> None:
    for name in names:
        try:
            EndpointId(name)
        except ValueError as error:
            raise ProjectBroken(str(error)) from None


def load_all(project: Project, named: Collection[str] = ()) -> LoadedContracts:
    """Read the contracts of a project: every one, or those named that are there."""
    contracts = read_contracts(project.contracts, named)
    loaded = LoadedContracts({}, contracts.unreadable)
    for id_, contract in contracts.readable.items():
        try:
            loaded.readable[id_] = understood(contract)
        except ValueError as error:
            loaded.unreadable[id_] = str(error)
    return loaded


def understood(contract: Contract) -> LoadedContract:
    """Read a contract's document. Raises `ValueError` with the reason why it cannot be."""
    reading = read_document(contract.document)
    if reading.endpoint is None:
        raise ValueError(reading.refusal)
    if reading.endpoint.id != contract.id:
        raise ValueError(f"/paths: the document describes {reading.endpoint.id}")
    return LoadedContract(contract, reading.endpoint, reading.problems)
