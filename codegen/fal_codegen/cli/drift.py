"""drift: what changed since the contracts were committed."""

from collections.abc import Sequence
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
    result = _result(root, names, ids, source, fail_on, form=form, applies=applies)
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


def _result(  # noqa: PLR0913 - what was asked for
    root: Path,
    names: Sequence[str],
    ids: Sequence[str],
    source: str | None,
    fail_on: "FailOn | None",
    *,
    form: str,
    applies: bool,
) -> "DriftResult":
    """Compare two sets of documents, or a source with contracts/, and print what changed."""
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import one_line, show_applied

    sides = pipeline.two_sides(root, names)
    if sides and (source or applies):
        raise click.UsageError("--source and --apply are for a comparison with contracts/")
    if sides:
        found = pipeline.drift_between(root, *sides, ids, fail_on=fail_on, progress=Bar())
        home = _project_around(root)
        tell(form, pipeline.reported(home, drift=found) if home else pipeline.Report(found))
        if home and form == "text" and found.open and not is_quiet():
            _tell_how_to_settle(f" --between {' '.join(map(quote, sides))}")
        return found
    project, chosen = load_project(root), (*names, *ids)
    where = source or project.source
    if not applies:
        found = pipeline.drift(project, chosen, source=where, fail_on=fail_on, progress=Bar())
        tell(form, pipeline.reported(project, drift=found))
        if form == "text" and found.open and not is_quiet():
            asked = f" --source {quote(source)}" if source else ""
            click.echo(one_line(f"To take over what changed: `fal-codegen drift --apply{asked}`."))
            _tell_how_to_settle(asked)
        return found
    done = pipeline.apply_drift(project, chosen, source=where, fail_on=fail_on, progress=Bar())
    tell(form, pipeline.reported(project, drift=done.drift))
    if form == "text" and not is_quiet():
        show_applied(console(), done)
    return done.drift


def _tell_how_to_settle(compared: str) -> None:
    """Say how a change is accepted, with the options that say what was compared."""
    from fal_codegen.report import one_line

    command = one_line(f"fal-codegen accept ID --reason TEXT{compared}")
    click.echo(f"To settle a change: `{command}`, with the id at its end.")
