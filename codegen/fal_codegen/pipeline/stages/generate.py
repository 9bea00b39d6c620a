"""generate: contracts/ to generated/, or what differs between the two."""

from dataclasses import dataclass

from fal_codegen.contract import EndpointId
from fal_codegen.emit import plain_module_name
from fal_codegen.pipeline.generating.differences import package_diff
from fal_codegen.pipeline.generating.package import PackagePlan, plan_package
from fal_codegen.pipeline.generating.writing import write_package
from fal_codegen.pipeline.parameters import SILENT, Progress
from fal_codegen.project import Project, exclusive, strange_templates


@dataclass(frozen=True, slots=True)
class GenerateResult:
    """How many files the package has, how many of them changed, and what could not be made.

    `refused` has a line for each contract of which no module can be made, `holes` counts the places
    that could not be read in the documents of the others. `written` is false where `strict` was
    asked for and kept everything as it was. `migrated` is true where the project was written by the
    version before, and is in this one's form now. `renamed` are new modules that could not have
    their plain names, by endpoint, `strange` the project's own templates that replace none.
    `missing` are endpoints that are listed and have no contract to make anything of.
    """

    files: int
    changed: int
    refused: tuple[str, ...] = ()
    holes: int = 0
    written: bool = True
    migrated: bool = False
    renamed: tuple[tuple[EndpointId, str], ...] = ()
    strange: tuple[str, ...] = ()
    missing: tuple[EndpointId, ...] = ()


@dataclass(frozen=True, slots=True)
class Staleness:
    """How generated/ differs from what the contracts say: lines of a unified diff, if any.

    `refused` has a line for each contract of which nobody can tell, for no module can be made.
    `outdated` is true where it is another generator that made generated/ so. `missing` are
    endpoints that are listed and have no contract to compare with.
    """

    files: int
    diff: tuple[str, ...]
    refused: tuple[str, ...] = ()
    outdated: bool = False
    missing: tuple[EndpointId, ...] = ()


def generate(
    project: Project,
    *,
    strict: bool = False,
    cluster: str | None = None,
    progress: Progress = SILENT,
) -> GenerateResult:
    """Write the client in generated/ from contracts/; what is current is not made again.

    `cluster` names a Dask cluster, `dask://host:port`, to do the work on. With `strict`, nothing is
    written if any contract cannot be expressed. Raises `Broken`.
    """
    with exclusive(project.root, progress.waiting):
        package = plan_package(project, cluster=cluster, progress=progress)
        refused = tuple(package.refused.values())
        holes = package.holes
        if strict and refused:
            return GenerateResult(len(package.files), 0, refused, holes, written=False)
        changed = write_package(project, package)
        renamed = tuple(
            (id_, package.modules[id_])
            for id_ in package.newcomers
            if package.modules[id_] != plain_module_name(id_)
        )
        return GenerateResult(
            len(package.files),
            changed,
            refused,
            holes,
            migrated=package.migrates,
            renamed=renamed,
            strange=tuple(strange_templates(project)),
            missing=_missing(project, package),
        )


def staleness(
    project: Project, *, cluster: str | None = None, progress: Progress = SILENT
) -> Staleness:
    """Tell how generated/ differs from what the contracts say; writes nothing. Raises `Broken`."""
    package = plan_package(project, cluster=cluster, progress=progress)
    refused = tuple(package.refused.values())
    diff = tuple(package_diff(package))
    missing = _missing(project, package)
    return Staleness(len(package.files), diff, refused, package.outdated, missing)


def _missing(project: Project, package: PackagePlan) -> tuple[EndpointId, ...]:
    return tuple(id_ for id_ in project.endpoints if id_ not in package.modules)
