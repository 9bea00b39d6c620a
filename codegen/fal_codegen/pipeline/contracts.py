"""What a project holds, read."""

from collections.abc import Collection
from dataclasses import dataclass

from fal_codegen.contract import Endpoint, EndpointId
from fal_codegen.errors import ProjectBroken
from fal_codegen.openapi import read_document
from fal_codegen.project import DOCUMENT, Contract, Project, load_contracts


@dataclass(frozen=True, slots=True)
class LoadedContract:
    """A contract of the project and what was understood of its document."""

    contract: Contract
    endpoint: Endpoint


def load_required(
    project: Project, named: Collection[str] = ()
) -> dict[EndpointId, LoadedContract]:
    """Read the contracts that a verb needs: those named, else all.

    Raises `ProjectBroken` where there is none, and for a name that has none.
    """
    contracts = load_all(project)
    if not contracts:
        raise ProjectBroken(f"{project.contracts}: no contracts yet; fetch some")
    if unknown := [id_ for id_ in named if id_ not in contracts]:
        raise ProjectBroken(f"{project.contracts}: no contract of {', '.join(unknown)}; fetch it")
    return {id_: each for id_, each in contracts.items() if not named or id_ in named}


def load_all(project: Project) -> dict[EndpointId, LoadedContract]:
    """Read every contract of a project. Raises `ProjectBroken` for one that is none."""
    found: dict[EndpointId, LoadedContract] = {}
    for id_, contract in load_contracts(project.contracts).items():
        place = project.contracts / id_ / DOCUMENT
        reading = read_document(contract.document)
        if reading.endpoint is None:
            raise ProjectBroken(f"{place}: {reading.refusal}")
        if reading.endpoint.id != id_:
            raise ProjectBroken(f"{place}: /paths: the document describes {reading.endpoint.id}")
        found[id_] = LoadedContract(contract, reading.endpoint)
    return found
