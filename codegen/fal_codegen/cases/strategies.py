"""Hypothesis strategies: any body inside an endpoint's limits, and any that breaks one of them."""

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import cycle, islice

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fal_codegen.cases.boundary_cases import Case, boundary_cases
from fal_codegen.cases.limits import bound, size_of
from fal_codegen.cases.made import LARGEST, NoSample, TooLarge
from fal_codegen.cases.samples import Samples
from fal_codegen.cases.texts import texts_within
from fal_codegen.contract import (
    KEYWORDS,
    Anything,
    Array,
    Endpoint,
    Enum,
    Json,
    Limit,
    Measure,
    Object,
    Ref,
    Scalar,
    Shape,
    Union,
    equality_key,
    keywords_of,
    predicate,
)

_CHOSEN = 40
"""Characters, items and properties that Hypothesis chooses one by one; what must be longer is
padded with the same, as 8 KiB hold all it chooses."""
_SPARE = 4
"""Items and properties beyond the required ones."""
_FEW = 40
"""Texts of a pattern that are known, of as many that are tried."""
_TRIED = 400
_CHARACTERS = st.characters(exclude_categories=["Cs"])
"""All that UTF-8 can spell: by `codec` they cost two seconds of each process."""
_FAR = 10**9
"""How far numbers go that have no bound."""


def bodies(endpoint: Endpoint) -> SearchStrategy[dict[str, Json]]:
    """Give bodies that contract and request both take: listed fields, within all limits."""
    return _object(endpoint, endpoint.input)


def answers(endpoint: Endpoint) -> SearchStrategy[Json]:
    """Give answers that the contract promises."""
    return _values(endpoint, endpoint.output)


def broken_bodies(
    endpoint: Endpoint, among: Sequence[Case] | None = None
) -> SearchStrategy[tuple[Case, dict[str, Json]]]:
    """Give a case that breaks exactly one limit, and its broken field in any valid body.

    The case is one of the endpoint's own boundary cases, or `among` those given. Nothing where
    there is no limit to break.
    """
    known = boundary_cases(endpoint) if among is None else among
    limits: dict[tuple[str, str], list[Case]] = {}
    for case in known:
        if not case.valid:
            limits.setdefault((case.place, case.keyword), []).append(case)
    # A limit is chosen first: some have many more near misses than others.
    cases = st.sampled_from([*limits.values()]).flatmap(st.sampled_from) if limits else st.nothing()
    return st.tuples(cases, bodies(endpoint)).map(
        lambda drawn: (drawn[0], _broken(drawn[1], drawn[0]))
    )


def _broken(body: dict[str, Json], case: Case) -> dict[str, Json]:
    """Put the broken field of a case into a body, or take the missing one out.

    A limit of the body as a whole is broken by the case's own.
    """
    if not case.place:
        return case.body
    name = case.place.split("/")[0]
    rest = {key: value for key, value in body.items() if key != name}
    return rest | {name: case.body[name]} if name in case.body else rest


def _values(endpoint: Endpoint, shape: Shape) -> SearchStrategy[Json]:
    match shape:
        case Anything():
            return _anything()
        case Ref():
            return st.deferred(lambda: _values(endpoint, endpoint.resolve(shape)))
        case Union(options=options):
            return st.one_of([_values(endpoint, option) for option in options])
        case Enum(values=listed):
            return st.sampled_from(listed)
        case Array() | Object() | Scalar():
            made = _made(endpoint, shape)
            return made.filter(predicate(endpoint.resolve, shape))


def _made(endpoint: Endpoint, shape: Array | Object | Scalar) -> SearchStrategy[Json]:
    """Give values that mostly fit: what a limit still forbids is filtered out."""
    match shape:
        case Array():
            return _array(endpoint, shape)
        case Object():
            return _object(endpoint, shape)
        case Scalar():
            return _scalar(shape)


def _anything() -> SearchStrategy[Json]:
    leaves = st.none() | st.booleans() | st.integers() | _text(0, _CHOSEN)
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(_text(0, _CHOSEN), inner, max_size=3)
        ),
    )


def _is_too_large(endpoint: Endpoint, shape: Array | Object) -> bool:
    """Tell whether even the smallest value is more than anybody should have to draw."""
    try:
        Samples(endpoint).of(shape)
    except NoSample as error:
        return isinstance(error, TooLarge)
    return False


def _sample(endpoint: Endpoint, shape: Array) -> SearchStrategy[Json]:
    """Give the one value that is known, if there is one."""
    try:
        return st.just(Samples(endpoint).of(shape))
    except NoSample:
        return st.nothing()


def _array(endpoint: Endpoint, shape: Array) -> SearchStrategy[Json]:
    if _is_too_large(endpoint, shape):
        return st.nothing()
    if shape.prefix:
        return st.tuples(*(_values(endpoint, each) for each in shape.prefix)).map(list)
    least, most = _sizes(shape.limits, "items")
    items = _values(endpoint, shape.items)
    if bound(shape.limits, "uniqueItems"):
        if least > _CHOSEN:
            return _sample(endpoint, shape)
        return st.lists(items, min_size=least, max_size=most, unique_by=equality_key)
    if least > _CHOSEN:
        few = st.lists(items, min_size=_CHOSEN, max_size=_CHOSEN)
        return few.map(lambda chosen: [*islice(cycle(chosen), least)])
    return st.lists(items, min_size=least, max_size=most)


def _sizes(limits: tuple[Limit, ...], of: Measure) -> tuple[int, int]:
    """Give the least and the most of something to draw, which is no more than a few above it."""
    least, most = size_of(limits, of)
    return least, least + _SPARE if most is None else min(most, least + _SPARE)


def _object(endpoint: Endpoint, shape: Object) -> SearchStrategy[dict[str, Json]]:
    if _is_too_large(endpoint, shape):
        return st.nothing()
    if not shape.fields and shape.extra is not None:
        least, most = _sizes(shape.limits, "properties")
        values = _values(endpoint, shape.extra)
        if least > _CHOSEN:
            few = st.lists(values, min_size=_CHOSEN, max_size=_CHOSEN)
            names = [f"key_{number}" for number in range(least)]
            return few.map(lambda chosen: dict(zip(names, cycle(chosen), strict=False)))
        return st.dictionaries(_text(1, _CHOSEN), values, min_size=least, max_size=most)
    fields = {field.name: _values(endpoint, field.shape) for field in shape.fields}
    required = {field.name for field in shape.fields if field.required}
    return st.fixed_dictionaries(
        {name: values for name, values in fields.items() if name in required},
        optional={name: values for name, values in fields.items() if name not in required},
    )


def _scalar(shape: Scalar) -> SearchStrategy[Json]:
    match shape.type:
        case "string":
            return _string(shape)
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case _:
            return _number(shape)


def _string(shape: Scalar) -> SearchStrategy[Json]:
    for limit in shape.limits:
        if limit.keyword == "pattern":
            return _matching(shape, str(limit.value))
    least, most = size_of(shape.limits, "length")
    most = least + _CHOSEN if most is None or most > LARGEST else most
    sizes = st.sampled_from((least, most))
    return st.tuples(_text(0, min(most, _CHOSEN)), sizes).map(
        lambda drawn: drawn[0].ljust(drawn[1], "x")
    ) | _text(min(least, _CHOSEN), min(most, _CHOSEN))


def _matching(shape: Scalar, pattern: str) -> SearchStrategy[Json]:
    """Give texts that match a pattern, those that are known among them.

    What is drawn may have no length that is allowed, and Python's engine knows fewer patterns.
    """
    keeps = [(KEYWORDS[each.keyword].keeps, each.value) for each in shape.limits]
    tried = islice(texts_within(shape), _TRIED)
    fitting = (text for text in tried if all(keep(text, limit) for keep, limit in keeps))
    known = [*islice(fitting, _FEW)]
    sampled = st.sampled_from(known) if known else st.nothing()
    try:
        whole = re.compile(pattern)
    except re.error:
        return sampled
    parts = st.from_regex(whole, alphabet=_CHARACTERS)
    return st.from_regex(whole, fullmatch=True, alphabet=_CHARACTERS) | parts | sampled


def _text(least: int, most: int) -> SearchStrategy[str]:
    return st.text(_CHARACTERS, min_size=least, max_size=most)


def _number(shape: Scalar) -> SearchStrategy[Json]:
    """Give numbers in range; multiples are counted in steps, so none is thrown away."""
    step = bound(shape.limits, "multipleOf") or (1 if shape.type == "integer" else None)
    low, high = (_end(shape, tighter) for tighter in ("higher", "lower"))
    low = min(high or 0, 0) - _FAR if low is None else low
    high = max(low, 0) + _FAR if high is None else high
    if step is None:
        return st.floats(float(low), float(high)) | _multiples(1, low, high)
    return _multiples(step, low, high)


def _multiples(step: float, low: float, high: float) -> SearchStrategy[Json]:
    """Give the multiples of a step, counted in decimals, so that three times 0.1 is 0.3."""
    exact, least, most = (Decimal(repr(number)) for number in (step, low, high))
    first, last = math.ceil(least / exact), math.floor(most / exact)
    if first > last:
        return st.nothing()
    counts = st.integers(first, last)
    if isinstance(step, int):
        return counts.map(lambda count: count * step)
    return counts.map(lambda count: float(count * exact))


def _end(shape: Scalar, tighter: str) -> float | None:
    """Give the bound of a number on one side, inclusive or not."""
    names = (name for name in keywords_of(shape.type) if KEYWORDS[name].tighter == tighter)
    found = (bound(shape.limits, name) for name in names)
    return next((end for end in found if end is not None), None)
