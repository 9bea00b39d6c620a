"""What the client says to a body, held to the suite's verdict."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Literal, TypeAlias, TypeVar

from fal_codegen.contract import (
    Document,
    Json,
    OperationSchemas,
    Problem,
    escape,
    find_schemas,
    unescape,
)

from tests.conformance.client import Answer, Crash, Outcome, Refused, Said
from tests.conformance.closed import REQUEST
from tests.conformance.deliberate import ROWS, judges
from tests.conformance.wraps import Probe, Trial

T = TypeVar("T")
Kind: TypeAlias = Literal["agree", "deliberate", "honest Problem", "refused", "silent", "crash"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one body came to, in one place of one document; `why` says more to who looks closer."""

    kind: Kind
    trial: Trial
    probe: Probe
    why: str = ""


def verdicts(trial: Trial, answer: Answer) -> Iterator[Verdict]:
    """Judge what a client said to each body of a trial."""
    for index, probe in enumerate(trial.bodies):
        match answer:
            case Crash(error=why):
                yield Verdict("crash", trial, probe, why)
            case Refused(reason=why):
                yield Verdict("refused", trial, probe, why)
            case Said(outcomes=outcomes, problems=problems):
                yield _verdict(trial, probe, outcomes[index], problems)


def _verdict(trial: Trial, probe: Probe, said: Outcome, problems: tuple[Problem, ...]) -> Verdict:
    if said is not None and "changed" in said:
        return Verdict("silent", trial, probe, f"sent as {said['changed']}")
    taken = said is None
    if taken == probe.valid:
        return Verdict("agree", trial, probe)
    document = _judged(trial.document)
    is_of_rows = judges(document)(probe.body) != taken
    for rows in _some(ROWS, len(ROWS)):
        if rows and is_of_rows and judges(document, *rows)(probe.body) == taken:
            return Verdict("deliberate", trial, probe, ", ".join(rows))
    about_this = [each for each in problems if _is_of(each, trial, probe)]
    for some in (*_some(about_this, 2), tuple(about_this)):
        weaker = without(document, some)
        for rows in _some(ROWS, len(ROWS)):
            if some and judges(weaker, *rows)(probe.body) == taken:
                return Verdict("honest Problem", trial, probe, str(some))
    return Verdict("silent", trial, probe, "taken" if said is None else str(said["errors"]))


def _judged(document: Document) -> Document:
    """Give a document with its request where the judge finds it."""
    places = find_schemas(document)
    assert isinstance(places, OperationSchemas)
    return {**document, REQUEST: places.input}


def without(document: Document, problems: Iterable[Problem]) -> Document:
    """Give a document in which what the problems point to says nothing."""
    for problem in problems:
        steps = [unescape(step) for step in problem.pointer.split("/")[1:]]
        document = _emptied(document, steps)  # type: ignore[assignment]
    return document


_MAPS = ("properties", "patternProperties", "$defs", "schemas", "dependentSchemas")


def _emptied(value: Json, steps: list[str], *, named: bool = False) -> Json:
    """Take a keyword out; a schema that has a name or a place in a list says nothing instead."""
    step, *rest = steps
    if isinstance(value, list):
        place = int(step)
        inner = _emptied(value[place], rest) if rest else True
        return [*value[:place], inner, *value[place + 1 :]]
    if not isinstance(value, dict) or step not in value:
        return value
    if rest:
        return {**value, step: _emptied(value[step], rest, named=step in _MAPS and not named)}
    return {**value, step: True} if named else {k: v for k, v in value.items() if k != step}


def _some(items: Iterable[T], most: int) -> Iterator[tuple[T, ...]]:
    """Give some of the items, few before many."""
    listed = list(items)
    sizes = range(min(most, len(listed)) + 1)
    yield from chain.from_iterable(combinations(listed, size) for size in sizes)


def _is_of(problem: Problem, trial: Trial, probe: Probe) -> bool:
    """Tell whether a problem stands where the body probes: in its place, or in a component."""
    places = {escape(each.place) for each in trial.bodies} - {escape(probe.place)}
    steps = problem.pointer.split("/")
    return not (steps[1:4] == ["components", "schemas", "Request"] and {*steps[5:6]} & places)
