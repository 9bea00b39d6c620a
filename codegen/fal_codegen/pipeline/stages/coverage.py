"""coverage: which limits were exercised, by whom, and on which side."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from fal_codegen.check import CoverageWitness, EndpointCoverage, client_rules
from fal_codegen.contract import EndpointId
from fal_codegen.pipeline.checking import CoverTask, cover_endpoints, gather
from fal_codegen.pipeline.checking.tested import load_tested
from fal_codegen.pipeline.executors import batches, spread
from fal_codegen.pipeline.parameters import SILENT, Progress
from fal_codegen.pipeline.recording.cassettes import load_cassettes
from fal_codegen.pipeline.recording.searched import Searched
from fal_codegen.pipeline.stages.check import CheckResult
from fal_codegen.project import Project, find_documents, load_lock


@dataclass(frozen=True, slots=True)
class CoverageResult:
    """The coverage of every endpoint that can be read, and of the others the reason."""

    endpoints: dict[EndpointId, EndpointCoverage]
    unreadable: dict[EndpointId, str]

    @property
    def limits(self) -> int:
        """How many limits there are."""
        return sum(len(each.limits) for each in self.endpoints.values())

    @property
    def index(self) -> int:
        """How many of them can be reached from both sides."""
        return sum(each.index for each in self.endpoints.values())

    def score(self, witness: CoverageWitness) -> int:
        """Count the limits that a witness was on both sides of."""
        return sum(each.score(witness) for each in self.endpoints.values())

    @property
    def reasons(self) -> Counter[str]:
        """Count why limits cannot be reached; under an empty reason, those of which none knows."""
        return Counter(
            limit.reason or ""
            for each in self.endpoints.values()
            for limit in each.limits
            if not limit.reachable
        )

    @property
    def unexplained(self) -> int:
        """How many limits no case reaches though nobody knows why."""
        return self.reasons[""]


def coverage(
    project: Project,
    checked: CheckResult,
    *,
    keys: Collection[str] = (),
    cluster: str | None = None,
    progress: Progress = SILENT,
) -> CoverageResult:
    """Give who exercised which limits, after a check, which ran the cases. Raises `Broken`.

    Recordings that hold one of the `keys`, or another secret, are not read.
    """
    documents = find_documents(project.contracts)
    tapes, _ = load_cassettes(project, [*documents], Searched(project, keys))
    tested = load_tested(project)
    asked = [
        CoverTask(task, _ran(checked, task.id), tested.get(task.id))
        for task in gather(project, load_lock(project.contracts), documents, tapes)
    ]
    found: dict[EndpointId, EndpointCoverage] = {}
    work = [partial(cover_endpoints, piece) for piece in batches(asked)]
    for some in progress.track(spread(cluster, len(asked), work), len(work), "covering"):
        found |= {each.endpoint: each for each in some}
    return CoverageResult(
        {id_: found[id_] for id_ in documents if id_ in found}, checked.gaps.unreadable
    )


def _ran(checked: CheckResult, id_: EndpointId) -> bool:
    """Tell whether an endpoint's cases went through its client."""
    checked_endpoint = checked.endpoints.get(id_)
    return checked_endpoint is not None and not any(
        each.rule is client_rules.MODULE_BROKEN for each in checked_endpoint.findings
    )
