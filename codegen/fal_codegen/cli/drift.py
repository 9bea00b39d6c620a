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
    from fal_codegen.pipeline import DriftResult, Report


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


def _placed(root: Path, found: "DriftResult") -> "Report":
    """Say where changes are in the project's contracts, where there is a project."""
    from fal_codegen import pipeline
    from fal_codegen.project import load_project

    try:
        project = load_project(root)
    except ProjectBroken:
        return pipeline.Report(found)
    return pipeline.reported(project, drift=found)


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
    from fal_codegen.report import show_applied

    sides = pipeline.two_sides(root, names)
    if sides and (source or applies):
        raise click.UsageError("--source and --apply are for a comparison with contracts/")
    if sides:
        found = pipeline.drift_between(root, *sides, ids, fail_on=fail_on, progress=Bar())
        tell(form, _placed(root, found))
        return found
    project, chosen = load_project(root), (*names, *ids)
    where = source or project.source
    if not applies:
        found = pipeline.drift(project, chosen, source=where, fail_on=fail_on, progress=Bar())
        tell(form, pipeline.reported(project, drift=found))
        if form == "text" and found.open and not is_quiet():
            _tell_next(source)
        return found
    done = pipeline.apply_drift(project, chosen, source=where, fail_on=fail_on, progress=Bar())
    tell(form, pipeline.reported(project, drift=done.drift))
    if form == "text" and not is_quiet():
        show_applied(console(), done)
    return done.drift


def _tell_next(source: str | None) -> None:
    """Say how changes are taken over or settled, from the source that was asked for."""
    from fal_codegen.report import one_line

    asked = one_line(f" --source {quote(source)}" if source else "")
    click.echo(
        f"To take over what changed: `fal-codegen drift --apply{asked}`; to settle a change: "
        f"`fal-codegen accept ID --reason TEXT{asked}`, with the id at its end."
    )
