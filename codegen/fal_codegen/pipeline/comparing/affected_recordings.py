"""Recordings that have to do with what changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fal_codegen.cassettes import Cassette
from fal_codegen.check import changed_promises, json_in, promises_of
from fal_codegen.contract import Document, EndpointId
from fal_codegen.drift import Change
from fal_codegen.judge import Judge
from fal_codegen.pipeline.recording.stamping import recordings_of
from fal_codegen.project import Project


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
    changed = {each.endpoint for each in changes} & before.keys() & after.keys()
    judges = {id_: (Judge(before[id_]), Judge(after[id_])) for id_ in changed}
    found: list[AffectedRecording] = []
    for path, cassette in recordings_of(project, changed):
        id_ = cassette.stamp.endpoint
        then, now = (promises_of(cassette, judge) for judge in judges[id_])
        places, refused = changed_promises(then, now), _refused(cassette, *judges[id_])
        if places or refused:
            found.append(AffectedRecording(id_, path, places, refused))
    return found


def _refused(cassette: Cassette, before: Judge, after: Judge) -> bool:
    """Tell whether the service took a request that was right, and is not any more."""
    posts = (each for each in cassette.exchanges if each.method == "POST" and each.succeeded)
    taken = (json_in(each.request) for each in posts)
    return any(not before.input(body) and after.input(body) for body in taken)
