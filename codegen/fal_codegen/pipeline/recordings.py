"""Recordings of scenarios: made by the client in its own process, kept as cassettes."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from fal_codegen.cases import sample_object
from fal_codegen.cassettes import Stamp
from fal_codegen.check import scenarios
from fal_codegen.contract import EndpointId, Json
from fal_codegen.errors import SourceBroken
from fal_codegen.pipeline.contracts import LoadedContract
from fal_codegen.pipeline.package import modules_of, package_folder
from fal_codegen.project import Project
from fal_codegen.sandbox import Job, run_jobs


@dataclass(frozen=True, slots=True)
class RecordingSession:
    """On what a recording is made: the source's name and gateway, the day, and the key."""

    source: str
    gateway: str | None
    date: str
    key: str = field(repr=False)


def record_scenarios(
    project: Project, contracts: Mapping[EndpointId, LoadedContract], session: RecordingSession
) -> Iterator[tuple[str, bytes]]:
    """Record the scenarios of endpoints; give cassettes by their paths below cassettes/.

    The client makes the calls, so that what is recorded is what it does; bodies that it would
    refuse are sent bare. Raises `SourceBroken` for the first that fails.
    """
    modules = modules_of(project)
    stamps: list[Stamp] = []
    jobs: list[Job] = []
    for id_, each in contracts.items():
        for scenario, body in _scenarios_of(each):
            stamp = Stamp(id_, scenario, session.source, session.date, each.contract.digest)
            stamps.append(stamp)
            jobs.append(
                {
                    "do": "record",
                    "module": modules[id_],
                    "scenario": scenario,
                    "stamp": asdict(stamp),
                    "body": body,
                    "gateway": session.gateway,
                }
            )
    outcomes = run_jobs(package_folder(project), jobs, session.key)
    for stamp, outcome in zip(stamps, outcomes, strict=True):
        if "error" in outcome:
            raise SourceBroken(f"{stamp.endpoint}/{stamp.scenario}: {outcome['error']}")
        yield f"{stamp.endpoint}/{stamp.scenario}.yaml", outcome["text"].encode()


def _scenarios_of(contract: LoadedContract) -> Iterator[tuple[str, Json]]:
    body = sample_object(contract.endpoint, contract.endpoint.input)
    yield "sync", body
    yield "queue", body
    for scenario, case in scenarios(contract.cases()).items():
        yield scenario, case.body
