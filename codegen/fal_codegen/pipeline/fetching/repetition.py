"""What an emulator started for a project can tell of it that the project did not say itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fal_codegen.contract import EndpointId
from fal_codegen.project import EMULATOR, Project, find_documents, load_lock, shipped


@dataclass(frozen=True, slots=True)
class Repetition:
    """What a source's answers are worth.

    The documents of `repeated` can only come from this project, so nothing is learned from them.
    `basis` says what those that come with fal-codegen were made of, and when.
    """

    repeated: frozenset[EndpointId] = frozenset()
    basis: Mapping[EndpointId, str] = field(default_factory=dict[EndpointId, str])


def repetition(project: Project, source: str) -> Repetition:
    """Tell what a source's answers are worth to a project; only the emulator's need a word."""
    if source != EMULATOR:
        return Repetition()
    own, contracts = find_documents(project.contracts), shipped("contracts")
    same_folder = project.contracts.resolve() == contracts.resolve()
    others = {} if same_folder else find_documents(contracts)
    basis = {
        id_: f"{origin.source} on {origin.date}"
        for id_, origin in load_lock(contracts).documents.items()
    }
    return Repetition(frozenset(own) - frozenset(others), basis)
