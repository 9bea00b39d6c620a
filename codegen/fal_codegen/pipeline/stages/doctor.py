"""doctor: what is installed, what can be reached, and what of a project is stale."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Literal, TypeAlias

from fal_codegen.check import ChangedSince, changed_since
from fal_codegen.contract import EndpointId
from fal_codegen.errors import SourceBroken
from fal_codegen.judge import Judge
from fal_codegen.pipeline.contracts import LoadedContracts, load_all
from fal_codegen.pipeline.fetching.origins import sources_to_name
from fal_codegen.pipeline.fetching.sources import NoSource, open_source
from fal_codegen.pipeline.generating.package import plan_package
from fal_codegen.pipeline.recording.cassettes import load_cassettes
from fal_codegen.pipeline.recording.searched import Searched
from fal_codegen.project import Lock, Project, load_lock, strange_templates
from fal_codegen.sources import Unreachable

_TOOLS = (
    "fal-codegen",
    "datamodel-code-generator",
    "ruff",
    "pydantic",
    "httpx",
    "jsonschema-rs",
    "hypothesis",
    "vcrpy",
    "fal-client",
)
_ASKED = EndpointId("fal-ai/nano-banana")
"""Whose document is asked for where a project lists no endpoint."""

Kind: TypeAlias = Literal[
    "missing",
    "unreadable",
    "edited",
    "unlocked",
    "unlisted",
    "generated",
    "outdated",
    "cassette",
    "template",
]


@dataclass(frozen=True, slots=True)
class Stale:
    """Something of a project that is not as the rest of it says.

    `kind` is `missing` for an endpoint that is listed and has no contract, `unreadable` for a
    contract, `edited` for one that the lock knows otherwise, `unlocked` for one that it does not
    know, `unlisted` for one of an endpoint that is not listed though others are, `generated` for a
    file that the contracts say otherwise, `outdated` for one that another generator made otherwise,
    `cassette` for one in whose places the contract has changed since, `template` for one that takes
    the place of none. `names` are endpoints or paths; `source` is what `--source` has to say to
    fetch them from where they came from, empty where that is configured.
    """

    kind: Kind
    names: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class DoctorResult:
    """What there is, and what is to do.

    `versions` are those of Python and the tools, empty for one that is not installed. `unreachable`
    says why the project's source cannot be reached, `refused` why it gives no document; both are
    empty where all is well. `dates` are the days of the oldest and of the newest contract.
    """

    versions: Mapping[str, str]
    source: str = ""
    unreachable: str = ""
    refused: str = ""
    dates: tuple[str, ...] = ()
    stale: tuple[Stale, ...] = field(default=())

    @property
    def well(self) -> bool:
        """Whether nothing has to be done: contracts that are not listed may stay."""
        stale = [each for each in self.stale if each.kind != "unlisted"]
        return not (self.unreachable or self.refused or stale)


def versions() -> dict[str, str]:
    """Give the versions of Python and of the tools; empty for what is not installed."""
    found = {"Python": sys.version.partition(" ")[0]}
    for tool in _TOOLS:
        try:
            found[tool] = version(tool)
        except PackageNotFoundError:
            found[tool] = ""
    return found


def doctor(project: Project, *, source: str = "") -> DoctorResult:
    """Examine a project, and write nothing.

    Its source, or this one, is asked for one document. Raises `Broken` where the project cannot be
    examined, and where `source` names none.
    """
    source = source or project.source
    unreachable, refused = _asked(project, source)
    loaded, lock = load_all(project), load_lock(project.contracts)
    sources = sources_to_name(lock, project.source)
    found = (
        stale
        for kind, names in _stale(project, loaded, lock).items()
        for stale in _by_source(kind, names, sources)
    )
    days = sorted({origin.date for origin in lock.documents.values()})
    return DoctorResult(
        versions(),
        source,
        unreachable,
        refused,
        tuple(dict.fromkeys(days[:1] + days[-1:])),
        (*found,),
    )


def _asked(project: Project, source: str) -> tuple[str, str]:
    """Ask the source for a document; say why it cannot be reached, or why it gives none."""
    try:
        with open_source(source, project) as opened:
            opened.document(next(iter(project.endpoints), _ASKED))
    except NoSource:
        raise
    except Unreachable as error:
        return str(error), ""
    except SourceBroken as error:
        return "", str(error)
    return "", ""


def _by_source(
    kind: Kind, names: Iterable[str], sources: Mapping[EndpointId, str]
) -> Iterator[Stale]:
    """Put together what is mended by one command: what is fetched, by where it came from."""
    found: dict[str, list[str]] = {}
    for name in names:
        fetched = kind in ("missing", "edited")
        found.setdefault(sources.get(EndpointId(name), "") if fetched else "", []).append(name)
    return (Stale(kind, tuple(some), source) for source, some in found.items())


def _stale(project: Project, loaded: LoadedContracts, lock: Lock) -> Mapping[Kind, tuple[str, ...]]:
    known = {*loaded.readable, *loaded.unreadable}
    plan = plan_package(project) if known else None
    changes = tuple(plan.changes) if plan else ()
    outdated = plan is not None and plan.outdated
    digests = {id_: each.contract.digest for id_, each in loaded.readable.items()}
    origins = {id_: origin for id_, origin in lock.documents.items() if id_ in digests}
    return {
        "missing": tuple(id_ for id_ in project.endpoints if id_ not in known),
        "unreadable": tuple(loaded.unreadable),
        "edited": tuple(id_ for id_, known in origins.items() if known.sha256 != digests[id_]),
        "unlocked": tuple(id_ for id_ in digests if id_ not in origins),
        "unlisted": tuple(sorted(known - {*project.endpoints})) if project.endpoints else (),
        "generated": () if outdated else changes,
        "outdated": changes if outdated else (),
        "cassette": tuple(_recorded_before_a_change(project, loaded)),
        "template": tuple(strange_templates(project)),
    }


def _recorded_before_a_change(project: Project, loaded: LoadedContracts) -> Iterator[str]:
    tapes, _ = load_cassettes(project, loaded.readable, Searched(project, ()))
    for id_, each in tapes.items():
        contract = loaded.readable[id_].contract
        judge = Judge(contract.document)
        for file, cassette in each.items():
            if changed_since(cassette, judge, contract.digest) != ChangedSince():
                yield file.relative_to(project.cassettes).as_posix()
