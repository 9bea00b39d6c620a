"""What a project holds, read."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from codegen.contract import Endpoint, EndpointId
from codegen.drift import Change, changes
from codegen.project import DOCUMENT, Contract, Project, ProjectBroken, load_contracts
from codegen.sources import Fetched, read_document


@dataclass(frozen=True, slots=True)
class Held:
    """A contract of the project and what was understood of its document."""

    contract: Contract
    endpoint: Endpoint


def needed(project: Project, named: Collection[str] = ()) -> dict[EndpointId, Held]:
    """Read the contracts that a verb needs: those named, else all.

    Raises `ProjectBroken` where there is none, and for a name that has none.
    """
    contracts = held(project)
    if not contracts:
        raise ProjectBroken(f"{project.contracts}: no contracts yet; fetch some")
    if unknown := [id_ for id_ in named if id_ not in contracts]:
        raise ProjectBroken(f"{project.contracts}: no contract of {', '.join(unknown)}; fetch it")
    return {id_: each for id_, each in contracts.items() if not named or id_ in named}


def held(project: Project) -> dict[EndpointId, Held]:
    """Read every contract of a project. Raises `ProjectBroken` for one that is none."""
    found: dict[EndpointId, Held] = {}
    for id_, contract in load_contracts(project.contracts).items():
        place = project.contracts / id_ / DOCUMENT
        reading = read_document(contract.document)
        if reading.endpoint is None:
            raise ProjectBroken(f"{place}: {reading.refusal}")
        if reading.endpoint.id != id_:
            raise ProjectBroken(f"{place}: /paths: the document describes {reading.endpoint.id}")
        found[id_] = Held(contract, reading.endpoint)
    return found


def drifted(before: Mapping[EndpointId, Held], now: Iterable[Fetched]) -> list[Change]:
    """Give what differs from the committed contracts; an endpoint that is new has no past."""
    return [
        change
        for each in now
        if each.id in before
        for change in changes(before[each.id].endpoint, each.endpoint)
    ]
