"""record: play every scenario of an endpoint and keep the traffic as cassettes."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import click

from codegen.cases import boundary_cases, sample_object
from codegen.cassettes import (
    Cassette,
    SecretFound,
    Stamp,
    read_cassette,
    read_har,
    refuse_secrets,
    write_cassette,
)
from codegen.check import Job, ask, scenarios
from codegen.cli.held import Held, needed
from codegen.cli.options import endpoint_ids, my_turn, today
from codegen.cli.where import gateway
from codegen.contract import EndpointId, Json
from codegen.emit import PACKAGE, module_names
from codegen.project import (
    EMULATOR,
    LIVE,
    Project,
    ProjectBroken,
    SourceBroken,
    files_below,
    load_project,
    update_tree,
)
from codegen.report import counted

MOST_EXCHANGES = 10
"""Exchanges in one cassette; replay searches all of them for each request."""


@dataclass(frozen=True, slots=True)
class Session:
    """On what a recording is made: the source's name and gateway, the day, and the key."""

    source: str
    front: str | None
    date: str
    key: str = field(repr=False)


def recorded(
    project: Project, contracts: Mapping[EndpointId, Held], session: Session
) -> Iterator[tuple[str, bytes]]:
    """Record the scenarios of endpoints; give cassettes by their paths below cassettes/.

    The client makes the calls, so that what is recorded is what it does; bodies that it would
    refuse are sent bare. Raises `SourceBroken` for the first that fails.
    """
    modules = module_names(contracts)
    stamps: list[Stamp] = []
    jobs: list[Job] = []
    for id_, each in contracts.items():
        for scenario, body in _scenarios(each):
            stamp = Stamp(id_, scenario, session.source, session.date, each.contract.digest)
            stamps.append(stamp)
            jobs.append(
                {
                    "do": "record",
                    "module": modules[id_],
                    "scenario": scenario,
                    "stamp": asdict(stamp),
                    "body": body,
                    "gateway": session.front,
                }
            )
    outcomes = ask(project.generated / Path(PACKAGE).parent, jobs, session.key)
    for stamp, outcome in zip(stamps, outcomes, strict=True):
        if "error" in outcome:
            raise SourceBroken(f"{stamp.endpoint}/{stamp.scenario}: {outcome['error']}")
        yield f"{stamp.endpoint}/{stamp.scenario}.yaml", outcome["text"].encode()


def _scenarios(held: Held) -> Iterator[tuple[str, Json]]:
    body = sample_object(held.endpoint, held.endpoint.input)
    yield "sync", body
    yield "queue", body
    for scenario, case in scenarios(boundary_cases(held.endpoint)).items():
        yield scenario, case.body


def imported(
    file: Path, contracts: Mapping[EndpointId, Held], secrets: Sequence[str]
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


def _key() -> str:
    """Give the key in the environment, empty where there is none; it is never repeated."""
    key = os.environ.get("FAL_KEY", "").strip()
    if not re.fullmatch("[!-~]*", key):
        raise ProjectBroken("FAL_KEY is not of visible ASCII characters alone")
    return key


def _news(project: Project, tapes: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    """Leave out the recordings that say what the ones on disk say, on another day."""
    files = files_below(project.cassettes)
    return {
        path: data
        for path, data in tapes
        if path not in files or _undated(files[path].read_bytes()) != _undated(data)
    }


def _undated(data: bytes) -> Cassette | None:
    """Read a recording for what it says; None for a file that is none."""
    try:
        cassette = read_cassette(data.decode())
    except ValueError:
        return None
    return replace(cassette, stamp=replace(cassette.stamp, date=""))


def _outlived(project: Project, ids: Iterable[EndpointId], kept: Collection[str]) -> list[str]:
    """Find the recorded refusals of endpoints whose limits are no more."""
    return [
        path
        for path in files_below(project.cassettes)
        if path not in kept and any(path.startswith(f"{id_}/refused/") for id_ in ids)
    ]


@click.command()
@endpoint_ids
@click.option(
    "--source",
    type=click.Choice([EMULATOR, LIVE]),
    default=EMULATOR,
    show_default=True,
    help="Whom to record. `live` needs FAL_KEY and costs two answers an endpoint.",
)
@click.option(
    "--har",
    "hars",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Record nothing; import the exchanges of a HAR file. Can be given several times.",
)
@click.pass_obj
def record(root: Path, ids: Sequence[str], source: str, hars: Sequence[Path]) -> int:
    """Record cassettes from the emulator or from fal.ai.

    Per endpoint a sync answer, a queue run, and a refusal for every limit and enum. Every cassette
    says whom it was recorded from. No secret can reach a file: headers are dropped, and the text is
    searched for the key before it is written.
    """
    project = load_project(root)
    key = _key()
    if source == LIVE and not hars and not key:
        raise ProjectBroken("recording live needs the key in the environment variable FAL_KEY")
    contracts = needed(project, ids)
    with my_turn(project):
        gone: list[str] = []
        if hars:
            tapes = [tape for file in hars for tape in imported(file, contracts, [key])]
        else:
            with gateway(source, project) as front:
                session = Session(source, front, today(), key or "emulator-key")
                tapes = list(recorded(project, contracts, session))
            gone = _outlived(project, contracts, dict(tapes))
        fresh = _news(project, tapes)
        update_tree(project.cassettes, {**fresh, **dict.fromkeys(gone)})
    whence = "HAR files" if hars else source
    click.echo(f"{counted(len(tapes), 'cassette')} from {whence}, {len(fresh)} new.")
    return 0
