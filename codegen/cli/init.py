"""init: a folder becomes a project."""

from collections.abc import Sequence
from pathlib import Path

import click

from codegen.cli.options import endpoint_ids
from codegen.contract import EndpointId
from codegen.project import ProjectBroken, WriteBroken

_TABLE = """[tool.fal-codegen]
# The endpoints that `fal-codegen fetch` fetches, by their ids on fal.ai.
endpoints = [{endpoints}]
"""


def start(root: Path, endpoints: Sequence[EndpointId]) -> Path:
    """Write the configuration into a folder's pyproject.toml, made where there is none.

    Raises `ProjectBroken` for a folder that is a project already.
    """
    file = root / "pyproject.toml"
    listed = "".join(f'\n  "{id_}",' for id_ in endpoints)
    table = _TABLE.format(endpoints=f"{listed}\n" if listed else "")
    try:
        root.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        if "[tool.fal-codegen]" in before:
            raise ProjectBroken(f"{file}: has a [tool.fal-codegen] table already")
        fresh = file.with_name(".pyproject.toml.fresh")
        fresh.write_text(f"{before.rstrip()}\n\n{table}".lstrip(), encoding="utf-8")
        fresh.replace(file)
    except OSError as error:
        raise WriteBroken(f"{error.filename or root}: {error.strerror}") from None
    return file


@click.command()
@click.argument("root", metavar="DIR", type=click.Path(path_type=Path))
@endpoint_ids
def init(root: Path, ids: Sequence[str]) -> None:
    """Make a folder a project, with these endpoints if any.

    Example: fal-codegen init shop fal-ai/nano-banana-2 fal-ai/nano-banana-2/edit
    """
    try:
        file = start(root, [EndpointId(text) for text in ids])
    except ValueError as error:
        raise ProjectBroken(str(error)) from None
    click.echo(f"{file}: ready; next: fal-codegen --project {root} fetch")
