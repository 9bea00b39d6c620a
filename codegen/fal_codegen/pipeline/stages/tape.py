"""tape: what a test sends, answered from a cassette of its own, or recorded into it."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from fal_codegen.cassettes import SecretFound, offline, taping
from fal_codegen.emulator import is_loopback
from fal_codegen.errors import ProjectBroken, SourceBroken
from fal_codegen.pipeline.parameters import SILENT, today
from fal_codegen.project import Project, exclusive, update_tree

REPLAY = "none"
RECORD_MODES = (REPLAY, "once", "new_episodes", "all")
"""vcrpy's own: what is recorded, beside what a cassette already has."""


@dataclass(slots=True)
class Taped:
    """What a block sent; it is written at the end unless whoever ran it says not to."""

    keep: bool = True


@contextmanager
def tape(  # noqa: PLR0913 - what a caller may choose
    project: Project,
    file: Path,
    mode: str,
    *,
    source: str,
    gateway: str | None = None,
    keys: Sequence[str] = (),
) -> Generator[Taped, None, None]:
    """Replay a cassette, or record into it, while the block runs, as vcrpy's record mode says.

    While it only replays, the network is shut. A new cassette is stamped with its source, `live` or
    `emulator`, and today; addresses below `gateway` are kept as fal's own. Nothing is written if
    the block raises. Raises `ProjectBroken` for a file that is no cassette, or none to replay, and
    `SourceBroken` where a secret would have been written.
    """
    if mode == REPLAY and not file.is_file():
        raise ProjectBroken(f"{file}: no such cassette to replay")
    session, origin = Taped(), {"source": source, "date": today()}
    try:
        with (
            offline(is_loopback) if mode == REPLAY else nullcontext(),
            taping(
                file,
                mode,
                origin=origin,
                gateway=gateway,
                is_local=is_loopback,
                keys=keys,
            ) as taped,
        ):
            yield session
    except SecretFound as error:
        raise SourceBroken(f"{file}: {error}") from None
    if taped.text and session.keep:
        with exclusive(project.root, SILENT.waiting):
            update_tree(file.parent, {file.name: taped.text.encode()})
