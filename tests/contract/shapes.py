"""Random shapes with their JSON Schema, and random values that come near them."""

from collections.abc import Sequence

from fal_codegen.contract import (
    NULL,
    Anything,
    Array,
    Endpoint,
    EndpointId,
    Enum,
    Field,
    Json,
    Limit,
    Object,
    Part,
    Ref,
    Scalar,
    Shape,
    Union,
)
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.documents import PAINTER

NAMES: tuple[str, ...] = ("a", "b", "kind")
PARTS = (
    Part("Leaf", Object((Field("a", Scalar("integer"), required=True),), extra=None)),
    Part("Tree", Object((Field("a", Array(Ref("Tree"))),), extra=Union((Scalar("string"), NULL)))),
)
TEXTS = st.sampled_from(["", "a", "ab", "bab", "red", "16:9", "1", "ÿ", "🎨🎨🎨"])
NUMBERS = st.integers(-3, 12) | st.sampled_from([0.5, 1.5, 2.0, -0.25, 1e300])
PLAIN: SearchStrategy[Json] = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES: SearchStrategy[Json] = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
)


def whole(endpoint: Endpoint) -> dict[str, Json]:
    """Spell the endpoint's input as a JSON Schema that stands alone."""
    parts: Json = {"schemas": {part.name: spelled(part.shape) for part in endpoint.parts}}
    return {**spelled(endpoint.input), "components": parts}


def spelled(shape: Shape) -> dict[str, Json]:
    """Spell a shape as JSON Schema."""
    match shape:
        case Anything():
            return {}
        case Scalar(type=type_, limits=limits):
            return {"type": type_, **_spelled_limits(limits)}
        case Enum(values=values):
            return {"enum": [*values]}
        case Array(items=items, prefix=prefix, limits=limits):
            first: Json = {"prefixItems": [spelled(item) for item in prefix]} if prefix else {}
            assert isinstance(first, dict)
            return {"type": "array", "items": spelled(items), **first, **_spelled_limits(limits)}
        case Object():
            return {
                "type": "object",
                "properties": {field.name: spelled(field.shape) for field in shape.fields},
                "required": [field.name for field in shape.fields if field.required],
                "additionalProperties": False if shape.extra is None else spelled(shape.extra),
                **_spelled_limits(shape.limits),
            }
        case Union(options=options):
            return {"anyOf": [spelled(option) for option in options]}
        case Ref(name=name):
            return {"$ref": f"#/components/schemas/{name}"}


def _spelled_limits(limits: tuple[Limit, ...]) -> dict[str, Json]:
    return {limit.keyword: limit.value for limit in limits}


def limits(**ranges: SearchStrategy[Json]) -> SearchStrategy[tuple[Limit, ...]]:
    """Give some of these limits, each with an argument of its range."""
    given: SearchStrategy[dict[str, Json]] = st.fixed_dictionaries({}, optional=ranges)
    return given.map(lambda drawn: tuple(Limit(*item) for item in drawn.items()))


SIZES: SearchStrategy[Json] = st.integers(0, 3)
BOUNDS: SearchStrategy[Json] = st.integers(-2, 8) | st.sampled_from([0.5, 2.0])
STEPS: SearchStrategy[Json] = st.sampled_from([0.5, 2, 3])
SCALARS: SearchStrategy[Shape] = st.one_of(
    st.sampled_from([NULL, Scalar("boolean")]),
    st.builds(
        Scalar,
        st.sampled_from(["integer", "number"]),
        limits(minimum=BOUNDS, maximum=BOUNDS, exclusiveMinimum=BOUNDS, multipleOf=STEPS),
    ),
    st.builds(
        Scalar,
        st.just("string"),
        limits(minLength=SIZES, maxLength=SIZES, pattern=st.sampled_from(["^a", "b+", "[0-9]"])),
    ),
)
ENUMS = st.builds(
    Enum, st.lists(PLAIN | st.lists(PLAIN, max_size=2), min_size=1, max_size=4).map(tuple)
)
REFS = st.sampled_from([Ref(part.name) for part in PARTS])


def arrays(inner: SearchStrategy[Shape]) -> SearchStrategy[Array]:
    sizes = limits(minItems=SIZES, maxItems=SIZES, uniqueItems=st.just(True))  # noqa: FBT003 - a limit's argument
    return st.builds(Array, inner, st.lists(inner, max_size=2).map(tuple), sizes)


def objects(
    inner: SearchStrategy[Shape], names: SearchStrategy[Sequence[str]]
) -> SearchStrategy[Object]:
    """Give objects with these fields, closed, open, or with a shape for the others."""
    listed = names.flatmap(
        lambda each: st.tuples(
            *(st.builds(Field, st.just(name), inner, st.booleans()) for name in each)
        )
    )
    extra = st.none() | st.just(Anything()) | inner
    return st.builds(Object, listed, extra, limits(minProperties=SIZES, maxProperties=SIZES))


def shapes(
    leaves: SearchStrategy[Shape], names: SearchStrategy[Sequence[str]]
) -> SearchStrategy[Shape]:
    """Give shapes of all kinds, whose objects have fields of these names."""
    return st.recursive(
        leaves,
        lambda inner: (
            arrays(inner)
            | objects(inner, names)
            | st.lists(inner, min_size=2, max_size=3).map(lambda options: Union(tuple(options)))
        ),
        max_leaves=6,
    )


def endpoints(
    inner: SearchStrategy[Shape], names: SearchStrategy[Sequence[str]]
) -> SearchStrategy[Endpoint]:
    """Give endpoints whose inputs have fields of these names, or of some of them."""
    return objects(inner, names).map(
        lambda given: Endpoint(EndpointId(PAINTER), given, Object(), PARTS)
    )


LEAVES: SearchStrategy[Shape] = st.just(Anything()) | SCALARS | ENUMS
SOME_NAMES = st.lists(st.sampled_from(NAMES), unique=True)
EVERY_NAME = st.just(NAMES)
ENDPOINTS = endpoints(shapes(LEAVES | REFS, SOME_NAMES), SOME_NAMES)
LISTING_ENDPOINTS = endpoints(shapes(LEAVES, EVERY_NAME), EVERY_NAME)
