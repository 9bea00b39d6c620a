"""Recordings of scenarios: made by the client in its own process, kept as cassettes."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from fal_codegen.cases import NoSample
from fal_codegen.cassettes import Stamp
from fal_codegen.check import asking, scenarios
from fal_codegen.contract import EndpointId, Json, in_body
from fal_codegen.judge import Judge
from fal_codegen.pipeline.contracts import LoadedContract
from fal_codegen.pipeline.generating.package import modules_of, package_folder
from fal_codegen.pipeline.parameters import SILENT, Progress
from fal_codegen.pipeline.recording.stamping import with_promises
from fal_codegen.project import Project
from fal_codegen.sandbox import Job, Sandbox, sandbox


@dataclass(frozen=True, slots=True)
class RecordingSession:
    """On what a recording is made: the source's name and gateway, the day, and the key.

    `media` has the endpoints whose pictures are recorded too.
    """

    source: str
    gateway: str | None
    date: str
    key: str = field(repr=False)
    media: Collection[EndpointId] = ()


@dataclass(slots=True)
class Recordings:
    """Cassettes by their paths below cassettes/, and of endpoints that failed the reason.

    Of an endpoint that failed there is no cassette; if a job of it goes on, there are those of its
    other scenarios, which may be paid for.
    """

    tapes: dict[str, bytes] = field(default_factory=dict[str, bytes])
    failed: dict[EndpointId, str] = field(default_factory=dict[EndpointId, str])


def record_scenarios(
    project: Project,
    contracts: Mapping[EndpointId, LoadedContract],
    session: RecordingSession,
    progress: Progress = SILENT,
) -> Recordings:
    """Record the scenarios of endpoints.

    The client makes the calls, so that what is recorded is what it does; bodies that it would
    refuse are sent bare.
    """
    modules, made = modules_of(project), Recordings()
    with sandbox(package_folder(project), session.key) as driver:
        for id_ in progress.track(contracts, len(contracts), "recording"):
            try:
                tapes, why = _tapes(contracts[id_], modules[id_], session, driver)
                made.tapes |= tapes
                made.failed |= {id_: why} if why else {}
            except _NotRecordedError as error:
                made.failed[id_] = str(error)
    return made


class _NotRecordedError(Exception):
    """A scenario of an endpoint that failed, and why."""


def _tapes(
    contract: LoadedContract, module: str, session: RecordingSession, driver: Sandbox
) -> tuple[dict[str, bytes], str]:
    """Record all scenarios of an endpoint, and tell of a job that goes on, with what else failed.

    Raises `_NotRecordedError` for the first that fails where no job goes on.
    """
    id_, digest = contract.contract.id, contract.contract.digest
    try:
        bodies = dict(_scenarios_of(contract, media=id_ in session.media))
    except NoSample as error:
        place = in_body("input", error.place)
        raise _NotRecordedError(f"{place}: no body: {error.why}") from None
    jobs: list[Job] = [
        {
            "do": "record",
            "module": module,
            "scenario": scenario,
            "stamp": asdict(Stamp(id_, scenario, session.source, session.date, digest)),
            "body": body,
            "gateway": session.gateway,
            "times": times_of(scenario),
        }
        for scenario, body in bodies.items()
    ]
    outcomes = dict(zip(bodies, driver.run(jobs), strict=True))
    late, failed = _failures(id_, outcomes)
    if failed and not late:
        raise _NotRecordedError(failed)
    judge = Judge(contract.contract.document)
    tapes = {
        f"{id_}/{name}.yaml": with_promises(each["text"], judge).encode()
        for name, each in outcomes.items()
        if "text" in each
    }
    return tapes, "; ".join(filter(None, (late, failed)))


def _failures(id_: EndpointId, outcomes: Mapping[str, Any]) -> tuple[str, str]:
    """Tell of a job that goes on, and of the first scenario that failed in any other way."""
    late, failed = "", ""
    for scenario, outcome in outcomes.items():
        said = f"{scenario}: {outcome.get('error')}"
        if outcome.get("goes_on"):
            late = f"{said}; fal.handle({id_!r}, request_id) takes it up again"
        elif "error" in outcome:
            failed = failed or said
    return late, failed


def times_of(scenario: str) -> int:
    """Tell how often a scenario is sent: a seed twice, so that there is something to compare."""
    return 2 if scenario == "asked/seed" else 1


def media_scenarios(contract: LoadedContract) -> dict[str, dict[str, Json]]:
    """Give bodies that ask for something in the answer's pictures. Raises `NoSample`."""
    found = asking(contract.endpoint, contract.body())
    return {f"asked/{name}": body for name, body in found}


def _scenarios_of(contract: LoadedContract, *, media: bool) -> Iterator[tuple[str, Json]]:
    body = contract.body()
    yield "sync", body
    yield "queue", body
    if media:
        yield from media_scenarios(contract).items()
    for scenario, case in scenarios(contract.cases().cases).items():
        yield scenario, case.body
