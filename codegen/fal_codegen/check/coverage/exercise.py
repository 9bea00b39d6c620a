"""On which side of which limits the bodies of a witness were."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from fal_codegen.cases import DEPTH, Key, broken_limits, documented, kept_limits
from fal_codegen.cassettes import Cassette
from fal_codegen.check.exchanges import sent_in
from fal_codegen.contract import ANY_ITEM, Endpoint, Json, Path, spelled_path
from fal_codegen.judge import Judge

CoverageWitness: TypeAlias = Literal["cases", "cassettes", "traffic", "tests"]
"""Who sent bodies: the boundary cases, recordings of the emulator, recordings of fal itself, and
the user's own tests."""
COVERAGE_WITNESSES: tuple[CoverageWitness, ...] = get_args(CoverageWitness)

DEEPEST = 2 * DEPTH
"""How many lists and objects lie around a limit that is counted."""
_EMULATOR = "emulator"
_REFUSED = 422


@dataclass(frozen=True, slots=True)
class Sides:
    """How many bodies were on either side of a limit: taken and held to it, or refused for it."""

    kept: int = 0
    broken: int = 0

    @property
    def both(self) -> bool:
        """Whether there was one on each."""
        return bool(self.kept and self.broken)


class Exercise:
    """Counts on which side of each limit the bodies of one witness were.

    A body counts beyond a limit if it breaks that one alone: of two, nobody knows which was it that
    it was refused for.
    """

    def __init__(self, endpoint: Endpoint, judge: Judge) -> None:
        self._endpoint = endpoint
        self._judge = judge
        self._limits = documented(endpoint, ANY_ITEM, DEEPEST)
        ways = [place.split("/") for place, _ in self._limits]
        self._around = {
            spelled_path((*way[:end],)) for way in ways for end in range(1, len(way) + 1)
        }
        self._counts: dict[Key, list[int]] = {}

    @property
    def sides(self) -> dict[Key, Sides]:
        """What was counted, of the limits that there are."""
        return {key: Sides(*self._counts[key]) for key in self._limits if key in self._counts}

    def taken(self, body: Json, times: int = 1) -> None:
        """Count a body that was taken; one that the document refuses shows nothing."""
        if not self._judge.input(body):
            for key in kept_limits(self._endpoint, body):
                self._counts.setdefault(key, [0, 0])[0] += times

    def refused(self, body: Json, times: int = 1) -> list[Key]:
        """Count a body that was refused, and give the limits that it breaks.

        One that the document allows shows nothing.
        """
        broken = [*broken_limits(self._judge.input(body), self._spelled)]
        if len(broken) == 1:
            self._counts.setdefault(broken[0], [0, 0])[1] += times
        return broken

    def _spelled(self, path: Path) -> str:
        """Spell a path as the limits there are spelled: any item, any field that is not listed."""
        steps: list[str] = []
        for step in path:
            named = [str(step), ANY_ITEM]
            places = (spelled_path((*steps, each)) for each in named)
            known = (n for n, p in zip(named, places, strict=True) if p in self._around)
            steps.append(next(known, str(step)))
        return spelled_path((*steps,))


def exercised(
    cassettes: Iterable[Cassette], endpoint: Endpoint, judge: Judge
) -> dict[CoverageWitness, Exercise]:
    """Give what recordings exercised, those of the emulator apart from those of fal itself."""
    found: dict[CoverageWitness, Exercise] = {}
    for cassette in cassettes:
        witness: CoverageWitness = "cassettes" if cassette.stamp.source == _EMULATOR else "traffic"
        exercise = found.setdefault(witness, Exercise(endpoint, judge))
        for sent in sent_in(cassette):
            if sent.answer.succeeded:
                exercise.taken(sent.body)
            elif sent.answer.status == _REFUSED:
                exercise.refused(sent.body)
    return found
