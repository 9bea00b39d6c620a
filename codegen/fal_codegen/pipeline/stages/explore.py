"""explore: random bodies, and those that show a disagreement kept as cases of the project."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from fal_codegen.check import SAVED, read_saved, write_saved
from fal_codegen.contract import EndpointId, parse, pretty
from fal_codegen.errors import ProjectBroken, reading
from fal_codegen.pipeline.checking import CheckedEndpoint, Draws
from fal_codegen.pipeline.generating.package import plan_package
from fal_codegen.pipeline.parameters import SILENT, Progress
from fal_codegen.pipeline.stages.check import CheckResult, check
from fal_codegen.project import Project, exclusive, update_tree


@dataclass(frozen=True, slots=True)
class ExploreResult:
    """What exploring came to: the check, the seed that repeats it, and the bodies that are new."""

    checked: CheckResult
    seed: int
    saved: dict[EndpointId, int]


def explore(  # noqa: PLR0913 - what a caller may choose
    project: Project,
    examples: int,
    *,
    seed: int | None = None,
    date: str = "",
    keys: Collection[str] = (),
    cluster: str | None = None,
    progress: Progress = SILENT,
) -> ExploreResult:
    """Check with so many random bodies for each property, from a new seed unless one is given.

    The smallest body of each disagreement is saved in contracts/<endpoint id>/cases.json, and every
    check holds the endpoint to it from then on. Raises `Broken`, also where another generator made
    the client: what only that one does is no case to keep.
    """
    if plan_package(project).outdated:
        raise ProjectBroken(
            f"{project.generated}: made by another version of fal-codegen, of its tools or of the "
            "templates; `fal-codegen generate` first, or its bodies would be kept as cases"
        )
    number = secrets.randbelow(2**32) if seed is None else seed
    draws = Draws(examples, number)
    checked = check(project, date=date, keys=keys, draws=draws, cluster=cluster, progress=progress)
    found = [each for each in checked.endpoints.values() if each.bodies]
    with exclusive(project.root, progress.waiting):
        saved = {each.id: _save(project, each) for each in found}
    return ExploreResult(checked, number, {id_: new for id_, new in saved.items() if new})


def _save(project: Project, checked: CheckedEndpoint) -> int:
    """Add the bodies of an endpoint to its file; tell how many were not there."""
    path = f"{checked.id}/{SAVED}"
    file = project.contracts / path
    with reading(file, advice="; mend it or take it away"):
        before = read_saved(parse(file.read_bytes())) if file.exists() else ()
    new = [each for each in checked.bodies if each not in before]
    if new:
        update_tree(project.contracts, {path: pretty(write_saved([*before, *new]))})
    return len(new)
