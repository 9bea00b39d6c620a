"""Recordings made elsewhere: the exchanges in a HAR file, as cassettes."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fal_codegen.cassettes import (
    Cassette,
    Har,
    Leak,
    Passed,
    Stamp,
    Traffic,
    find_leaks,
    read_har,
    write_cassette,
)
from fal_codegen.contract import EndpointId
from fal_codegen.errors import SourceBroken, reading
from fal_codegen.judge import Judge
from fal_codegen.pipeline.contracts import LoadedContract
from fal_codegen.pipeline.recording.stamping import stamped

_STREAM = "/stream"
_MOST_EXCHANGES = 10
"""Exchanges in one cassette; jobs stay whole, and so do answers with their files."""


@dataclass(slots=True)
class Imported:
    """What became of a HAR file.

    `taken` counts exchanges by endpoint, `passed` are the entries that were passed over, with
    reasons; `shortened` counts data URIs that were cut. `tapes` are cassettes by their paths below
    cassettes/.
    """

    file: Path
    shortened: int = 0
    taken: dict[EndpointId, int] = field(default_factory=dict[EndpointId, int])
    passed: list[Passed] = field(default_factory=list[Passed])
    tapes: dict[str, bytes] = field(default_factory=dict[str, bytes])


def import_har(
    file: Path,
    contracts: Mapping[EndpointId, LoadedContract],
    keys: Sequence[str],
    *,
    chosen: bool = False,
) -> Imported:
    """Give the recordings in a HAR file as cassettes, of endpoints of the project.

    `contracts` are those of all of them, or of the `chosen`.

    Raises `SourceBroken` for a file that is no HAR, and for one that would bring a secret along.
    """
    har = _read(file)
    made = Imported(file, har.shortened, passed=[*har.passed])
    for id_, traffic in har.traffic.items():
        if id_ not in contracts:
            name = "an endpoint" if any(find_leaks(str(id_), keys, har.secrets)) else id_
            why = _why_not(name, contracts, chosen=chosen)
            made.passed += [Passed(place, why) for place in traffic.places]
            continue
        contract = contracts[id_].contract
        judge = Judge(contract.document)
        public = f"{id_} {json.dumps(contract.document, ensure_ascii=False)}"
        made.taken[id_] = len(traffic.exchanges)
        for number, part in enumerate(_parts(traffic), start=1):
            name = f"{file.stem}-{number}" if number > 1 else file.stem
            stamp = Stamp(id_, f"imported/{name}", "har", traffic.day, contract.digest)
            text = write_cassette(stamped(Cassette(stamp, tuple(part.exchanges)), judge))
            for leak in find_leaks(text, keys, har.secrets, public):
                place = _place(leak, part)
                raise SourceBroken(f"{file}: {place} holds {leak.kind}; nothing was written")
            made.tapes[f"{id_}/{stamp.scenario}.yaml"] = text.encode()
    return made


def _why_not(id_: str, known: Collection[str], *, chosen: bool) -> str:
    """Say why the calls of an endpoint are passed over: all of those that are `known` are taken."""
    if (streaming := id_.removesuffix(_STREAM)) in known:
        return f"it is a stream of {streaming}, whose events no contract describes"
    return f"{id_} is not {'among the endpoints asked for' if chosen else 'in the project'}"


def _parts(traffic: Traffic) -> Iterator[Traffic]:
    """Cut traffic into as much as one cassette is to hold, and no group in two."""
    together: dict[str, list[int]] = {}
    for index, group in enumerate(traffic.groups):
        together.setdefault(group, []).append(index)
    part = Traffic(traffic.day)
    for indices in together.values():
        if part.exchanges and len(part.exchanges) + len(indices) > _MOST_EXCHANGES:
            yield part
            part = Traffic(traffic.day)
        part.exchanges.extend(traffic.exchanges[index] for index in indices)
        part.places.extend(traffic.places[index] for index in indices)
    yield part


def _read(file: Path) -> Har:
    with reading(file, SourceBroken):
        return read_har(file.read_bytes())


def _place(leak: Leak, traffic: Traffic) -> str:
    """Say in the words of a HAR file what a place in a cassette is."""
    match leak.place.split("/", 2):
        case ["interactions", index, inside]:
            return f"{traffic.places[int(index)]}/{inside.replace('uri', 'url')}"
        case _:
            return "the recording"
