"""cases: the boundary cases of a project's endpoints."""

from collections.abc import Collection
from dataclasses import dataclass

from fal_codegen.cases import Case
from fal_codegen.contract import EndpointId
from fal_codegen.pipeline.contracts import Gaps, load_required
from fal_codegen.project import Project


@dataclass(frozen=True, slots=True)
class CasesResult:
    """Bodies at every limit and beyond it, by endpoint, and what could not be read."""

    cases: dict[EndpointId, tuple[Case, ...]]
    gaps: Gaps


def cases(project: Project, ids: Collection[str] = ()) -> CasesResult:
    """Give the boundary cases of the endpoints named, else of all. Raises `Broken`."""
    loaded = load_required(project, ids)
    found = {id_: each.cases() for id_, each in loaded.readable.items()}
    return CasesResult(found, loaded.gaps)
