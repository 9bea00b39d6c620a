"""Stamps of recordings: what of their contract they have to do with."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from fal_codegen.cassettes import Cassette, read_cassette, restamp
from fal_codegen.check import promises_of
from fal_codegen.contract import EndpointId
from fal_codegen.judge import Judge
from fal_codegen.project import Contract, Project, files_below, update_tree

_SUFFIX = ".yaml"


def stamped(cassette: Cassette, judge: Judge) -> Cassette:
    """Give a recording whose stamp has what its contract promises where it has to do with it."""
    return replace(cassette, stamp=replace(cassette.stamp, promises=promises_of(cassette, judge)))


def with_promises(text: str, judge: Judge) -> str:
    """Write the same into the text of a recording, and leave all else of it as it is."""
    return restamp(text, stamped(read_cassette(text), judge).stamp)


def keep_promises(project: Project, moving: Mapping[EndpointId, Contract]) -> None:
    """Stamp recordings that lack their promises, while the contract they were made under is here.

    Afterwards nobody could tell what of it has changed. `moving` are the contracts that are about
    to give way.
    """
    files: dict[str, bytes | None] = {}
    for path, cassette in recordings_of(project, moving):
        contract = moving[cassette.stamp.endpoint]
        if cassette.stamp.promises is None and cassette.stamp.contract == contract.digest:
            text = (project.cassettes / path).read_text("utf-8")
            files[path] = with_promises(text, Judge(contract.document)).encode()
    if files:
        update_tree(project.cassettes, files)


def recordings_of(project: Project, ids: Collection[EndpointId]) -> Iterator[tuple[str, Cassette]]:
    """Give the recordings of endpoints by their paths below cassettes/; no other file."""
    for path, file in files_below(project.cassettes).items():
        if Path(path).suffix != _SUFFIX or not any(path.startswith(f"{id_}/") for id_ in ids):
            continue
        try:
            cassette = read_cassette(file.read_text("utf-8"))
        except (ValueError, OSError):
            continue
        if cassette.stamp.endpoint in ids:
            yield path, cassette
