"""cases: the boundary cases of a project's endpoints."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from fal_codegen.cases import Case, CaseSet
from fal_codegen.contract import EndpointId, in_body
from fal_codegen.pipeline.contracts import load_required
from fal_codegen.pipeline.gaps import Gaps
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
    failed = {id_: why_none(each) for id_, each in found.items() if not each.cases}
    made = {id_: each.cases for id_, each in found.items()}
    return CasesResult(made, replace(loaded.gaps, failed=failed))


def why_none(found: CaseSet) -> str:
    """Say why there is no case at all."""
    (given_up,) = found.given_up
    return f"{in_body('input', given_up.place)}: no case: {given_up.why}"
