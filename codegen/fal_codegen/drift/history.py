"""How promises changed from version to version, and which version refused a body first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fal_codegen.contract import Document
from fal_codegen.drift.change import Change
from fal_codegen.drift.rules import LEVELS, Level


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it was: `name` is a commit or a file, `date` an ISO 8601 day.

    `removed` is the day and the commit in which the one before was taken away, if it was.
    """

    name: str
    date: str
    document: Document
    removed: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What changed from one version to the next."""

    changes: tuple[Change, ...]

    @property
    def level(self) -> Level | None:
        """The worst level of its changes; None where nothing changed."""
        levels = {change.level for change in self.changes}
        return next((level for level in LEVELS if level in levels), None)

    @property
    def keeps_accepting(self) -> bool:
        """Whether all that was taken is proven to be taken still."""
        return not any(_refuses(change) for change in self.changes)

    @property
    def keeps_refusing(self) -> bool:
        """Whether all that was refused is refused still, as far as the verdicts tell."""
        return not any(_admits(change) for change in self.changes)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The number of the first version that refuses a body, None for none, and the checks made."""

    first: int | None
    checks: int


def first_refusal(
    steps: Sequence[Step], refuses: Callable[[int], bool], *, foreseen: bool = True
) -> Refusal:
    """Find the first version that refuses a body, asking of as few as the verdicts allow.

    `steps` lead from each version to the next. Where nothing is proven to widen, what is refused
    stays refused, and halves can be left out; where nothing narrows, the next is not asked. A body
    with names that no version lists is not `foreseen` by the proofs, and all versions are asked.
    """
    known: dict[int, bool] = {}

    def ask(number: int) -> bool:
        if number not in known:
            known[number] = refuses(number)
        return known[number]

    for run in _runs(steps, foreseen=foreseen):
        low, high = 0, len(run)
        while low < high:
            middle = _split(low, high)
            low, high = (low, middle) if ask(run[middle]) else (middle + 1, high)
        if low < len(run):
            return Refusal(run[low], len(known))
    return Refusal(None, len(known))


def _split(low: int, high: int) -> int:
    """Give the version to ask so that, of all answers, the first two take the longest way if any.

    Between n versions lie n + 1 answers, so some may take one check more than log₂ n, rounded up:
    that nobody refuses, and that a late version does, is never among them.
    """
    answers = high - low + 1
    whole = 1 << (answers.bit_length() - 1)
    return high - max(whole // 2, answers - whole)


def _runs(steps: Sequence[Step], *, foreseen: bool) -> list[list[int]]:
    """Give the versions that may be the first to refuse, parted where something was widened."""
    runs = [[0]]
    for number, step in enumerate(steps, 1):
        if not (foreseen and step.keeps_refusing):
            runs.append([])
        if not (foreseen and step.keeps_accepting):
            runs[-1].append(number)
    return runs


def _refuses(change: Change) -> bool:
    """Tell whether a change may refuse what was taken."""
    if change.rule.side != "request" or change.rule.kind == "endpoint":
        return False
    return change.witness is not None or change.reason is not None or change.level == "unknown"


def _admits(change: Change) -> bool:
    """Tell whether a change may take what was refused."""
    if change.rule.side != "request":
        return False
    return change.rule.effect in ("widens", "undecided") or change.rule.kind == "field"
