"""init: a folder becomes a project."""

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

import click

from fal_codegen.cli.options import endpoint_ids
from fal_codegen.contract import EndpointId
from fal_codegen.errors import ProjectBroken
from fal_codegen.project import start_project

_EXAMPLE = "fal-ai/nano-banana-2"
"""What a project without endpoints is shown to fetch."""


@click.command()
@click.argument("root", metavar="DIR", type=click.Path(path_type=Path))
@endpoint_ids
def init(root: Path, ids: Sequence[str]) -> None:
    """Make a folder a project, with these endpoints if any.

    \b
    Example:
    fal-codegen init shop fal-ai/nano-banana-2 fal-ai/nano-banana-2/edit
    """  # noqa: D301 - the backspace tells click to keep the lines as they are
    try:
        file = start_project(root, [EndpointId(text) for text in ids])
    except ValueError as error:
        raise ProjectBroken(str(error)) from None
    command = "fal-codegen" if root == Path() else f"fal-codegen --project {quote(str(root))}"
    named = "" if ids else f" {_EXAMPLE}"
    click.echo(f"{file}: ready. Next:")
    for verb in (f"fetch{named}", "generate", "check"):
        click.echo(f"  {command} {verb}")
