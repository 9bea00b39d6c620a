"""Boundary cases: bodies around every limit of an endpoint, each with its verdict."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain

from fal_codegen.cases.boundary_values import Boundaries, GivenUp
from fal_codegen.cases.made import NoSample
from fal_codegen.cases.pairs import pairs
from fal_codegen.cases.plain_values import Boundary
from fal_codegen.cases.samples import Samples
from fal_codegen.contract import (
    NOTHING,
    Endpoint,
    Json,
    canonical,
    digest,
    json_type,
    predicate,
    request_accepts,
    request_predicate,
    spelled_path,
)
from fal_codegen.judge import Judge, examples

MOST_CASES = 20_000
"""Cases of one endpoint; real ones have some hundreds, and an enum one for each of its values."""
_MOST_TEXT = 50_000_000
"""Characters that all bodies of an endpoint may have together."""
_LOOKED_AT = 200
"""Bodies that are asked about before an endpoint is said to have none."""


@dataclass(frozen=True, slots=True)
class Case:
    """A body for an endpoint, and what becomes of it.

    `place` is its field, as a path, and `keyword` with `limit` the limit it stands at: a JSON
    Schema keyword and its argument, `unknown` for a field that is not listed, or `pair` for a
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

    @property
    def id(self) -> str:
        """Eight hex digits that stay while body, place and keyword do."""
        return digest([self.place, self.keyword, self.body])[:8]


@dataclass(frozen=True, slots=True)
class CaseSet:
    """The cases of an endpoint, and the places of its request that none could be made for.

    `cut` tells that there were more than are made.
    """

    cases: tuple[Case, ...]
    given_up: tuple[GivenUp, ...]
    cut: bool = False


def judged_cases(endpoint: Endpoint, judge: Judge, base: dict[str, Json] | None = None) -> CaseSet:
    """Give every boundary case of an endpoint, valid or not as its document has it.

    They are made around a valid body, `base` if one is given. Where a document says what shapes
    cannot, shapes alone admit more. No case at all is the whole request given up.
    """
    pointer = judge.places.input_pointer
    try:
        base = valid_body(endpoint, judge) if base is None else base
    except NoSample as error:
        return CaseSet((), (GivenUp(error.place, error.why),))
    made = _cases(endpoint, base, lambda body: judge.admits(pointer, body))
    return _with_every_field(endpoint, judge, made)


def _with_every_field(endpoint: Endpoint, judge: Judge, made: CaseSet) -> CaseSet:
    """Look for a valid body with each field that none has: the document says more than shapes.

    Where none is found, the field is given up.
    """
    told = {each.place.partition("/")[0] for each in made.given_up}
    told |= {name for case in made.cases if case.valid for name in case.body}
    possible = [each.name for each in endpoint.input.fields if each.shape != NOTHING]
    missing = [name for name in possible if name not in told]
    if made.cut or not missing:
        return made
    found: dict[str, Case] = {}
    for body in examples(judge, judge.places.input_pointer):
        if isinstance(body, dict):
            new = (name for name in missing if name in body and name not in found)
            found |= {name: _plain(endpoint, name, body) for name in new}
    return replace(
        made,
        cases=(*made.cases, *found.values()),
        given_up=(*made.given_up, *(_refused(name) for name in missing if name not in found)),
    )


def _plain(endpoint: Endpoint, name: str, body: dict[str, Json]) -> Case:
    """Give a case of a valid body that stands at no limit of a field."""
    taken = request_accepts(endpoint, body)
    return Case(name, "type", json_type(body[name]), body, valid=True, taken=taken)


def _refused(name: str) -> GivenUp:
    return GivenUp(name, "the document refuses all that was tried with it")


def boundary_cases(endpoint: Endpoint) -> tuple[Case, ...]:
    """Give every boundary case of an endpoint, in the order of its fields, no body twice.

    All that is known here are shapes, so `valid` is by them.
    """
    try:
        base = Samples(endpoint).object(endpoint.input)
    except NoSample:
        return ()
    return _cases(endpoint, base, predicate(endpoint.resolve, endpoint.input)).cases


def valid_body(endpoint: Endpoint, judge: Judge) -> dict[str, Json]:
    """Give a small body that the document allows, one that our request takes if there is any.

    Raises `NoSample` where none is found.
    """
    pointer, others = judge.places.input_pointer, list[dict[str, Json]]()
    samples = Samples(endpoint)
    tried = chain(_fuller(samples), examples(judge, pointer))
    for _, body in zip(range(_LOOKED_AT), tried, strict=False):
        if isinstance(body, dict) and judge.admits(pointer, body):
            if request_accepts(endpoint, body):
                return body
            others.append(body)
    if others:
        return others[0]
    raise _none_known(samples, judge)


def _none_known(samples: Samples, judge: Judge) -> NoSample:
    """Say where no body could be made: for our shapes, or for what only the document says."""
    try:
        least = samples.object(samples.endpoint.input)
    except NoSample as error:
        return error
    for broken in judge.input(least):
        why = f"{broken.keyword} of the document refuses all that was tried"
        return NoSample(why, spelled_path(broken.path))
    return NoSample("our request refuses what the document allows")


def _fuller(samples: Samples) -> Iterator[Json]:
    """Give a body with what it must have, with one field more, and with all of them."""
    shape = samples.endpoint.input
    try:
        least = samples.object(shape)
    except NoSample:
        return
    yield least
    more: dict[str, Json] = {}
    for field in shape.fields:
        if not field.required:
            try:
                more[field.name] = samples.field(field)
            except NoSample:
                continue
            yield least | {field.name: more[field.name]}
    yield least | more


def _cases(
    endpoint: Endpoint, base: dict[str, Json], is_valid: Callable[[dict[str, Json]], bool]
) -> CaseSet:
    boundaries, accepts = Boundaries(Samples(endpoint)), request_predicate(endpoint)
    found: dict[bytes, Case] = {}
    written, cut = 0, False
    for boundary in chain(boundaries.body(base), pairs(boundaries, base, accepts)):
        if not isinstance(boundary.value, dict):
            continue
        text = canonical(boundary.value)
        written += len(text)
        if len(found) >= MOST_CASES or written > _MOST_TEXT:
            why = f"{len(found)} cases are made, and no more of what follows"
            boundaries.given_up.append(GivenUp(_place(boundary), why))
            cut = True
            break
        key = sha256(text.encode("utf-8", "surrogatepass")).digest()
        if key not in found:
            taken = accepts(boundary.value)
            found[key] = Case(
                _place(boundary),
                boundary.keyword,
                boundary.limit,
                boundary.value,
                is_valid(boundary.value),
                taken,
            )
    return CaseSet(tuple(found.values()), tuple(dict.fromkeys(boundaries.given_up)), cut)


def _place(boundary: Boundary) -> str:
    return boundary.step.removeprefix("/")
