"""Why a limit is not reached from both sides: a closed list of reasons, each with its evidence."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from fal_codegen.cases import LONGEST, Case, CaseSet, Documented, GivenUp, Key, NoSample, Samples
from fal_codegen.contract import KEYWORDS, Endpoint, Json, json_equal, json_type

Reason: TypeAlias = Literal[
    "no-body", "too-deep", "no-sample", "too-many", "too-large", "alternative", "never-alone"
]
"""`no-body`: no body is known that the document allows. `too-deep`: it lies within more lists and
objects than cases go into. `no-sample`: no value could be made for its place. `too-many`: cases end
before it, by their number. `too-large`: the value at its bound is longer than any that is made.
`alternative`: another alternative takes what breaks it, so nothing is refused for it.
`never-alone`: whatever breaks it breaks another limit as well."""
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Reach:
    """What the cases of an endpoint came to.

    `within` are the limits that they go as deep as, `together` those broken along with another.
    """

    endpoint: Endpoint
    found: CaseSet
    within: Collection[Key]
    together: Collection[Key]


def reason_of(limit: Documented, reach: Reach, *, kept: bool) -> Reason | None:
    """Say why no case is on one side of a limit; None where nothing shows it.

    `kept` tells that some body was held to the limit and kept it.
    """
    found, known, size = reach.found, KEYWORDS.get(limit.keyword), limit.limit
    if not found.cases:
        return "no-body"
    if limit.key not in reach.within:
        return "too-deep"
    if any(_around(each, limit) for each in found.given_up):
        return "no-sample"
    if found.cut:
        return "too-many"
    if known and known.counts and isinstance(size, int | float) and size >= LONGEST:
        return "too-large"
    if not kept:
        return None if _sampled(reach.endpoint, limit) else "no-sample"
    if any(case.valid and _breaks(case, limit) for case in found.cases):
        return "alternative"
    return "never-alone" if limit.key in reach.together else None


def _sampled(endpoint: Endpoint, limit: Documented) -> bool:
    """Tell whether a value can be made for the field that a limit is in."""
    field = endpoint.input.field(limit.place.partition("/")[0])
    try:
        if field is not None:
            Samples(endpoint).field(field)
    except NoSample:
        return False
    return True


def _around(given_up: GivenUp, limit: Documented) -> bool:
    """Tell whether a limit is at a place that was left out, or within it."""
    steps = given_up.place.split("/")
    place = limit.place.split("/")[: len(steps)]
    return len(place) == len(steps) and all(
        one in (other, "*") for one, other in zip(place, steps, strict=True)
    )


def _breaks(case: Case, limit: Documented) -> bool:
    """Tell whether a body has a value at the limit's place that breaks it, taken by itself.

    Null is no such value: that it may stand there says nothing of what else may.
    """
    try:
        value = _at(case.body, limit.place.split("/"), case.place.split("/"))
    except (KeyError, IndexError, ValueError):
        return False
    known = KEYWORDS.get(limit.keyword)
    if value is None:
        return False
    if known:
        return json_type(value) in known.types and not known.keeps(value, limit.limit)
    if limit.keyword == "enum" and isinstance(limit.limit, list):
        return not any(json_equal(value, each) for each in limit.limit)
    return limit.keyword == "type" and json_type(value) != limit.limit


def _at(body: Json, steps: list[str], probed: list[str]) -> Json:
    """Follow a place into a body; of any item of a list, the probed one is meant."""
    for number, step in enumerate(steps):
        if isinstance(body, list):
            body = body[int(probed[number] if step == "*" else step)]
        elif isinstance(body, dict):
            body = body[step]
        else:
            raise KeyError(step)
    return body
