"""Boundary cases: bodies around every limit of an endpoint, each with its verdict."""

from dataclasses import dataclass, replace

from fal_codegen.cases.pairs import pairs
from fal_codegen.cases.probes import probes
from fal_codegen.contract import Endpoint, Json, admits, canonical, request_accepts
from fal_codegen.judge import Judge


@dataclass(frozen=True, slots=True)
class Case:
    """A body for an endpoint, and what becomes of it.

    `place` is the field it probes, as a path, and `keyword` with `limit` the limit it stands at: a
    JSON Schema keyword and its argument, `unknown` for a field that is not listed, or `pair` for a
    combination of two fields. `valid` is the contract's verdict; `taken` tells whether our request
    takes it, which refuses a little more on purpose (see `fal_codegen.contract.request_accepts`).
    """

    place: str
    keyword: str
    limit: Json
    body: dict[str, Json]
    valid: bool
    taken: bool

    @property
    def at_limit(self) -> bool:
        """Whether it stands at a limit or an enum, and not at a type or between fields."""
        return self.keyword not in ("type", "unknown", "pair")


def judged_cases(endpoint: Endpoint, judge: Judge) -> tuple[Case, ...]:
    """Give every boundary case of an endpoint, valid or not as its document has it.

    Where a document says what shapes cannot, shapes alone admit more.
    """
    pointer = judge.places.input_pointer
    return tuple(
        replace(case, valid=judge.admits(pointer, case.body)) for case in boundary_cases(endpoint)
    )


def boundary_cases(endpoint: Endpoint) -> tuple[Case, ...]:
    """Give every boundary case of an endpoint, in the order of its fields, no body twice.

    All that is known here are shapes, so `valid` is by them.
    """
    found: dict[str, Case] = {}
    for probe in (*probes(endpoint, endpoint.input), *pairs(endpoint)):
        if isinstance(probe.value, dict):
            case = Case(
                probe.step.removeprefix("/"),
                probe.keyword,
                probe.limit,
                probe.value,
                admits(endpoint, endpoint.input, probe.value),
                request_accepts(endpoint, probe.value),
            )
            found.setdefault(canonical(case.body), case)
    return tuple(found.values())
