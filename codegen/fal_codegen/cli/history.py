"""history: what an endpoint promised from version to version."""

from pathlib import Path

import click

from fal_codegen.cli.completion import complete_endpoints
from fal_codegen.cli.options import FOUND, console
from fal_codegen.cli.progress import Bar


@click.command()
@click.argument("ids", nargs=1, metavar="ENDPOINT", shell_complete=complete_endpoints)
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="Documents with dates in their paths.  [default: the git history of contracts/]",
)
@click.option(
    "--body",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A request's body as JSON: which version refused it first?",
)
@click.pass_obj
def history(root: Path, *, ids: str, folder: Path | None, body: Path | None) -> int:
    """Show how an endpoint's promises changed over time.

    With --body, the exit code is 1 where a version refuses it.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import show_history

    project = load_project(root) if folder is None else None
    result = pipeline.history(project, ids, folder=folder, body=body, progress=Bar())
    show_history(console(), result)
    refused = result.refusal is not None and result.refusal.first is not None
    return FOUND if refused else 0
