"""What the witnesses of a few endpoints exercised; runs wherever the executor is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fal_codegen.cases import Key, judged_cases
from fal_codegen.check import CoverageWitness, EndpointCoverage, Sides, coverage_of, exercised
from fal_codegen.judge import Judge
from fal_codegen.pipeline.checking.checked import load_task
from fal_codegen.pipeline.checking.tasks import CheckTask
from fal_codegen.pipeline.checking.tested import Tested


@dataclass(frozen=True, slots=True)
class CoverTask:
    """An endpoint, whether its cases `ran`, and what the user's tests did, if they ran at all."""

    task: CheckTask
    ran: bool
    tested: Tested | None


def cover_endpoints(tasks: Sequence[CoverTask]) -> list[EndpointCoverage]:
    """Give the coverage of endpoints; of one that cannot be read there is none."""
    return [each for task in tasks if (each := _covered(task))]


def _covered(asked: CoverTask) -> EndpointCoverage | None:
    try:
        loaded = load_task(asked.task)
    except ValueError:
        return None
    contract, endpoint = loaded.contract, loaded.endpoint
    judge = Judge(contract.document)
    tapes = [tape.cassette for tape in asked.task.tapes]
    others: dict[CoverageWitness, Mapping[Key, Sides]] = {
        witness: each.sides for witness, each in exercised(tapes, endpoint, judge).items()
    }
    fresh = asked.tested is not None and asked.tested.contract == contract.digest
    if asked.tested is not None and fresh:
        others["tests"] = asked.tested.sides
    found = judged_cases(endpoint, judge)
    return EndpointCoverage(
        asked.task.id,
        contract.digest,
        coverage_of(endpoint, judge, found, others, ran=asked.ran),
        holes=len(loaded.holes),
        ran=asked.ran,
        outdated_tests=asked.tested is not None and not fresh,
    )
