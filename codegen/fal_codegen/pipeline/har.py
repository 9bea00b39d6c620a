"""Recordings made elsewhere: the exchanges in a HAR file, as cassettes."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from fal_codegen.cassettes import (
    Cassette,
    SecretFound,
    Stamp,
    read_har,
    refuse_secrets,
    write_cassette,
)
from fal_codegen.contract import EndpointId
from fal_codegen.errors import SourceBroken
from fal_codegen.pipeline.contracts import LoadedContract

MOST_EXCHANGES = 10
"""Exchanges in one cassette; replay searches all of them for each request."""


def import_har(
    file: Path, contracts: Mapping[EndpointId, LoadedContract], secrets: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """Give the recordings in a HAR file as cassettes, of the endpoints the project has.

    Raises `SourceBroken` for a file that is no HAR, or that holds a secret.
    """
    try:
        found = read_har(file.read_bytes())
    except OSError as error:
        raise SourceBroken(f"{file}: {error.strerror}") from None
    except ValueError as error:
        raise SourceBroken(f"{file}: {error}") from None
    for id_, (day, exchanges) in found.items():
        if id_ in contracts:
            digest = contracts[id_].contract.digest
            stamp = Stamp(id_, f"imported/{file.stem}", "har", day, digest)
            text = write_cassette(Cassette(stamp, tuple(exchanges[:MOST_EXCHANGES])))
            try:
                refuse_secrets(text, secrets)
            except SecretFound as error:
                raise SourceBroken(f"{file}: {id_}: {error}") from None
            yield f"{id_}/{stamp.scenario}.yaml", text.encode()
