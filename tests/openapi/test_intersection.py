"""What fits two shapes at once fits each of them, and what fits each fits both."""

import pytest
from fal_codegen.contract import (
    NOTHING,
    Anything,
    Array,
    Endpoint,
    EndpointId,
    Enum,
    Field,
    Json,
    Limit,
    Object,
    Ref,
    Resolve,
    Scalar,
    Shape,
    Union,
    admits,
)
from fal_codegen.openapi import intersection
from fal_codegen.openapi.intersection import are_apart, both
from fal_codegen.openapi.limits import Inexpressible
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.contract.shapes import LEAVES, PARTS, REFS, SOME_NAMES, VALUES, shapes
from tests.documents import PAINTER, steady

ENDPOINT = Endpoint(EndpointId(PAINTER), Object(), Object(), PARTS)
SHAPES = shapes(LEAVES | REFS, SOME_NAMES)


@steady()
@given(SHAPES, SHAPES, st.lists(VALUES, min_size=3, max_size=6))
def test_both_admits_what_each_admits(one: Shape, other: Shape, values: list[Json]) -> None:
    try:
        merged = both(ENDPOINT.resolve, one, other)
    except Inexpressible:
        assume(False)  # noqa: FBT003 - Hypothesis has no other word for it
        return
    for value in values:
        each = [admits(ENDPOINT, shape, value) for shape in (one, other)]
        assert admits(ENDPOINT, merged, value) == all(each)


@steady()
@given(st.lists(SHAPES, min_size=2, max_size=3), VALUES)
def test_shapes_that_are_apart_share_no_value(several: list[Shape], value: Json) -> None:
    if are_apart(ENDPOINT.resolve, several):
        assert sum(admits(ENDPOINT, shape, value) for shape in several) <= 1


def limited(type_: str, **limits: Json) -> Scalar:
    return Scalar(type_, tuple(Limit(*item) for item in limits.items()))


def tagged(*values: Json, required: bool = True) -> Object:
    return Object((Field("kind", Enum(values), required=required), Field("a", Scalar("string"))))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Scalar("string"), Scalar("integer")),
        (Enum((1,)), Enum((True,))),
        (Enum(("a", 1)), Scalar("boolean")),
        (limited("integer", maximum=3), limited("number", exclusiveMinimum=3)),
        (limited("integer", exclusiveMinimum=1), limited("integer", exclusiveMaximum=2)),
        (limited("integer", exclusiveMinimum=1.5), limited("integer", maximum=1)),
        (limited("number", exclusiveMinimum=1), limited("number", maximum=1)),
        (limited("number", minimum=1), limited("number", exclusiveMaximum=1)),
        (limited("number", exclusiveMinimum=1), limited("number", exclusiveMaximum=1)),
        (limited("string", minLength=3), limited("string", maxLength=2)),
        (tagged(1), tagged(2)),
        (tagged(1), tagged(2, 3, required=False)),
        (tagged("a"), Object((), None)),
        (tagged("a"), Object(tagged("b").fields, None, (Limit("minProperties", 1),))),
        (Array(Anything(), (), (Limit("minItems", 2),)), Array(NOTHING, (Scalar("null"),))),
        (Anything(), NOTHING),
        (Object((), None), Object((), Anything(), (Limit("minProperties", 1),))),
        (Object((), NOTHING), Object((), Scalar("string"), (Limit("minProperties", 1),))),
    ],
)
def test_what_contradicts_itself_fits_nothing(one: Shape, other: Shape) -> None:
    for pair in ((one, other), (other, one)):
        assert both(ENDPOINT.resolve, *pair) == NOTHING
        assert are_apart(ENDPOINT.resolve, pair)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (tagged(1, required=False), tagged(2, required=False)),
        (tagged(1, 2), tagged(2, 3)),
        (Enum((1, "a")), Enum((2, 1.0))),
        (Enum((1, "a")), Scalar("string")),
        (Scalar("integer"), Scalar("number")),
        (limited("integer", exclusiveMinimum=1), limited("integer", exclusiveMaximum=3)),
        (limited("integer", exclusiveMinimum=1.5), limited("integer", maximum=2)),
        (limited("integer", minimum=2), limited("number", exclusiveMaximum=2.5)),
        (limited("number", minimum=1), limited("number", maximum=1)),
        (limited("number", exclusiveMinimum=1), limited("number", exclusiveMaximum=1.5)),
        (limited("string", minLength=2), limited("string", maxLength=2)),
        (Object(), Object((Field("a", Scalar("string"), required=True),))),
        (Ref("Tree"), Object()),
    ],
)
def test_what_shares_a_value_is_not_apart(one: Shape, other: Shape) -> None:
    assert not are_apart(ENDPOINT.resolve, (one, other))


def test_constants_and_tags_are_told_apart_without_a_look_at_each_pair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Shape] = []

    def counted(resolve: Resolve, one: Shape, other: Shape) -> Shape:
        asked.append(one)
        return both(resolve, one, other)

    monkeypatch.setattr(intersection, "both", counted)
    many = [Enum((f"v{number}",)) for number in range(300)]
    assert are_apart(ENDPOINT.resolve, [*many, Scalar("null"), Scalar("integer")])
    assert not are_apart(ENDPOINT.resolve, [*many, Scalar("null"), Scalar("string")])
    classes = [tagged(f"v{number}") for number in range(300)]
    assert are_apart(ENDPOINT.resolve, [*classes, Scalar("null"), Scalar("integer")])
    assert len(asked) <= 6 + 2 * len(classes) + 1
    assert not are_apart(ENDPOINT.resolve, [*classes, tagged("v7")])


def test_a_part_to_which_nothing_is_added_keeps_its_name() -> None:
    assert both(ENDPOINT.resolve, Ref("Leaf"), Object()) == Ref("Leaf")
    assert both(ENDPOINT.resolve, Anything(), Ref("Leaf")) == Ref("Leaf")
    assert both(ENDPOINT.resolve, Ref("Leaf"), Ref("Leaf")) == Ref("Leaf")


def test_steps_of_whole_numbers_meet_in_their_least_common_multiple() -> None:
    two, three = limited("integer", multipleOf=4), limited("integer", multipleOf=6)
    assert both(ENDPOINT.resolve, two, three) == limited("integer", multipleOf=12)
    with pytest.raises(Inexpressible):
        both(ENDPOINT.resolve, limited("number", multipleOf=0.3), limited("number", multipleOf=0.2))


def test_what_has_no_shape_of_ours_says_so() -> None:
    with pytest.raises(Inexpressible, match="pattern"):
        both(ENDPOINT.resolve, limited("string", pattern="a"), limited("string", pattern="b"))
    few = Object((), Anything(), (Limit("minProperties", 1),))
    with pytest.raises(Inexpressible, match="minProperties beside fields"):
        both(ENDPOINT.resolve, few, Object((Field("a", Scalar("string")),)))


def nested(levels: int) -> Shape:
    """Give a list of lists, so many in one another."""
    shape: Shape = Scalar("string")
    for _ in range(levels):
        shape = Array(shape)
    return shape


def lists(count: int) -> Shape:
    """Give lists of so many lengths, as alternatives."""
    return Union(tuple(Array(Anything(), (), (Limit("maxItems", n),)) for n in range(1, count + 1)))


def test_what_is_merged_without_end_is_given_up() -> None:
    assert both(ENDPOINT.resolve, nested(15), nested(15)) == nested(15)
    assert both(ENDPOINT.resolve, lists(15), lists(15)) == lists(15)
    for endless in (nested(20), lists(40)):
        with pytest.raises(Inexpressible, match="no end in sight"):
            both(ENDPOINT.resolve, endless, endless)


def test_a_field_keeps_what_both_say_of_it() -> None:
    one = Field("a", limited("integer", minimum=0), has_default=True, default=20, description="A")
    other = Field("a", limited("integer", maximum=10), required=True, examples=(5, 12))
    merged = both(ENDPOINT.resolve, Object((one,)), Object((other,)))
    assert isinstance(merged, Object)
    assert merged.fields == (
        Field(
            "a",
            limited("integer", minimum=0, maximum=10),
            required=True,
            default=20,
            description="A",
            examples=(5,),
        ),
    )
