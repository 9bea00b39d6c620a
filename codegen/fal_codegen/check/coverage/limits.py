"""Which limits of an endpoint were exercised, by whom, and which can be at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fal_codegen.cases import Case, CaseSet, Documented, Key, documented
from fal_codegen.check.coverage.exercise import DEEPEST, CoverageWitness, Exercise, Sides
from fal_codegen.check.coverage.reasons import Reach, Reason, reason_of
from fal_codegen.contract import ANY_ITEM, Endpoint, EndpointId
from fal_codegen.judge import Judge

_NEITHER = Sides()


@dataclass(frozen=True, slots=True)
class LimitCoverage:
    """A limit, what each witness did at it, and whether it can be reached from both sides at all.

    It can if some case is on each side; else `reason` says why not, and None that nobody knows.
    """

    limit: Documented
    witnesses: Mapping[CoverageWitness, Sides]
    reachable: bool
    reason: Reason | None = None

    def by(self, witness: CoverageWitness) -> Sides:
        """Give what one witness did."""
        return self.witnesses.get(witness, _NEITHER)


@dataclass(frozen=True, slots=True)
class EndpointCoverage:
    """The limits of an endpoint's request, each with who exercised it.

    `contract` is the document's sha256. At its `holes` anything passes, so no limit is counted
    there. `ran` tells whether the cases went through the client. `outdated_tests` tells that the
    user's tests last sent bodies under another contract, which are not counted.
    """

    endpoint: EndpointId
    contract: str
    limits: tuple[LimitCoverage, ...]
    holes: int = 0
    ran: bool = True
    outdated_tests: bool = False

    @property
    def index(self) -> int:
        """How many limits can be reached from both sides."""
        return sum(each.reachable for each in self.limits)

    def score(self, witness: CoverageWitness) -> int:
        """Count the limits that a witness was on both sides of."""
        return sum(each.by(witness).both for each in self.limits)

    @property
    def unexplained(self) -> tuple[LimitCoverage, ...]:
        """The limits that no case reaches from both sides, and nobody knows why."""
        return tuple(each for each in self.limits if not each.reachable and each.reason is None)


def coverage_of(
    endpoint: Endpoint,
    judge: Judge,
    found: CaseSet,
    others: Mapping[CoverageWitness, Mapping[Key, Sides]],
    *,
    ran: bool = True,
) -> tuple[LimitCoverage, ...]:
    """Give every limit of an endpoint's request with who exercised it.

    `found` are its cases, which tell what can be reached, and count as exercised where they `ran`.
    `others` is what the other witnesses came to.
    """
    exercise = Exercise(endpoint, judge)
    together = _run(exercise, found.cases)
    sides, reach = exercise.sides, Reach(endpoint, found, documented(endpoint, ANY_ITEM), together)
    covered: list[LimitCoverage] = []
    for key, limit in documented(endpoint, ANY_ITEM, DEEPEST).items():
        mine = sides.get(key, _NEITHER)
        why = None if mine.both else reason_of(limit, reach, kept=bool(mine.kept))
        witnesses: dict[CoverageWitness, Sides] = {
            name: each[key] for name, each in others.items() if key in each
        }
        if ran and key in sides:
            witnesses["cases"] = mine
        covered.append(LimitCoverage(limit, witnesses, mine.both, why))
    return tuple(covered)


def _run(exercise: Exercise, cases: Iterable[Case]) -> set[Key]:
    """Count all cases; give the limits that some body breaks together with another."""
    together: set[Key] = set()
    for case in cases:
        if case.valid:
            exercise.taken(case.body)
        elif len(broken := exercise.refused(case.body)) > 1:
            together.update(broken)
    return together
