"""Where a limit is in truth, which is not where the contract has it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from fal_codegen.cases import Documented, Key
from fal_codegen.contract import KEYWORDS, Json
from fal_codegen.probe.census import LimitVerdict
from fal_codegen.probe.evidence import Evidence
from fal_codegen.probe.exchange import Reply
from fal_codegen.probe.ledger import Ledger
from fal_codegen.probe.trials import Trial

_FAR = 4
"""How many times the documented limit is looked at, before it counts as no limit at all."""

Ask: TypeAlias = Callable[[Trial], Reply]
Purse: TypeAlias = tuple[Mapping[str, int], Ledger, Ask]
"""How many answers a body asks for that does not say so, what there is to spend, and how to ask."""


def bisect(taken: int, refused: int, takes: Callable[[int], bool | None]) -> int:
    """Give the last number that is taken, on the way from one that is to one that is not.

    Of n numbers it asks for ⌈log₂ n⌉ at the most; None, for no answer, ends it early.
    """
    while abs(refused - taken) > 1:
        middle = (taken + refused) // 2
        accepted = takes(middle)
        if accepted is None:
            break
        taken, refused = (middle, refused) if accepted else (taken, middle)
    return taken


@dataclass(frozen=True, slots=True)
class _Search:
    """A field of a body, whose size is varied: a whole number, or how long a text or a list is."""

    limit: Documented
    body: dict[str, Json]
    step: int
    counts: Mapping[str, int]
    ledger: Ledger
    ask: Ask

    def takes(self, count: int) -> bool | None:
        """Ask for a size of so many steps."""
        value = _sized(self.body[self.limit.place], count * self.step)
        body = {**self.body, self.limit.place: value}
        trial = Trial(body, (self.limit,), self.limit.key, frozenset(), counts=self.counts)
        if value is None or not self.ledger.affords(trial.units):
            return None
        became = self.ask(trial).became
        return None if became == "unclear" else became == "taken"


def true_bound(
    verdict: LimitVerdict, limits: Mapping[Key, Documented], evidence: Evidence, purse: Purse
) -> Json:
    """Seek the bound of a field of the body; None where that is none, or cannot be found.

    `limits` are all of the contract: what is sent on the way keeps the others.
    """
    limit, body = verdict.limit, verdict.body or {}
    known, size = KEYWORDS.get(limit.keyword), _size(body.get(limit.place))
    step = _step(limit.place, limits)
    if known is None or known.tighter not in ("lower", "higher") or size is None or step is None:
        return None
    search = _Search(limit, body, step, *purse)
    if verdict.verdict == "stricter":
        inside = _inside(limit.place, size, evidence, upward=known.tighter == "lower")
        return None if inside is None else step * bisect(inside // step, size // step, search.takes)
    least = 0 if known.counts else size - _FAR * max(1, abs(size))
    far = (size * _FAR if known.tighter == "lower" else least) // step
    if far == size // step or search.takes(far) is not False:
        return None
    return step * bisect(size // step, far, search.takes)


def _step(place: str, limits: Mapping[Key, Documented]) -> int | None:
    """Give what sizes are multiples of; None where a larger value cannot be made of a smaller."""
    if any((place, keyword) in limits for keyword in ("pattern", "uniqueItems")):
        return None
    multiple = limits.get((place, "multipleOf"))
    step = multiple.limit if multiple else 1
    return step if isinstance(step, int) and step > 0 else None


def _inside(place: str, refused: int, evidence: Evidence, *, upward: bool) -> int | None:
    """Give the nearest size within a refused one with which a body was taken."""
    taken = (
        _size(trial.body.get(place))
        for trial, reply in evidence.replies.values()
        if reply.became == "taken"
    )
    sizes = [each for each in taken if each is not None]
    if upward:
        return max((each for each in sizes if each < refused), default=None)
    return min((each for each in sizes if each > refused), default=None)


def _size(value: Json) -> int | None:
    match value:
        case bool():
            return None
        case int():
            return value
        case str() | list():
            return len(value)
        case _:
            return None


def _sized(like: Json, size: int) -> Json:
    """Give a value of another size, made of what is in this one; None where there is none."""
    match like:
        case int():
            return size
        case str() if like:
            return (like * (size // len(like) + 1))[:size]
        case list() if like:
            return [like[index % len(like)] for index in range(size)]
        case _:
            return None
