"""The properties of an endpoint, with everybody who has a word about its bodies."""

from collections.abc import Sequence
from pathlib import Path

from fal_codegen.cases import Case
from fal_codegen.check import (
    SAVED,
    Client,
    Finding,
    Held,
    Witnesses,
    at_home,
    check_properties,
    check_saved,
    judge_beside_holes,
    read_saved,
    rules,
)
from fal_codegen.contract import FilePlace, parse
from fal_codegen.emulator import Model
from fal_codegen.judge import Judge
from fal_codegen.pipeline.checking.tasks import CheckTask, Draws
from fal_codegen.pipeline.contracts import LoadedContract


def held(  # noqa: PLR0913, PLR0917 - an endpoint, who is asked about it, and how much
    task: CheckTask,
    loaded: LoadedContract,
    cases: Sequence[Case],
    client: Client,
    draws: Draws,
    home: Path,
) -> Held:
    """Hold an endpoint to saved and to drawn bodies; Hypothesis keeps its tables in `home`."""
    witnesses = _witnesses(loaded, cases, client)
    findings = _saved(task, witnesses)
    with at_home(home):
        drawn = check_properties(witnesses, draws.examples, draws.seed)
    known = {each.id for each in findings}
    drawn.findings = [*findings, *(each for each in drawn.findings if each.id not in known)]
    return drawn


def _witnesses(loaded: LoadedContract, cases: Sequence[Case], client: Client) -> Witnesses:
    document = loaded.contract.document
    judge, model = Judge(document), Model(document)
    beside = judge_beside_holes(document, loaded.holes) or judge
    return Witnesses(loaded.endpoint, judge, model.status, client, cases, beside)


def _saved(task: CheckTask, witnesses: Witnesses) -> list[Finding]:
    """Hold an endpoint to the bodies in its cases.json."""
    try:
        saved = read_saved(parse(task.saved)) if task.saved is not None else ()
    except ValueError as error:
        place = FilePlace(f"{task.contract_place}/{SAVED}")
        return [Finding(rules.CASES_UNREADABLE, task.id, place, detail=str(error))]
    return check_saved(witnesses, saved)
