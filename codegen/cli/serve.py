"""serve: the emulator, to develop and test against."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click

from codegen.cli.options import my_turn
from codegen.cli.where import emulated
from codegen.emulator import Certificate, Schedule, certificate, is_loopback, read_schedule
from codegen.emulator import serve as serve_emulator
from codegen.project import FOLDER, Project, ProjectBroken, WriteBroken, load_project

_AUTHORITY = Path(FOLDER, "emulator-ca.pem")


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
) -> int:
    """Run the emulator until Ctrl-C, on this machine only unless told otherwise.

    It stands for fal.ai, fal.run, queue.fal.run and the CDN; the first path segment names the host.
    Serves the project's endpoints, and those that come with fal-codegen.
    """
    if not key and not is_loopback(host):
        raise click.UsageError(f"others can reach {host!r}: give a --key to ask them for")
    project = load_project(root)
    app = emulated(project, every_page=True, changes=changes, key=key, schedule=_schedule(faults))
    issued = certificate(host) if tls else None
    authority = _keep_authority(project, issued) if issued else None
    announce = partial(_announce, key="the-key-you-gave" if key else "any", authority=authority)
    try:
        serve_emulator(app, port, announce, host, issued.context if issued else None)
    except OSError as error:
        place = f"port {port}" if is_loopback(host) else f"{host}, port {port}"
        reason = str(error.strerror).partition(" (")[0]  # the address again, in Python's words
        raise ProjectBroken(f"{place}: {reason}") from None
    return 0


def _schedule(file: Path | None) -> Schedule:
    try:
        return read_schedule(file.read_text(encoding="utf-8")) if file else Schedule()
    except (OSError, ValueError) as error:
        raise ProjectBroken(f"{file}: {error}") from None


def _keep_authority(project: Project, issued: Certificate) -> Path:
    """Write whom clients must trust, and give the place."""
    file = project.root / _AUTHORITY
    try:
        with my_turn(project):
            file.write_bytes(issued.authority)
    except OSError as error:
        raise WriteBroken(f"{file}: {error.strerror}") from None
    return file


def _announce(front: str, *, key: str, authority: Path | None) -> None:
    click.echo(f"The emulator is at {front} until Ctrl-C; it is ours, not fal.")
    click.echo(f"  export FAL_GATEWAY={front} FAL_KEY={key}")
    if authority:
        place = f"localhost:{urlsplit(front).port}"
        click.echo(f"  export SSL_CERT_FILE={authority}")
        click.echo(
            f"  export FAL_RUN_HOST={place}/fal.run FAL_QUEUE_RUN_HOST={place}/queue.fal.run"
        )
    click.echo(
        f"  curl '{front}/fal.ai/api/openapi/queue/openapi.json?endpoint_id=fal-ai/nano-banana'"
    )
