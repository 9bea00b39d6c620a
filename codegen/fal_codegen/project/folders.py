"""Folders of endpoints: those that are one where file systems know no case, and those that none is.

A project may be checked out on a system that is not the one it was made on.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from fal_codegen.contract import EndpointId
from fal_codegen.errors import ProjectBroken
from fal_codegen.project.config import CONFIGURATION


def folder_warnings(
    newcomers: Iterable[EndpointId], known: Collection[EndpointId]
) -> Iterator[str]:
    """Say of which endpoints the folder cannot be had on every system."""
    for id_, other in _meeting(newcomers, known).items():
        yield f"{id_}: macOS and Windows, which know no case, take its folder for that of {other}"
    for id_ in newcomers:
        if not id_.has_folder_everywhere:
            yield f"{id_}: Windows has no folder of that name, and cannot check this project out"


def refuse_one_folder(
    root: Path, newcomers: Iterable[EndpointId], known: Collection[EndpointId]
) -> None:
    """Raise `ProjectBroken` for an endpoint whose folder is that of another on this very system."""
    meeting = _meeting(newcomers, known)
    if meeting and (root / CONFIGURATION.upper()).exists():
        id_, other = next(iter(meeting.items()))
        raise ProjectBroken(
            f"{id_}: this file system knows no case, so its folder is that of {other}; "
            "a project here can hold one of the two"
        )


def _meeting(
    newcomers: Iterable[EndpointId], known: Collection[EndpointId]
) -> Mapping[EndpointId, EndpointId]:
    """Give the newcomers whose ids others have but for their case, with one of those."""
    first: dict[str, EndpointId] = {}
    for id_ in known:
        first.setdefault(id_.casefold(), id_)
    found: dict[EndpointId, EndpointId] = {}
    for id_ in newcomers:
        other = first.setdefault(id_.casefold(), id_)
        if other != id_:
            found[id_] = other
    return found
