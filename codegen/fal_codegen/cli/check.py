"""check: every witness of an endpoint held to every other."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fal_codegen.cli.options import FOUND, console, executor_option, fal_key, report_option, tell
from fal_codegen.cli.progress import Bar

if TYPE_CHECKING:
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
    from fal_codegen.report import counted

    project, keys, progress = load_project(root), [fal_key()], Bar()
    if secrets:
        return _search(project, form)
    if examples is None:
        if seed is not None:
            raise click.UsageError("--seed goes with --explore")
        draws = pipeline.CI if properties else None
        checked = pipeline.check(
            project, keys=keys, draws=draws, cluster=cluster, progress=progress
        )
    else:
        explored = pipeline.explore(
            project, examples, seed=seed, keys=keys, cluster=cluster, progress=progress
        )
        checked = explored.checked
        click.echo(f"Explored from seed {explored.seed}.", err=True)
        for id_, new in explored.saved.items():
            click.echo(f"Saved {counted(new, 'case')} of {id_}.", err=True)
    tell(form, pipeline.reported(project, checked=checked))
    return FOUND if checked.open else 0


def _search(project: "Project", form: str) -> int:
    from fal_codegen import pipeline
    from fal_codegen.report import counted, show_findings

    if form != "text":
        raise click.UsageError("--secrets has no form but text")
    found = pipeline.secrets(project, keys=[fal_key()])
    show_findings(console(), found.open, expired=found.expired, accepted=found.accepted)
    click.echo(f"{counted(len(found.open), 'secret')} in the recordings.")
    return FOUND if found.open else 0
