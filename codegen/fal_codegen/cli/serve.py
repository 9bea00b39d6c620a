"""serve: the emulator, to develop and test against."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from fal_codegen.cli.options import COULD_NOT_TELL, say, tell_errors
from fal_codegen.cli.progress import Bar

if TYPE_CHECKING:
    from fal_codegen.pipeline import Served


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8787,
    show_default=True,
    help="0 takes a free one.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="One that others can reach needs a key.",
)
@click.option(
    "--key",
    envvar="FAL_EMULATOR_KEY",
    default="",
    show_envvar=True,
    help="The only key that is taken; without it, any will do.",
)
@click.option("--tls", is_flag=True, help="Speak HTTPS, under a new authority each time.")
@click.option(
    "--faults",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A TOML file of [[rule]] tables: what goes wrong, with which requests.",
)
@click.option(
    "--change",
    "changes",
    multiple=True,
    metavar="'ENDPOINT NAME'",
    help="Serve an endpoint with one promise changed, such as num_images.maximum+1; repeatable.",
)
@click.option(
    "--as-of",
    default="",
    metavar="REVISION",
    help="Serve the project's contracts as they were at a git revision.",
)
@click.pass_obj
def serve(  # noqa: PLR0913 - one for each option
    root: Path,
    *,
    port: int,
    host: str,
    key: str,
    tls: bool,
    faults: Path | None,
    changes: Sequence[str],
    as_of: str,
) -> int:
    """Run the emulator until Ctrl-C, on this machine only unless told otherwise.

    It stands for fal.ai, fal.run, queue.fal.run and the CDN; the first path segment names the host.
    Serves the project's endpoints, and those that come with fal-codegen.
    """
    from fal_codegen import pipeline
    from fal_codegen.project import load_project

    if not key and not pipeline.is_loopback(host):
        raise click.UsageError(f"others can reach {host!r}: give a --key to ask them for")
    shown = "the-key-you-gave" if key else "any"
    missing: list[str] = []
    pipeline.serve(
        load_project(root),
        lambda served: missing.extend(_announce(served, shown)),
        host=host,
        port=port,
        key=key,
        tls=tls,
        faults=faults,
        changes=changes,
        as_of=as_of,
        progress=Bar(),
    )
    return COULD_NOT_TELL if missing else 0


def _announce(served: "Served", key: str) -> list[str]:
    """Say where it is; give a line for each endpoint that it does not serve."""
    from fal_codegen.report import say_unreadable

    missing = [f"not served: {line}" for line in say_unreadable(served.unreadable)]
    tell_errors(missing)
    front = served.gateway
    say(f"The emulator is at {front} until Ctrl-C; it is ours, not fal.")
    say(f"  export FAL_GATEWAY={front} FAL_KEY={key}")
    if served.authority:
        place = f"localhost:{urlsplit(front).port}"
        say(f"  export SSL_CERT_FILE={served.authority}")
        say(f"  export FAL_RUN_HOST={place}/fal.run FAL_QUEUE_RUN_HOST={place}/queue.fal.run")
    say(f"  curl '{front}/fal.ai/api/openapi/queue/openapi.json?endpoint_id=fal-ai/nano-banana'")
    return missing
