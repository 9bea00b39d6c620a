"""Recordings that have to do with what changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from fal_codegen.cassettes import Cassette, read_cassette, write_cassette
from fal_codegen.check import is_answer
from fal_codegen.contract import Document, EndpointId, Json, parse
from fal_codegen.drift import Change, exercised
from fal_codegen.judge import Judge
from fal_codegen.project import Project, files_below, update_tree

_FINE = range(200, 300)
_SUFFIX = ".yaml"


@dataclass(frozen=True, slots=True)
class AffectedRecording:
    """A recording that has something at places that changed.

    `file` is its path below cassettes/. `refused` tells that a request in it was right and is
    refused by the new contract.
    """

    endpoint: EndpointId
    file: str
    places: tuple[str, ...]
    refused: bool


def affected_recordings(
    project: Project,
    changes: Collection[Change],
    before: Mapping[EndpointId, Document],
    after: Mapping[EndpointId, Document],
) -> list[AffectedRecording]:
    """Give the recordings whose requests or answers exercise a change, in the order of files.

    What is no recording of ours is left to `check`.
    """
    found: list[AffectedRecording] = []
    judges: dict[EndpointId, tuple[Judge, Judge]] = {}
    for path, cassette in _cassettes(project, {change.endpoint for change in changes}):
        id_ = cassette.stamp.endpoint
        places = _places(cassette, [change for change in changes if change.endpoint == id_])
        if id_ in before and id_ in after and id_ not in judges:
            judges[id_] = (Judge(before[id_]), Judge(after[id_]))
        refused = id_ in judges and _refused(cassette, *judges[id_])
        if places or refused:
            found.append(AffectedRecording(id_, path, places, refused))
    return found


def mark_stale(project: Project, found: Iterable[AffectedRecording]) -> None:
    """Write into recordings at which places the contract has changed since."""
    files: dict[str, bytes | None] = {}
    for each in found:
        cassette = read_cassette((project.cassettes / each.file).read_text("utf-8"))
        places = tuple(dict.fromkeys((*cassette.stamp.stale, *each.places)))
        marked = replace(cassette, stamp=replace(cassette.stamp, stale=places))
        files[each.file] = write_cassette(marked).encode()
    if files:
        update_tree(project.cassettes, files)


def _cassettes(project: Project, ids: Collection[EndpointId]) -> Iterator[tuple[str, Cassette]]:
    for path, file in files_below(project.cassettes).items():
        if Path(path).suffix != _SUFFIX or not any(path.startswith(f"{id_}/") for id_ in ids):
            continue
        try:
            cassette = read_cassette(file.read_text("utf-8"))
        except (ValueError, OSError):
            continue
        if cassette.stamp.endpoint in ids:
            yield path, cassette


def _places(cassette: Cassette, changes: Collection[Change]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for exchange in cassette.exchanges:
        if exchange.method == "POST":
            found |= dict.fromkeys(exercised(changes, "input", _json(exchange.request)))
        if is_answer(exchange) and exchange.status in _FINE:
            found |= dict.fromkeys(exercised(changes, "output", _json(exchange.response)))
    return tuple(found)


def _refused(cassette: Cassette, before: Judge, after: Judge) -> bool:
    """Tell whether the service took a request that was right, and is not any more."""
    taken = (each for each in cassette.exchanges if each.method == "POST" and each.status in _FINE)
    bodies = (_json(each.request) for each in taken)
    return any(not before.input(body) and after.input(body) for body in bodies)


def _json(data: bytes) -> Json:
    try:
        return parse(data)
    except ValueError:
        return None
