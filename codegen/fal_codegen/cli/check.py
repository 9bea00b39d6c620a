"""check: every witness of an endpoint held to every other."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fal_codegen.cli.options import FOUND, console, fal_key, report_option, tell
from fal_codegen.cli.progress import Bar

if TYPE_CHECKING:
    from fal_codegen.project import Project


@click.command()
@report_option
@click.option(
    "--secrets", is_flag=True, help="Search the recordings for secrets, and do nothing else."
)
@click.pass_obj
def check(root: Path, form: str, *, secrets: bool) -> int:
    """Hold pages, recordings and generated code to the documents.

    Runs every boundary case through the generated client and replays the cassettes with the network
    shut. Searches them for the key in FAL_KEY, and for secrets that show themselves by a name or a
    shape; others it cannot know. Findings do not count that were accepted (see `accept`), or that
    fal-codegen knows of the contracts that come with it.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project

    project = load_project(root)
    if secrets:
        return _search(project, form)
    checked = pipeline.check(project, keys=[fal_key()], progress=Bar())
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
