"""pipeline: the main job, from documents to a table a person wants to read."""

from dataclasses import dataclass
from pathlib import Path

import click

from codegen.cases import Case
from codegen.cli.check import Checked, check_project
from codegen.cli.fetch import haul, store, wanted
from codegen.cli.generate import package, write
from codegen.cli.held import drifted, held
from codegen.cli.options import FOUND, console, my_turn, source_option, today
from codegen.cli.where import opened
from codegen.drift import Change
from codegen.project import Project, load_lock, load_project
from codegen.report import Row, counted, show_changes, show_findings, show_recorded, show_rows
from codegen.sources import Source


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of the pipeline came to."""

    rows: list[Row]
    changes: list[Change]
    checked: Checked
    fetched: int
    written: int


def run(project: Project, source: Source, date: str) -> Run:
    """Fetch, compare with what is committed, generate and check everything.

    Raises `Broken`; whatever was not finished is then as it was before.
    """
    arrived = haul(source, wanted(project, ()))
    changes = drifted(held(project), arrived.fetched)
    store(project, source.name, date, arrived.fetched)
    contracts = held(project)
    written = write(project, package(project))
    checked = check_project(project, contracts)
    origins = load_lock(project.contracts).documents
    rows = [
        Row(
            endpoint=id_,
            source=origins[id_].source,
            date=origins[id_].date,
            fields=len(each.endpoint.input.fields),
            limits=_limits(checked.cases[id_]),
            cases=len(checked.cases[id_]),
            cassettes=checked.cassettes[id_],
            changes=sum(change.endpoint == id_ for change in changes),
            findings=sum(finding.endpoint == id_ for finding in checked.open),
            accepted=sum(finding.endpoint == id_ for finding, _ in checked.accepted),
        )
        for id_, each in contracts.items()
    ]
    return Run(rows, changes, checked, len(arrived.fetched), written)


def _limits(cases: tuple[Case, ...]) -> int:
    """Count the limits and enums that the cases stand at."""
    return len({(case.place, case.keyword) for case in cases if case.at_limit})


@click.command()
@source_option
@click.pass_obj
def pipeline(root: Path, source: str) -> int:
    """Do it all: fetch, compare, generate, check; ends in a table."""
    project = load_project(root)
    with my_turn(project), opened(source, project) as door:
        done = run(project, door, today())
    screen = console()
    if done.changes:
        show_changes(screen, done.changes)
    show_findings(screen, done.checked.open)
    show_rows(screen, done.rows)
    show_recorded(screen, done.checked.recorded)
    click.echo(
        f"{counted(done.fetched, 'document')} from {source}, {done.written} generated files "
        f"changed; found: {len(done.checked.open)}, known and accepted: "
        f"{len(done.checked.accepted)} (`fal-codegen check` lists them)."
    )
    return FOUND if done.changes or done.checked.open else 0
