"""serve: the emulator over a project's contracts, until somebody stops it, or for a block."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fal_codegen.contract import EndpointId
from fal_codegen.emulator import (
    Certificate,
    Schedule,
    certificate,
    is_loopback,
    read_schedule,
    running,
    schedule_of,
)
from fal_codegen.emulator import serve as serve_emulator
from fal_codegen.errors import ProjectBroken, WriteBroken, reading
from fal_codegen.pipeline.parameters import SILENT, Progress
from fal_codegen.pipeline.serving.project_emulator import project_emulator, servable
from fal_codegen.project import FOLDER, Project, exclusive
from fal_codegen.scratch import scratch

_AUTHORITY = Path(FOLDER, "emulator-ca.pem")


@dataclass(frozen=True, slots=True)
class Served:
    """Where the emulator is: its URL, and with TLS the file of the authority to trust.

    `unreadable` has the project's contracts that it cannot serve, with the reasons.
    """

    gateway: str
    authority: Path | None
    unreadable: dict[EndpointId, str]


def serve(  # noqa: PLR0913 - what a caller may choose
    project: Project,
    announce: Callable[[Served], None],
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    key: str = "",
    tls: bool = False,
    faults: Path | None = None,
    changes: Sequence[str] = (),
    as_of: str = "",
    progress: Progress = SILENT,
) -> None:
    """Run the emulator of the project's endpoints and of those that come along, until a signal.

    `announce` learns where it is. Port 0 takes a free one; `key` is the only one that is taken,
    without it any will do; `faults` is a file of rules, each of `changes` an endpoint and the name
    of a mutation. `as_of` is a git revision whose contracts are served. Raises `Broken`.
    """
    own = servable(project, as_of)
    app = project_emulator(
        project,
        own=own,
        every_page=True,
        changes=changes,
        key=key,
        name=host,
        schedule=_schedule(faults),
    )
    issued = certificate(host) if tls else None
    authority = _keep_authority(project, issued, progress) if issued else None
    try:
        serve_emulator(
            app,
            port,
            lambda gateway: announce(Served(gateway, authority, own.unreadable)),
            host,
            issued.context if issued else None,
        )
    except OSError as error:
        place = f"port {port}" if is_loopback(host) else f"{host}, port {port}"
        reason = str(error.strerror).partition(" (")[0]  # Python repeats the address here
        raise ProjectBroken(f"{place}: {reason}") from None


@contextmanager
def emulated(
    project: Project,
    *,
    faults: Sequence[Mapping[str, object]] = (),
    changes: Sequence[str] = (),
    tls: bool = False,
) -> Generator[Served, None, None]:
    """Run the emulator of the project's endpoints in this process while the block runs.

    It takes a free port, and any key. Each of `faults` is a rule as `serve` reads them from a file,
    `{"path": "/owner/name", "first": 1, "fault": "status=429"}`; `changes` are as for `serve`. The
    file of the authority goes with the block. Raises `Broken`.
    """
    try:
        schedule = schedule_of({"rule": [*faults]})
    except ValueError as error:
        raise ProjectBroken(f"faults: {error}") from None
    own = servable(project)
    app = project_emulator(project, own=own, every_page=True, changes=changes, schedule=schedule)
    issued = certificate("localhost") if tls else None
    with scratch() as folder:
        authority = folder / _AUTHORITY.name if issued else None
        if issued and authority:
            authority.write_bytes(issued.authority)
        with running(app, tls=issued.context if issued else None) as gateway:
            yield Served(gateway, authority, own.unreadable)


def _schedule(file: Path | None) -> Schedule:
    if file is None:
        return Schedule()
    with reading(file):
        return read_schedule(file.read_text(encoding="utf-8"))


def _keep_authority(project: Project, issued: Certificate, progress: Progress) -> Path:
    """Write whom clients must trust, and give the place."""
    file = project.root / _AUTHORITY
    try:
        with exclusive(project.root, progress.waiting):
            file.write_bytes(issued.authority)
    except OSError as error:
        raise WriteBroken(f"{file}: {error.strerror}") from None
    return file
