"""What can be asked of a service: bodies of `cases`, with the limits they break or stand at."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

from fal_codegen.cases import (
    Case,
    Documented,
    Key,
    NoSample,
    broken_limits,
    documented,
    judged_cases,
    valid_body,
)
from fal_codegen.contract import Endpoint, Json, Path, canonical, is_text
from fal_codegen.judge import Judge
from fal_codegen.probe.claims import Claimed, keeping
from fal_codegen.probe.pricing import counts_of, units_of

FieldValue: TypeAlias = tuple[str, str]
"""A field's name and its value, spelled as JSON; empty where the field is absent."""

Pair: TypeAlias = tuple[FieldValue, FieldValue]


@dataclass(frozen=True)
class Trial:
    """A body to send.

    `beyond` are the limits it breaks, none where the contract allows it; `at` is the one that it
    stands at, `fields` are the values it differs from the plainest body by, each spelled as JSON.
    `claims` are the limits of prose that it breaks, whatever the contract allows. `counts` says of
    how many answers a body may be that does not say so itself.
    """

    body: dict[str, Json]
    beyond: tuple[Documented, ...]
    at: Key
    fields: frozenset[FieldValue]
    claims: tuple[Claimed, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict[str, int], compare=False)

    @cached_property
    def units(self) -> int:
        """How many answers are asked for, and may be billed."""
        return units_of(self.body, self.counts)

    @property
    def breaks(self) -> tuple[Documented, ...]:
        """The limits that it breaks, of the contract and of prose."""
        return *self.beyond, *self.claims

    @property
    def allowed(self) -> bool:
        """Whether the contract allows it."""
        return not self.beyond

    @property
    def names(self) -> frozenset[str]:
        """The fields that it differs in."""
        return frozenset(name for name, _ in self.fields)

    @cached_property
    def key(self) -> str:
        """The body, spelled: no two are alike."""
        return canonical(self.body)

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """The values, two by two."""
        return frozenset(combinations(sorted(self.fields), 2))


def trials(endpoint: Endpoint, judge: Judge, claims: Sequence[Claimed] = ()) -> tuple[Trial, ...]:
    """Give every body worth sending, in the order of the fields, then those at claims of prose.

    All are made around a body that keeps the claims as well, where there is one.

    Left out is what readers of JSON differ about, where none of them breaks a promise: half a
    surrogate pair, and a float for an integer, which the contract allows and our request refuses.
    """
    narrower = keeping(endpoint, claims)
    plainest = _plainest(narrower, judge) or _plainest(endpoint, judge)
    if plainest is None:
        return ()
    items = _Items(frozenset(place for place, _ in documented(endpoint)))
    cases = judged_cases(endpoint, judge, plainest).cases
    found = tuple(_trials(cases, judge, plainest, items.place))
    at = {(each.place, each.keyword, canonical(each.limit)): each for each in claims}
    further = judged_cases(narrower, judge, plainest).cases if claims else ()
    all_ = (
        *found,
        *_among_others(found, plainest, judge),
        *_at_claims(further, at, plainest),
    )
    counts = counts_of(endpoint)
    return tuple(
        replace(
            each,
            counts=counts,
            claims=() if each.beyond else tuple(c for c in claims if c.is_broken(each.body)),
        )
        for each in all_
    )


def _plainest(endpoint: Endpoint, judge: Judge) -> dict[str, Json] | None:
    try:
        return valid_body(endpoint, judge)
    except NoSample:
        return None


def _at_claims(
    cases: Iterable[Case], at: Mapping[tuple[str, str, str], Claimed], plainest: dict[str, Json]
) -> Iterator[Trial]:
    """Give the bodies that stand at a claim or beyond it, of those that the contract allows."""
    for case in cases:
        claim = at.get((case.place, case.keyword, canonical(case.limit)))
        if claim is not None and case.valid and is_text(canonical(case.body)):
            yield Trial(case.body, (), claim.key, _differing(case.body, plainest))


def _among_others(
    found: tuple[Trial, ...], plainest: dict[str, Json], judge: Judge
) -> Iterator[Trial]:
    """Break each limit once more in a body that has all other fields: some are looked at alone."""
    full = dict(plainest)
    for trial in found:
        if trial.allowed and len(trial.fields) == 1:
            full = trial.body | full
    if judge.input(full):
        return
    done = set[Key]()
    for trial in found:
        if len(trial.beyond) == 1 and trial.beyond[0].key not in done:
            done.add(trial.beyond[0].key)
            name = trial.beyond[0].place.split("/", maxsplit=1)[0]
            body = {each: full[each] for each in full if each != name} | {
                each: trial.body[each] for each in trial.body if each == name or each not in full
            }
            yield replace(trial, body=body, fields=_differing(body, plainest))


@dataclass(frozen=True, slots=True)
class _Items:
    """The places of an endpoint's limits, of which the first item's is that of all alike."""

    known: frozenset[str]

    def place(self, path: Path) -> str:
        place = ""
        for step in path:
            here = f"{place}/{step}" if place else str(step)
            one_of_all = isinstance(step, int) and not self._holds(here)
            place = f"{place}/0" if one_of_all else here
        return place

    def _holds(self, place: str) -> bool:
        return any(each == place or each.startswith(f"{place}/") for each in self.known)


def _trials(
    cases: Iterable[Case],
    judge: Judge,
    plainest: dict[str, Json],
    place: Callable[[Path], str],
) -> Iterator[Trial]:
    for case in cases:
        if (case.valid and not case.taken and case.keyword != "unknown") or not is_text(
            canonical(case.body)
        ):
            continue
        broken = {} if case.valid else broken_limits(judge.input(case.body), place)
        yield Trial(
            case.body,
            tuple(_of_their_type(broken)),
            (case.place, case.keyword),
            _differing(case.body, plainest),
        )


def _of_their_type(broken: dict[Key, Documented]) -> Iterator[Documented]:
    """Leave out what a value of a wrong type breaks besides: 1.5 is no multiple, but no integer."""
    mistyped = {place for place, keyword in broken if keyword == "type"}
    return (e for e in broken.values() if e.keyword == "type" or e.place not in mistyped)


def _differing(body: dict[str, Json], plainest: dict[str, Json]) -> frozenset[FieldValue]:
    """Give the fields by which a body differs, an absent one as the empty text."""
    names = {*body, *plainest}
    spelled = {
        name: tuple(canonical(each[name]) if name in each else "" for each in (body, plainest))
        for name in names
    }
    return frozenset((name, here) for name, (here, there) in spelled.items() if here != there)
