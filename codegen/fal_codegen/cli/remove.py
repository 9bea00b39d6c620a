"""remove: endpoints leave a project."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from fal_codegen.cli.completion import complete_endpoints
from fal_codegen.cli.options import COULD_NOT_TELL, say
from fal_codegen.cli.progress import Bar


@click.command()
@click.argument(
    "ids", nargs=-1, required=True, metavar="ENDPOINT...", shell_complete=complete_endpoints
)
@click.option("--yes", is_flag=True, help="Remove recordings as well, and do not ask.")
@click.pass_obj
def remove(root: Path, ids: Sequence[str], *, yes: bool) -> int:
    """Remove endpoints from pyproject.toml, contracts/, generated/ and cassettes/."""
    from fal_codegen import pipeline
    from fal_codegen.project import load_project
    from fal_codegen.report import counted

    project = load_project(root)
    if not yes and sys.stdin.isatty() and (tapes := pipeline.recordings_of(project, ids)):
        yes = click.confirm(f"{counted(len(tapes), 'cassette')} would go as well. Remove them?")
        if not yes:
            click.echo("Nothing was removed.", err=True)
            return COULD_NOT_TELL
    done = pipeline.remove(project, ids, with_recordings=yes, progress=Bar())
    say(
        f"{counted(len(done.removed), 'endpoint')} removed, with "
        f"{counted(done.cassettes, 'cassette')}; generated/: {done.written} files changed."
    )
    return 0
