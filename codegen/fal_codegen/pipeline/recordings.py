"""Recordings of scenarios: made by the client in its own process, kept as cassettes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field

from fal_codegen.cases import NoSample
from fal_codegen.cassettes import Stamp
from fal_codegen.check import scenarios
from fal_codegen.contract import EndpointId, Json
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


@dataclass(slots=True)
class Recordings:
    """Cassettes by their paths below cassettes/, and of endpoints that failed the reason.

    Of an endpoint that failed there is no cassette.
    """

    tapes: dict[str, bytes] = field(default_factory=dict[str, bytes])
    failed: dict[EndpointId, str] = field(default_factory=dict[EndpointId, str])


def record_scenarios(
    project: Project, contracts: Mapping[EndpointId, LoadedContract], session: RecordingSession
) -> Recordings:
    """Record the scenarios of endpoints.

    The client makes the calls, so that what is recorded is what it does; bodies that it would
    refuse are sent bare.
    """
    modules, made = modules_of(project), Recordings()
    stamps: list[Stamp] = []
    jobs: list[Job] = []
    for id_, each in contracts.items():
        try:
            scenarios_ = [*_scenarios_of(each)]
        except NoSample as error:
            made.failed[id_] = f"input/{error.place}".rstrip("/") + f": no body: {error.why}"
            continue
        for scenario, body in scenarios_:
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
            made.failed.setdefault(stamp.endpoint, f"{stamp.scenario}: {outcome['error']}")
        else:
            made.tapes[f"{stamp.endpoint}/{stamp.scenario}.yaml"] = outcome["text"].encode()
    _leave_failed(made, stamps)
    return made


def _leave_failed(made: Recordings, stamps: Iterable[Stamp]) -> None:
    for stamp in stamps:
        if stamp.endpoint in made.failed:
            made.tapes.pop(f"{stamp.endpoint}/{stamp.scenario}.yaml", None)


def _scenarios_of(contract: LoadedContract) -> Iterator[tuple[str, Json]]:
    body = contract.body()
    yield "sync", body
    yield "queue", body
    for scenario, case in scenarios(contract.cases().cases).items():
        yield scenario, case.body
