"""drift: what changed since the contracts were committed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from fal_codegen.cli.completion import complete_endpoints
from fal_codegen.cli.options import (
    COULD_NOT_TELL,
    FOUND,
    console,
    fail_on_option,
    is_quiet,
    report_option,
    schema_option,
    source_option,
    tell,
    tell_errors,
    tell_gaps,
)
from fal_codegen.cli.progress import Bar
from fal_codegen.errors import ProjectBroken

if TYPE_CHECKING:
    from fal_codegen.drift import FailOn
    from fal_codegen.pipeline import DriftResult
    from fal_codegen.project import Project


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for, as the options have it."""

    root: Path
    names: Sequence[str]
    ids: Sequence[str]
    source: str | None
    fail_on: "FailOn | None"
    form: str
    applies: bool

    @property
    def for_people(self) -> bool:
        """Whether sentences go with what is found."""
        return self.form == "text" and not is_quiet()


@click.command()
@click.argument(
    "names",
    nargs=-1,
    metavar="[ENDPOINT]... | BASE REVISION | BASE..REVISION",
    shell_complete=complete_endpoints,
)
@click.option(
    "--endpoint",
    "ids",
    multiple=True,
    metavar="ENDPOINT",
    shell_complete=complete_endpoints,
    help="Only this endpoint of BASE and REVISION; may be given several times.",
)
@source_option
@report_option
@fail_on_option
@click.option(
    "--rules", is_flag=True, help="List the rules and how levels follow, and do nothing else."
)
@click.option(
    "--apply",
    "applies",
    is_flag=True,
    help="Take over what changed: write contracts/ and generated/, and mark recordings.",
)
@schema_option("drift_schema")
@click.pass_obj
def drift(  # noqa: PLR0913 - one for each option
    root: Path,
    *,
    names: Sequence[str],
    ids: Sequence[str],
    source: str | None,
    form: str,
    fail_on: "FailOn | None",
    rules: bool,
    applies: bool,
) -> int:
    """Tell what changed since contracts/ was written, and what it means.

    Compares the source's documents with contracts/; without --apply nothing is written. BASE and
    REVISION are two files, folders, or git revisions of contracts/, which are then compared.
    """
    from fal_codegen.report import say_undecided, show_rules

    if rules:
        show_rules(console())
        return 0
    result = _result(_Wanted(root, names, ids, source, fail_on, form, applies))
    could_not_tell = say_undecided(result)
    tell_errors(could_not_tell)
    tell_gaps(result.gaps)
    if could_not_tell:
        return COULD_NOT_TELL
    return FOUND if result.failed else 0


def _project_around(root: Path) -> "Project | None":
    """Give the project there, where changes are placed in contracts; None outside of one."""
    from fal_codegen.project import load_project

    try:
        return load_project(root)
    except ProjectBroken:
        return None


def _result(wanted: _Wanted) -> "DriftResult":
    """Compare two sets of documents, or a source with contracts/, and print what changed."""
    from fal_codegen import pipeline

    sides = pipeline.two_sides(wanted.root, wanted.names)
    if sides and (wanted.source or wanted.applies):
        raise click.UsageError("--source and --apply are for a comparison with contracts/")
    if sides:
        return _between(wanted, sides)
    return _applied(wanted) if wanted.applies else _with_contracts(wanted)


def _between(wanted: _Wanted, sides: tuple[str, str]) -> "DriftResult":
    from fal_codegen import pipeline

    found = pipeline.drift_between(
        wanted.root, *sides, wanted.ids, fail_on=wanted.fail_on, progress=Bar()
    )
    home = _project_around(wanted.root)
    tell(wanted.form, pipeline.reported(home, drift=found) if home else pipeline.Report(found))
    if home and wanted.for_people and found.open:
        _tell_how_to_settle(f" --between {' '.join(map(quote, sides))}")
    return found


def _with_contracts(wanted: _Wanted) -> "DriftResult":
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import one_line

    project, chosen = load_project(wanted.root), (*wanted.names, *wanted.ids)
    where = wanted.source or project.source
    found = pipeline.drift(project, chosen, source=where, fail_on=wanted.fail_on, progress=Bar())
    tell(wanted.form, pipeline.reported(project, drift=found))
    if wanted.for_people and found.open:
        asked = f" --source {quote(wanted.source)}" if wanted.source else ""
        click.echo(one_line(f"To take over what changed: `fal-codegen drift --apply{asked}`."))
        _tell_how_to_settle(asked)
    return found


def _applied(wanted: _Wanted) -> "DriftResult":
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import show_applied

    project, chosen = load_project(wanted.root), (*wanted.names, *wanted.ids)
    where = wanted.source or project.source
    done = pipeline.apply_drift(
        project, chosen, source=where, fail_on=wanted.fail_on, progress=Bar()
    )
    tell(wanted.form, pipeline.reported(project, drift=done.drift))
    if wanted.for_people:
        show_applied(console(), done)
    return done.drift


def _tell_how_to_settle(compared: str) -> None:
    """Say how a change is accepted, with the options that say what was compared."""
    from fal_codegen.report import one_line

    command = one_line(f"fal-codegen accept ID --reason TEXT{compared}")
    click.echo(f"To settle a change: `{command}`, with the id at its end.")
