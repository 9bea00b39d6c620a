"""How the limits of an endpoint moved from version to version of its committed contract."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fal_codegen.contract import EndpointId, Json, equality_key
from fal_codegen.errors import ProjectBroken
from fal_codegen.openapi import read_document
from fal_codegen.pipeline.comparing.versions import committed_versions, read_versions
from fal_codegen.pipeline.reporting.limits import promises
from fal_codegen.project import Project


@dataclass(frozen=True, slots=True)
class Move:
    """A limit of the input that is another than before; None is none."""

    place: str
    keyword: str
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class LimitVersion:
    """A version, with the day it was committed, how many limits it has, and which it moved.

    `removed` is the day and the commit in which the one before was taken away, if it was.
    """

    name: str
    date: str
    limits: int
    moved: tuple[Move, ...]
    removed: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The versions of a contract, the oldest first; `why` says why there are none.

    `older` says why there may be older ones that are not known.
    """

    versions: tuple[LimitVersion, ...] = ()
    older: str = ""
    why: str = ""


def timeline(project: Project, id_: EndpointId) -> Timeline:
    """Follow the limits of an endpoint over the git history of contracts/."""
    try:
        committed = committed_versions(project, id_)
        versions = read_versions(committed.versions, id_).read
    except ProjectBroken:
        return Timeline(why="contracts/ is in no git repository")
    found: list[LimitVersion] = []
    before: Mapping[tuple[str, str], Json] | None = None
    removed = ""
    for version in versions:
        endpoint = read_document(version.document).endpoint
        removed = (removed or version.removed) if found else ""
        if endpoint is None:
            continue
        now = promises(endpoint)
        moved = () if before is None else tuple(_moves(before, now))
        found.append(LimitVersion(version.name, version.date, len(now), moved, removed))
        before, removed = now, ""
    if not found:
        return Timeline(why="no version of it can be read")
    return Timeline(tuple(found), committed.older)


def _moves(
    before: Mapping[tuple[str, str], Json], now: Mapping[tuple[str, str], Json]
) -> Iterator[Move]:
    for key in {**before, **now}:
        was, is_ = before.get(key), now.get(key)
        if equality_key(was) != equality_key(is_):
            yield Move(*key, was, is_)
