"""Recordings made elsewhere: the exchanges in a HAR file, as cassettes."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from fal_codegen.cassettes import (
    Cassette,
    Leak,
    Stamp,
    Traffic,
    find_leaks,
    read_har,
    write_cassette,
)
from fal_codegen.contract import EndpointId
from fal_codegen.errors import SourceBroken
from fal_codegen.pipeline.contracts import LoadedContract

MOST_EXCHANGES = 10
"""Exchanges in one cassette; replay searches all of them for each request."""


def import_har(
    file: Path, contracts: Mapping[EndpointId, LoadedContract], keys: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """Give the recordings in a HAR file as cassettes, of the endpoints the project has.

    Raises `SourceBroken` for a file that is no HAR, and for one that would bring a secret along.
    """
    try:
        har = read_har(file.read_bytes())
    except OSError as error:
        raise SourceBroken(f"{file}: {error.strerror}") from None
    except ValueError as error:
        raise SourceBroken(f"{file}: {error}") from None
    for id_, traffic in har.traffic.items():
        if id_ in contracts:
            digest = contracts[id_].contract.digest
            stamp = Stamp(id_, f"imported/{file.stem}", "har", traffic.day, digest)
            text = write_cassette(Cassette(stamp, tuple(traffic.exchanges[:MOST_EXCHANGES])))
            for leak in find_leaks(text, keys, har.secrets):
                place = _place(leak, traffic)
                raise SourceBroken(f"{file}: {place} holds {leak.kind}; nothing was written")
            yield f"{id_}/{stamp.scenario}.yaml", text.encode()


def _place(leak: Leak, traffic: Traffic) -> str:
    """Say in the words of a HAR file what a place in a cassette is."""
    match leak.place.split("/", 2):
        case ["interactions", index, inside]:
            return f"{traffic.places[int(index)]}/{inside.replace('uri', 'url')}"
        case _:
            return "the recording"
