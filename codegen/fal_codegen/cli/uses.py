"""uses: where source calls the generated client."""

from collections.abc import Sequence
from pathlib import Path

import click

from fal_codegen.cli.options import COULD_NOT_TELL, tell_errors


@click.command()
@click.argument(
    "sources",
    nargs=-1,
    metavar="[SRC]...",
    type=click.Path(path_type=Path, exists=True),
)
@click.pass_obj
def uses(root: Path, *, sources: Sequence[Path]) -> int:
    """List where Python source calls the endpoints, and with which fields.

    SRC are files and folders, by default those of `drift.uses` in pyproject.toml, which `drift`
    holds its changes to. Source is read and never run.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import counted, one_line, say_use

    project = load_project(root)
    if not sources and not project.drift.uses:
        raise click.UsageError("name files or folders, or list them as drift.uses")
    found = pipeline.uses(project, sources)
    for use in found.uses:
        click.echo(one_line(say_use(use)))
    tell_errors(found.unread)
    endpoints = len({use.endpoint for use in found.uses})
    click.echo(
        f"{counted(len(found.uses), 'use')} of {counted(endpoints, 'endpoint')} "
        f"in {counted(found.files, 'file')}."
    )
    return COULD_NOT_TELL if found.unread else 0
