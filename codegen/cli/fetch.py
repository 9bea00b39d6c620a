"""fetch: from a source into contracts/."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from codegen.cli.options import FOUND, endpoint_ids, my_turn, source_option, today
from codegen.cli.progress import shown
from codegen.cli.where import opened
from codegen.contract import EndpointId
from codegen.project import (
    LOCK,
    Project,
    ProjectBroken,
    SourceBroken,
    bookmark,
    find_documents,
    load_contracts,
    load_lock,
    load_project,
    set_bookmark,
    update_tree,
)
from codegen.report import counted, one_line
from codegen.sources import Fetched, Folder, Gone, Listed, Service, Source, fetch_endpoint, keep


@dataclass(slots=True)
class Haul:
    """What a fetch brought: endpoints, those that are gone, and what could not be had."""

    fetched: list[Fetched] = field(default_factory=list[Fetched])
    gone: list[EndpointId] = field(default_factory=list[EndpointId])
    refused: list[str] = field(default_factory=list[str])


def wanted(project: Project, named: Iterable[str]) -> tuple[EndpointId, ...]:
    """Give the endpoints to fetch: those named, else the configured ones and those held.

    Raises `ProjectBroken` where there is none, or a name is no id.
    """
    try:
        ids = tuple(EndpointId(text) for text in named)
    except ValueError as error:
        raise ProjectBroken(str(error)) from None
    ids = ids or (*project.endpoints, *find_documents(project.contracts))
    if not ids:
        raise ProjectBroken(
            f"{project.root}: no endpoints; name some, or list them in pyproject.toml"
        )
    return tuple(dict.fromkeys(ids))


def haul(
    source: Source, ids: Sequence[EndpointId], *, strict: bool = True, all_or_none: bool = True
) -> Haul:
    """Fetch endpoints. Raises `SourceBroken` for the first that fails, if it is all or none."""
    found = Haul()
    for id_ in shown(ids, "fetching"):
        try:
            found.fetched.append(fetch_endpoint(source, id_, strict=strict))
        except Gone:
            if all_or_none:
                raise
            found.gone.append(id_)
        except SourceBroken as error:
            if all_or_none:
                raise
            found.refused.append(str(error))
    return found


def store(project: Project, source: str, date: str, fetched: Iterable[Fetched]) -> list[str]:
    """Write what was fetched, all of it or nothing; tell which files changed."""
    lock = load_lock(project.contracts)
    files, after = keep(fetched, source, date, load_contracts(project.contracts), lock)
    update_tree(project.contracts, {**files, LOCK: after.spelled()})
    return sorted(files)


def holes(fetched: Iterable[Fetched]) -> Iterator[str]:
    """Say what was let through."""
    for each in fetched:
        for problem in each.problems:
            yield f"{each.id}: {problem.pointer}: {problem.message}"


def walk(project: Project, service: Service, *, strict: bool) -> tuple[Haul, list[str]]:
    """Bring in the whole catalogue, page by page, from where the last walk stopped.

    What a page brought is kept when a later one fails. Gives what came, and the files that changed.
    """
    whole, files = Haul(), list[str]()
    for listing in service.listings(bookmark(project.root)):
        source = Listed(service.name, listing.documents)
        found = haul(source, [*listing.documents], strict=strict, all_or_none=strict)
        files += store(project, service.name, today(), found.fetched)
        whole.fetched += found.fetched
        whole.refused += [*found.refused, *listing.missing]
        set_bookmark(project.root, listing.following)
    return whole, files


@click.command()
@endpoint_ids
@source_option
@click.option(
    "--all", "every", is_flag=True, help="Every endpoint the folder or the service's catalogue has."
)
@click.option(
    "--strict/--lenient",
    default=None,
    help="Whether a document with holes, such as an empty output, is refused. "
    "[default: strict; lenient with --all, which passes over what cannot be used]",
)
@click.pass_obj
def fetch(root: Path, ids: Sequence[str], source: str, *, every: bool, strict: bool | None) -> int:
    """Fetch documents and pages into contracts/.

    Without names: the endpoints of pyproject.toml and those already there. Either all of them
    arrive or nothing changes. With --all from the service: the whole catalogue, page by page, and a
    walk that was stopped goes on where it was.
    """
    project = load_project(root)
    strict = not every if strict is None else strict
    with my_turn(project), opened(source, project) as door:
        if every and isinstance(door, Service):
            found, files = walk(project, door, strict=strict)
        else:
            asked = door.ids() if every and isinstance(door, Folder) else wanted(project, ids)
            found = haul(door, asked, strict=strict, all_or_none=strict or not every)
            files = store(project, door.name, today(), found.fetched)
    for line in (*found.refused, *holes(found.fetched)):
        click.echo(f"warning: {one_line(line)}", err=True)
    passed = f", {len(found.refused)} passed over" if found.refused else ""
    brought = counted(len(found.fetched), "endpoint")
    click.echo(f"{brought} from {source}, {counted(len(files), 'file')} changed{passed}.")
    return FOUND if found.refused else 0
