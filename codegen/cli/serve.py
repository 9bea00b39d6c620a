"""serve: the emulator, to develop and test against."""

import os
from pathlib import Path

import click

from codegen.cli.where import emulated
from codegen.emulator import serve as serve_emulator
from codegen.project import ProjectBroken, load_project


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8787,
    show_default=True,
    help="0 takes a free one.",
)
@click.pass_obj
def serve(root: Path, port: int) -> int:
    """Run the emulator until Ctrl-C, on this machine only.

    It stands for fal.ai, fal.run, queue.fal.run and the CDN; the first path segment names the host.
    Serves the project's endpoints, and those that come with fal-codegen.
    """
    try:
        serve_emulator(emulated(load_project(root)), port, _announce)
    except OSError as error:
        raise ProjectBroken(f"port {port}: {os.strerror(error.errno or 0)}") from None
    return 0


def _announce(front: str) -> None:
    click.echo(f"The emulator is at {front} until Ctrl-C; it is ours, not fal.")
    click.echo(f"  export FAL_GATEWAY={front} FAL_KEY=any")
    click.echo(
        f"  curl '{front}/fal.ai/api/openapi/queue/openapi.json?endpoint_id=fal-ai/nano-banana'"
    )
