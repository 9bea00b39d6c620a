"""check: every witness of an endpoint held to every other."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fal_codegen.cli.options import (
    FOUND,
    console,
    executor_option,
    fal_key,
    report_option,
    schema_option,
    tell,
)
from fal_codegen.cli.progress import Bar

if TYPE_CHECKING:
    from fal_codegen.pipeline import CheckResult
    from fal_codegen.project import Project


@click.command()
@report_option
@click.option(
    "--secrets", is_flag=True, help="Search the recordings for secrets, and do nothing else."
)
@click.option(
    "--properties/--no-properties",
    default=True,
    help="Hold the client to drawn bodies, too.  [default: properties]",
)
@click.option(
    "--explore",
    "examples",
    type=click.IntRange(1),
    metavar="N",
    help="Draw N random bodies a property, and save those that show a disagreement.",
)
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Explore from this seed again.")
@click.option(
    "--coverage",
    is_flag=True,
    help="Tell of every limit which witness exercised it, and on which side: cases, cassettes "
    "(of the emulator), traffic (of fal itself), and your tests, as the pytest plugin counts.",
)
@schema_option("coverage_schema", "--coverage --format json")
@executor_option
@click.pass_obj
def check(  # noqa: PLR0913 - a parameter for each option
    root: Path,
    form: str,
    *,
    properties: bool,
    examples: int | None,
    seed: int | None,
    secrets: bool,
    coverage: bool,
    cluster: str | None,
) -> int:
    """Hold pages, recordings and generated code to the documents.

    Runs every boundary case through the generated client, holds it to bodies that Hypothesis draws,
    the same in every run, and replays the cassettes with the network shut. Searches them for the
    key in FAL_KEY, and for secrets that show themselves by a name or a shape; others it cannot
    know. Findings do not count that were accepted (see `accept`), or that fal-codegen knows of the
    contracts that come with it.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project

    project = load_project(root)
    if secrets:
        return _search(project, form)
    if coverage and form not in ("text", "json"):
        raise click.UsageError("--coverage has the forms text and json")
    if examples is None:
        if seed is not None:
            raise click.UsageError("--seed goes with --explore")
        draws = pipeline.CI if properties else None
        checked = pipeline.check(
            project, keys=[fal_key()], draws=draws, cluster=cluster, progress=Bar()
        )
    else:
        checked = _explored(project, examples, seed, cluster)
    if coverage:
        return _covered(project, checked, form, cluster)
    if form == "text":  # which names no lines: they take time to find
        report = pipeline.Report(checked=checked)
    else:
        report = pipeline.reported(project, checked=checked)
    tell(form, report, project=project)
    return FOUND if checked.open else 0


def _explored(
    project: "Project", examples: int, seed: int | None, cluster: str | None
) -> "CheckResult":
    from fal_codegen import pipeline
    from fal_codegen.report import counted

    explored = pipeline.explore(
        project, examples, seed=seed, keys=[fal_key()], cluster=cluster, progress=Bar()
    )
    click.echo(f"Explored from seed {explored.seed}.", err=True)
    for id_, new in explored.saved.items():
        click.echo(f"Saved {counted(new, 'case')} of {id_}.", err=True)
    return explored.checked


def _covered(project: "Project", checked: "CheckResult", form: str, cluster: str | None) -> int:
    from fal_codegen import pipeline
    from fal_codegen.report import coverage_data, show_coverage

    coverages = pipeline.coverage(
        project, checked, keys=[fal_key()], cluster=cluster, progress=Bar()
    )
    if form == "json":
        click.echo(json.dumps(coverage_data(coverages, checked), indent=2))
    else:
        show_coverage(console(), coverages)
        tell(form, pipeline.Report(checked=checked))
    return FOUND if checked.open or coverages.unexplained else 0


def _search(project: "Project", form: str) -> int:
    from fal_codegen import pipeline
    from fal_codegen.report import counted, show_findings

    if form != "text":
        raise click.UsageError("--secrets has no form but text")
    found = pipeline.secrets(project, keys=[fal_key()])
    show_findings(console(), found.open, expired=found.expired, accepted=found.accepted)
    click.echo(f"{counted(len(found.open), 'secret')} in the recordings.")
    return FOUND if found.open else 0
