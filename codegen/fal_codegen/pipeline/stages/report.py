"""report: what drift and check have to tell, together, with where in the files it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fal_codegen.check import Finding
from fal_codegen.pipeline.parameters import SILENT, Progress
from fal_codegen.pipeline.reporting.file_places import Spot, spots
from fal_codegen.pipeline.stages.check import CheckResult, check
from fal_codegen.project import Project, Provenance, load_lock

if TYPE_CHECKING:
    from fal_codegen.check import EndpointCoverage
    from fal_codegen.drift import FailOn
    from fal_codegen.pipeline.comparing.drift import DriftResult
    from fal_codegen.pipeline.reporting.limits import LimitWitnesses
    from fal_codegen.pipeline.reporting.timeline import Timeline
    from fal_codegen.probe import Census, Deviation


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to tell; None for what was not asked.

    `spots` has by id where each change, finding and deviation of `probed` is in the repository's
    files, `limits` by endpoint every limit with its witnesses, `coverage` who exercised how many of
    them, `timelines` how limits moved in the repository's history, `origins` where the contracts
    came from.
    """

    drift: "DriftResult | None" = None
    checked: CheckResult | None = None
    spots: Mapping[str, Spot] = field(default_factory=dict[str, Spot])
    limits: "Mapping[str, list[LimitWitnesses]]" = field(
        default_factory=dict[str, "list[LimitWitnesses]"]
    )
    coverage: "Mapping[str, EndpointCoverage]" = field(
        default_factory=dict[str, "EndpointCoverage"]
    )
    timelines: "Mapping[str, Timeline]" = field(default_factory=dict[str, "Timeline"])
    origins: tuple[Provenance, ...] = ()
    probed: "Census | None" = None


def report(
    project: Project,
    *,
    source: str = "",
    keys: Collection[str] = (),
    fail_on: "FailOn | None" = None,
    progress: Progress = SILENT,
) -> Report:
    """Compare a source's documents with contracts/, and check every witness. Raises `Broken`.

    Writes nothing. The parameters are those of `drift` and `check`.
    """
    from fal_codegen.pipeline.stages.drift import drift  # noqa: PLC0415 - what is checked alone needs nothing of it

    checked = check(project, keys=keys, progress=progress)
    compared = drift(project, source=source, fail_on=fail_on, progress=progress)
    return reported(project, compared, checked)


def reported(
    project: Project,
    drift: "DriftResult | None" = None,
    checked: CheckResult | None = None,
    probed: "Census | None" = None,
) -> Report:
    """Put together what was found and where it is."""
    changes = drift.changes if drift else ()
    apart = _apart(probed) if probed else ()
    where = spots(project, changes, _findings(checked), apart)
    known = load_lock(project.contracts).documents
    origins = [each for id_, each in known.items() if probed is None or id_ == probed.endpoint]
    return Report(drift, checked, where, origins=(*origins,), probed=probed)


def detailed(project: Project, result: Report, *, keys: Collection[str] = ()) -> Report:
    """Add what only a page has room for: limits by witness, who exercised them, how they moved.

    Recordings that hold one of the `keys`, or another secret, are not read.
    """
    from fal_codegen.pipeline.contracts import load_required  # noqa: PLC0415 - as above
    from fal_codegen.pipeline.reporting.limits import limits  # noqa: PLC0415 - as above
    from fal_codegen.pipeline.reporting.timeline import timeline  # noqa: PLC0415 - as above
    from fal_codegen.pipeline.stages.coverage import coverage  # noqa: PLC0415 - as above

    ids = [result.probed.endpoint] if result.probed else ()
    found, contracts = _findings(result.checked), load_required(project, ids).readable
    checked = result.checked
    covered = coverage(project, checked, keys=keys).endpoints if checked else {}
    return replace(
        result,
        limits={id_: limits(each, covered.get(id_), found) for id_, each in contracts.items()},
        coverage={str(id_): each for id_, each in covered.items()},
        timelines={id_: timeline(project, id_) for id_ in contracts},
    )


def _apart(probed: "Census") -> "list[Deviation]":
    from fal_codegen.probe import deviations  # noqa: PLC0415 - as above

    return [*deviations(probed)]


def _findings(checked: CheckResult | None) -> list[Finding]:
    if checked is None:
        return []
    accepted = [finding for finding, _ in (*checked.accepted, *checked.known)]
    return [*checked.open, *checked.notes, *accepted]
