"""Two sets of documents compared, endpoint by endpoint."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from fal_codegen.check import AcceptanceResult
from fal_codegen.contract import Document, EndpointId, digest
from fal_codegen.drift import Advice, Change, Concern, advise_version, arrived, gone, page_changes
from fal_codegen.pipeline.comparing.affected_recordings import AffectedRecording
from fal_codegen.pipeline.comparing.client_classes import lost_classes
from fal_codegen.pipeline.comparing.document_sets import DocumentSet
from fal_codegen.pipeline.comparing.levels import Levels
from fal_codegen.pipeline.gaps import Gaps
from fal_codegen.pipeline.parameters import SILENT, Progress
from fal_codegen.pipeline.proving import prover


def _none_accepted() -> AcceptanceResult[Change]:
    return AcceptanceResult()


@dataclass(frozen=True, slots=True)
class DriftResult:
    """What changed between `base` and `revision`, which are named with date and source.

    `compared` are the endpoints whose documents were compared, or found to be gone or new. Of the
    others nobody can tell: `refused` has a line for each. `repeated` are those that the source has
    only from this project. `edited` are contracts that somebody edited since they were fetched,
    with where from and when: what changed there may not be news from the service; `sources` has
    what `--source` has to say for such a one to be fetched from there again. `acceptances` sorts
    the changes by what was accepted. `affected` are the project's recordings that have to do
    with changes, `concerns` are the places in its source that changes break, or may.
    `version` is the generated package's, `date` the day of the comparison.
    """

    changes: list[Change]
    compared: list[EndpointId]
    refused: list[str]
    repeated: list[EndpointId]
    gaps: Gaps
    levels: Levels
    base: str = ""
    revision: str = ""
    edited: dict[EndpointId, str] = field(default_factory=dict[EndpointId, str])
    sources: Mapping[EndpointId, str] = field(default_factory=dict[EndpointId, str])
    acceptances: AcceptanceResult[Change] = field(default_factory=_none_accepted)
    affected: list[AffectedRecording] = field(default_factory=list[AffectedRecording])
    concerns: list[Concern] = field(default_factory=list[Concern])
    version: str = ""
    date: str = ""

    @property
    def open(self) -> list[Change]:
        """The changes that count: those that nobody accepted."""
        accepted = {change.fingerprint for change, _ in self.acceptances.accepted}
        return [change for change in self.changes if change.fingerprint not in accepted]

    @property
    def failed(self) -> bool:
        """Whether a change is of a level that the project calls a failure."""
        return self.levels.fail(self.open)

    @property
    def advice(self) -> Advice | None:
        """The version that the generated package deserves; None where nothing changed."""
        return advise_version(self.changes, self.version) if self.version else None

    @property
    def changed(self) -> int:
        """How many endpoints changed."""
        return len({change.endpoint for change in self.changes} & {*self.compared})

    @property
    def undecided(self) -> int:
        """Of how many endpoints nobody can tell."""
        return len(self.refused) + len(self.repeated) + len(self.edited)

    def count(self, id_: EndpointId) -> int:
        """Count the changes of one endpoint."""
        return sum(change.endpoint == id_ for change in self.changes)


def compare_sets(
    base: DocumentSet,
    revision: DocumentSet,
    ids: Iterable[EndpointId],
    levels: Levels,
    progress: Progress = SILENT,
) -> DriftResult:
    """Compare the documents of endpoints; one that only the revision has is new.

    An endpoint that only the base has is gone.
    """
    result = DriftResult([], [], [], [], Gaps(), levels, base.name, revision.name)
    chosen = [*ids]
    for id_ in progress.track(chosen, len(chosen), "comparing"):
        unreadable = _unreadable(id_, base, revision)
        if unreadable:
            result.refused.append(f"{id_}: {unreadable}")
            continue
        try:
            found = levels.applied(_changes(id_, base, revision))
        except ValueError as error:
            result.refused.append(f"{id_}: {error}")
            continue
        _note(result, id_, found, base, revision)
    return result


def _note(
    result: DriftResult,
    id_: EndpointId,
    found: list[Change],
    base: DocumentSet,
    revision: DocumentSet,
) -> None:
    """Keep what was found; where the base was edited, nobody can tell whose change it is.

    Where the service says what it said at the fetch, none of it is the service's.
    """
    if id_ not in base.edited:
        result.compared.append(id_)
        result.changes.extend(found)
        return
    result.edited[id_] = base.edited[id_]
    now = revision.documents.get(id_)
    if now is None or digest(now) != base.fetched.get(id_):
        result.changes.extend(found)


def _unreadable(id_: EndpointId, base: DocumentSet, revision: DocumentSet) -> str:
    sides = (each for each in (base, revision) if id_ in each.unreadable)
    return next((f"in {each.name}: {each.unreadable[id_]}" for each in sides), "")


def _changes(id_: EndpointId, base: DocumentSet, revision: DocumentSet) -> Iterable[Change]:
    before, after = base.documents.get(id_), revision.documents.get(id_)
    if before is None or after is None:
        return [gone(id_) if after is None else arrived(id_)]
    found = document_changes(before, after, id_)
    old, new = base.pages.get(id_), revision.pages.get(id_)
    return (*found, *page_changes(old, new, id_)) if old and new else found


def document_changes(old: Document, new: Document, id_: EndpointId) -> tuple[Change, ...]:
    """Give what changed between two documents, for bodies and for the client.

    Raises `ValueError` where one of them cannot be judged by.
    """
    found = prover().changes(old, new, id_)
    return (*found, *lost_classes(old, new, id_, found))


def with_lines(result: DriftResult, refused: Collection[str]) -> DriftResult:
    """Add lines of what could not be had to a result."""
    return replace(result, refused=[*refused, *result.refused])
