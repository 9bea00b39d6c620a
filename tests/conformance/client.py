"""Documents to a client, in bulk, and what its requests say to bodies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from fal_codegen.contract import EndpointId, Problem, pretty
from fal_codegen.emit import Package, emit_frame, folder_of
from fal_codegen.emit.tidy import write_texts
from fal_codegen.openapi import read_document
from fal_codegen.pipeline.generating.modules import ModuleTask, render_modules
from fal_codegen.sandbox import Job, run_jobs

from tests.conformance.wraps import Trial
from tests.documents import PAINTER
from tests.emit.conftest import TEMPLATES

_PACKAGE = Package("fal_endpoints", "0.1.0", {})


@dataclass(frozen=True, slots=True)
class Refused:
    """The document was refused, with the place and the reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Crash:
    """Something raised what nobody may raise."""

    error: str


Outcome: TypeAlias = dict[str, Any] | None
"""None for a body that is taken and given back unchanged, else `errors`, or what came back as
`changed`."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the client says to each body, and what generation told of the document."""

    outcomes: Sequence[Outcome]
    problems: tuple[Problem, ...]


Answer: TypeAlias = Refused | Crash | Said


def ask(trials: Sequence[Trial]) -> list[Answer]:
    """Generate a package of all the documents and ask it; whoever breaks it is asked alone."""
    try:
        return _ask(trials)
    except Exception as error:  # noqa: BLE001 - whatever is raised is the finding
        if len(trials) == 1:
            return [Crash(f"{type(error).__name__}: {error}")]
    half = len(trials) // 2
    return [*ask(trials[:half]), *ask(trials[half:])]


def _ask(trials: Sequence[Trial]) -> list[Answer]:
    names = {f"m{place}": trial for place, trial in enumerate(trials)}
    tasks = [
        ModuleTask(EndpointId(PAINTER), name, pretty(trial.document))
        for name, trial in names.items()
    ]
    files, refused, _ = render_modules(tasks, _PACKAGE.name, TEMPLATES)
    answers: dict[str, Answer] = {name: Refused(reason) for name, reason in refused.items()}
    with TemporaryDirectory() as folder:
        write_texts(Path(folder), files | emit_frame(_PACKAGE, TEMPLATES))
        package = Path(folder) / folder_of(_PACKAGE.name)
        rest = [name for name in names if name not in answers]
        loaded = run_jobs(package, [{"do": "load", "module": name} for name in rest])
        for name, each in zip(rest, loaded, strict=True):
            if "error" in each:
                answers[name] = Crash(each["error"])
        rest = [name for name in names if name not in answers]
        outcomes = run_jobs(package, [_take(name, names[name]) for name in rest])
    for name, each in zip(rest, outcomes, strict=True):
        answers[name] = _answer(each, names[name])
    return [answers[name] for name in names]


def _answer(outcome: Mapping[str, Any], trial: Trial) -> Answer:
    if "error" in outcome:
        return Crash(outcome["error"])
    return Said(outcome["taken"], read_document(trial.document).problems)


def _take(name: str, trial: Trial) -> Job:
    return {"do": "take", "module": name, "bodies": [each.body for each in trial.bodies]}
