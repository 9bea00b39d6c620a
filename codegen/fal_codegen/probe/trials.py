"""What can be asked of a service: bodies of `cases`, with the limits they break or stand at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

from fal_codegen.cases import Case, Documented, Key, broken_limits, judged_cases, valid_body
from fal_codegen.contract import Endpoint, Json, canonical
from fal_codegen.judge import Judge

_COUNTED = ("num_images", "num_outputs", "num_videos", "num_samples", "batch_size")
"""Fields that say how many answers a body asks for (names of the catalogue)."""

FieldValue: TypeAlias = tuple[str, str]
"""A field's name and its value, spelled as JSON; empty where the field is absent."""

Pair: TypeAlias = tuple[FieldValue, FieldValue]


@dataclass(frozen=True)
class Trial:
    """A body to send.

    `beyond` are the limits it breaks, none where the contract allows it; `at` is the one that it
    stands at, `fields` are the values it differs from the plainest body by, each spelled as JSON.
    """

    body: dict[str, Json]
    beyond: tuple[Documented, ...]
    at: Key
    fields: frozenset[FieldValue]

    @property
    def allowed(self) -> bool:
        """Whether the contract allows it."""
        return not self.beyond

    @cached_property
    def units(self) -> int:
        """How many answers are asked for, and may be billed."""
        counts = (self.body.get(name) for name in _COUNTED)
        return max([1, *(int(number) for number in counts if isinstance(number, int | float))])

    @cached_property
    def key(self) -> str:
        """The body, spelled: no two are alike."""
        return canonical(self.body)

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """The values, two by two."""
        return frozenset(combinations(sorted(self.fields), 2))


def trials(endpoint: Endpoint, judge: Judge) -> tuple[Trial, ...]:
    """Give every body worth sending, in the order of the fields.

    Left out is what readers of JSON differ about, where none of them breaks a promise: half a
    surrogate pair, and a float for an integer, which the contract allows and our request refuses.
    """
    cases = judged_cases(endpoint, judge).cases
    return tuple(_trials(cases, judge, valid_body(endpoint, judge))) if cases else ()


def _trials(cases: Iterable[Case], judge: Judge, plainest: dict[str, Json]) -> Iterator[Trial]:
    for case in cases:
        if (case.valid and not case.taken and case.keyword != "unknown") or not _is_text(case.body):
            continue
        broken = {} if case.valid else broken_limits(judge.input(case.body))
        yield Trial(
            case.body,
            tuple(broken.values()),
            (case.place, case.keyword),
            _differing(case.body, plainest),
        )


def _differing(body: dict[str, Json], plainest: dict[str, Json]) -> frozenset[FieldValue]:
    """Give the fields by which a body differs, an absent one as the empty text."""
    names = {*body, *plainest}
    spelled = {
        name: tuple(canonical(each[name]) if name in each else "" for each in (body, plainest))
        for name in names
    }
    return frozenset((name, here) for name, (here, there) in spelled.items() if here != there)


def _is_text(body: dict[str, Json]) -> bool:
    try:
        canonical(body).encode()
    except UnicodeEncodeError:
        return False
    return True
