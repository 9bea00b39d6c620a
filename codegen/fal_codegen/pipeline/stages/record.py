"""record: play every scenario of an endpoint and keep the traffic as cassettes."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fal_codegen.cases import NoSample
from fal_codegen.cassettes import Cassette, read_cassette
from fal_codegen.contract import EndpointId
from fal_codegen.errors import ProjectBroken, SourceBroken
from fal_codegen.pipeline.contracts import LoadedContract, load_required
from fal_codegen.pipeline.fetching.sources import gateway
from fal_codegen.pipeline.gaps import Gaps
from fal_codegen.pipeline.parameters import SILENT, Progress, today
from fal_codegen.pipeline.recording.har import Imported, import_har
from fal_codegen.pipeline.recording.scenarios import (
    RecordingSession,
    media_scenarios,
    record_scenarios,
    times_of,
)
from fal_codegen.project import EMULATOR, LIVE, Project, exclusive, files_below, update_tree

_NO_KEY = "emulator-key"
_BILLED = 2
"""The calls for an endpoint that give an answer, `sync` and `queue`; fal bills no refusal."""


@dataclass(frozen=True, slots=True)
class RecordResult:
    """How many cassettes were recorded or imported, and how many say something new.

    `gaps` is what of the contracts could not be read, and which endpoints could not be recorded;
    `imported` tells of each HAR file what became of it. `kept` are recordings of fal that
    stayed in place of the emulator's, as paths below `cassettes/`.
    """

    cassettes: int
    new: int
    gaps: Gaps
    imported: tuple[Imported, ...] = ()
    kept: tuple[str, ...] = ()


def record(  # noqa: PLR0913 - what a caller may choose
    project: Project,
    ids: Collection[str] = (),
    *,
    source: str = EMULATOR,
    date: str = "",
    key: str = "",
    hars: Sequence[Path] = (),
    media: bool = False,
    progress: Progress = SILENT,
    agree: Callable[[int], None] = lambda _: None,
) -> RecordResult:
    """Record the scenarios of endpoints from `live` or `emulator`, or import HAR files instead.

    `date` is the day as ISO 8601 has it, today by default, `key` fal's, which only recording live
    needs; it reaches no file. With `media`, answers to every field that says what a picture should
    be like are recorded too, with the pictures; of the emulator also where there are such
    recordings already. Recordings of fal, which may have cost, stay in place of the emulator's.
    `agree` learns how many calls to fal.ai will be billed, before the first; whatever it
    raises ends all. Of an endpoint that fails nothing is written, and of one with a job that goes
    on, as it is not done after half an hour or nobody answers about it, whatever else was recorded.
    Raises `Broken`, and then writes nothing at all.
    """
    if not re.fullmatch("[!-~]*", key):
        raise ProjectBroken("FAL_KEY is not of visible ASCII characters alone")
    if source == LIVE and not hars and not key:
        raise ProjectBroken("recording live needs the key in the environment variable FAL_KEY")
    loaded = load_required(project, ids)
    contracts = loaded.readable
    if source == LIVE and not hars:
        agree(sum(_billed(each, media=media) for each in contracts.values()))
    with exclusive(project.root, progress.waiting):
        outlived, failed, kept = list[str](), dict[EndpointId, str](), frozenset[str]()
        imported: list[Imported] = []
        if hars:
            imported = [import_har(each, contracts, [key], chosen=bool(ids)) for each in hars]
            tapes = dict(_apart(imported))
        else:
            with gateway(source, project) as front:
                asked = contracts.keys() if media else _with_media(project, contracts, source)
                session = RecordingSession(source, front, date or today(), key or _NO_KEY, asked)
                played = record_scenarios(project, contracts, session, progress)
            tapes, failed = played.tapes, played.failed
            outlived = _outlived(project, contracts.keys() - failed.keys(), asked, tapes)
            kept = _of_fal(project, {*outlived, *tapes}, source)
        made = {path: data for path, data in tapes.items() if path not in kept}
        changed = _changed(project, made)
        update_tree(project.cassettes, {**changed, **dict.fromkeys({*outlived} - kept)})
    gaps = replace(loaded.gaps, failed=failed)
    return RecordResult(len(made), len(changed), gaps, (*imported,), (*sorted(kept),))


def _apart(imported: Iterable[Imported]) -> Iterator[tuple[str, bytes]]:
    """Give the cassettes of HAR files, which must not be each other's."""
    met: set[str] = set()
    for each in imported:
        for path, data in each.tapes.items():
            if path in met:
                raise SourceBroken(f"{each.file}: {path} is made of another file already")
            met.add(path)
            yield path, data


def _billed(contract: LoadedContract, *, media: bool) -> int:
    """Count the calls for an endpoint that give an answer."""
    try:
        more = media_scenarios(contract) if media else ()
    except NoSample:
        return 0  # it has no body at all, so nothing of it is recorded
    return _BILLED + sum(map(times_of, more))


def _of_fal(project: Project, paths: Collection[str], source: str) -> frozenset[str]:
    """Find recordings of fal that the emulator's would replace, unless it answered there too."""
    if source == LIVE:
        return frozenset()
    files = files_below(project.cassettes)
    read = {path: _undated(files[path].read_bytes()) for path in files.keys() & paths}
    return frozenset(
        path
        for path, tape in read.items()
        if tape
        and tape.stamp.source != EMULATOR
        and not any(each.is_of_emulator for each in tape.exchanges)
    )


def _changed(project: Project, tapes: Mapping[str, bytes]) -> dict[str, bytes]:
    """Leave out the recordings that say what the ones on disk say, on another day."""
    files = files_below(project.cassettes)
    return {
        path: data
        for path, data in tapes.items()
        if path not in files or _undated(files[path].read_bytes()) != _undated(data)
    }


def _undated(data: bytes) -> Cassette | None:
    """Read a recording for what it says; None for a file that is none."""
    try:
        cassette = read_cassette(data.decode())
    except ValueError:
        return None
    return replace(cassette, stamp=replace(cassette.stamp, date=""))


def _with_media(project: Project, ids: Iterable[EndpointId], source: str) -> set[EndpointId]:
    """Find endpoints of which there are recordings with pictures; fal's are asked for by name."""
    if source == LIVE:
        return set()
    return {id_ for id_ in ids if files_below(project.cassettes / id_ / "asked")}


def _outlived(
    project: Project,
    ids: Collection[EndpointId],
    asked: Collection[EndpointId],
    kept: Collection[str],
) -> list[str]:
    """Find what was recorded of limits that are no more, and of fields of those `asked`."""
    folders = *(f"{id_}/refused/" for id_ in ids), *(f"{id_}/asked/" for id_ in ids if id_ in asked)
    found = files_below(project.cassettes)
    return [path for path in found if path not in kept and path.startswith(folders)]
