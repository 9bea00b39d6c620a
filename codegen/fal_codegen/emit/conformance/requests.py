"""Requests that a port must take or refuse: few, each the only one to catch some fault."""

from collections.abc import Mapping, Sequence

from fal_codegen.cases import Case, boundary_cases
from fal_codegen.contract import (
    Anything,
    Array,
    Endpoint,
    Json,
    Object,
    Shape,
    escape,
    is_text,
    joined_pointer,
    request_predicate,
    without_null,
)
from fal_codegen.emit.conformance.careless import careless
from fal_codegen.emit.conformance.misreadings import misreadings

_LARGEST = 2**53
"""Numbers beyond it are not the same to all readers of JSON; nor are 2 and 2.0 apart to all."""
_MOST_VALUES = 30
"""Values of an enum that are told with a vector; longer ones stand in the contract alone."""
_LONG = 200
"""Characters from which on a text of one character is told by its length."""


def request_vectors(endpoint: Endpoint) -> list[Json]:
    """Give the vectors of an endpoint, in the order of its fields.

    Each has a body, whether it must be `taken`, and what it `catches`: the faults that no other
    vector catches. A taken body must be sent as it is.
    """
    cases = [case for case in boundary_cases(endpoint) if case.keyword != "pair"]
    portable = [case for case in cases if _is_portable(case.body)]
    earned = select(_catches(endpoint, portable))
    return [
        _vector(endpoint, number, portable[number], caught)
        for number, caught in sorted(earned.items())
    ]


def select(catches: Sequence[frozenset[str]]) -> Mapping[int, list[str]]:
    """Choose few that catch all that is caught; give by place what each alone catches, sorted."""
    left = set[str]().union(*catches)
    chosen: list[int] = []
    while left:
        best = max(range(len(catches)), key=lambda place: (len(catches[place] & left), -place))
        chosen.append(best)
        left -= catches[best]
    for place in reversed(chosen.copy()):
        others = set[str]().union(*(catches[each] for each in chosen if each != place))
        if catches[place] <= others:
            chosen.remove(place)
    return {
        place: sorted(
            catches[place] - set[str]().union(*(catches[each] for each in chosen if each != place))
        )
        for place in chosen
    }


def _catches(endpoint: Endpoint, cases: Sequence[Case]) -> list[frozenset[str]]:
    """Give the faults that each case catches."""
    misread = [(name, request_predicate(each)) for name, each in misreadings(endpoint)]
    accepts = request_predicate(endpoint)

    def caught(case: Case) -> frozenset[str]:
        body, taken = case.body, case.taken
        wrong = (name for name, other in misread if other(body) != taken)
        return frozenset((*wrong, *careless(endpoint, accepts, body, case.keyword, taken=taken)))

    return [*map(caught, cases)]


def _is_portable(value: Json) -> bool:
    """Tell whether all readers of JSON see the same value."""
    match value:
        case bool() | None:
            return True
        case str():
            return is_text(value)
        case int():
            return abs(value) < _LARGEST
        case float():
            return not value.is_integer() and abs(value) < _LARGEST
        case list():
            return all(map(_is_portable, value))
        case dict():
            return all(map(_is_portable, value.values()))


def _vector(endpoint: Endpoint, number: int, case: Case, catches: Sequence[str]) -> Json:
    body, long = _shortened(case.body)
    steps = [step for step in case.place.split("/") if step]
    lengths: dict[str, Json] = {"long": [*long]} if long else {}
    return {
        "id": f"{case.place or 'body'}:{case.keyword}:{number}",
        "taken": case.taken,
        "place": joined_pointer(steps),
        **({} if case.taken else {"error": joined_pointer(certain(endpoint, steps))}),
        "keyword": case.keyword,
        "limit": None if _is_listed(case.limit) else case.limit,
        "body": body,
        **lengths,
        "catches": [*catches],
    }


def certain(endpoint: Endpoint, steps: Sequence[str]) -> Sequence[str]:
    """Give the steps to where any client finds a fault that is at their end.

    What fits no alternative is wrong at the place of all of them, or wherever a client takes it
    that one of them was meant.
    """
    shape: Shape = endpoint.input
    for number, step in enumerate(steps):
        match endpoint.resolve(without_null(endpoint.resolve(shape))):
            case Object() as object_:
                field = object_.field(step)
                shape = field.shape if field else object_.extra or Anything()
            case Array(items=items, prefix=()):
                shape = items
            case _:
                return steps[:number]
    return steps


def _is_listed(limit: Json) -> bool:
    """Tell whether a limit is a list of values too long to stand in every vector."""
    return isinstance(limit, list) and len(limit) > _MOST_VALUES


def _shortened(body: dict[str, Json]) -> tuple[dict[str, Json], list[Json]]:
    """Take long texts of one character out of a body, and say what stands there."""
    short, long = dict(body), list[Json]()
    for name, value in body.items():
        if isinstance(value, str) and len(value) > _LONG and len({*value}) == 1:
            short[name] = ""
            pointer = f"/{escape(name)}"
            long.append({"pointer": pointer, "text": value[0], "times": len(value)})
    return short, long
