"""cases: the boundary cases of a project's endpoints."""

from collections.abc import Collection, Iterator

from fal_codegen.cases import Case, boundary_cases
from fal_codegen.contract import EndpointId
from fal_codegen.pipeline.contracts import load_required
from fal_codegen.project import Project


def cases(project: Project, ids: Collection[str] = ()) -> Iterator[tuple[EndpointId, Case]]:
    """Give bodies at every limit and beyond it, endpoint by endpoint. Raises `Broken`."""
    for id_, contract in load_required(project, ids).items():
        for case in boundary_cases(contract.endpoint):
            yield id_, case
