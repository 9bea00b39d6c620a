import pytest
from fal_codegen.contract import (
    NULL,
    Anything,
    Array,
    Endpoint,
    EndpointId,
    Enum,
    Field,
    Object,
    Part,
    Ref,
    Scalar,
    Shape,
    Union,
    children,
    nullable,
    options,
    without_null,
)

from tests.documents import PAINTER

TEXT = Scalar("string")
SIZES = Enum(("S", "L"))


@pytest.mark.parametrize(
    ("shape", "may_be_null"),
    [
        (TEXT, False),
        (NULL, True),
        (Anything(), True),
        (SIZES, False),
        (Enum(("S", None)), True),
        (Union((TEXT, SIZES)), False),
        (Union((TEXT, NULL)), True),
        (Union((SIZES, Enum((None,)))), True),
        (Array(NULL), False),
    ],
)
def test_null_is_promised_or_not(shape: Shape, *, may_be_null: bool) -> None:
    assert nullable(shape) == may_be_null


@pytest.mark.parametrize(
    ("shape", "rest"),
    [
        (TEXT, TEXT),
        (Union((TEXT, NULL)), TEXT),
        (Union((TEXT, NULL, SIZES)), Union((TEXT, SIZES))),
    ],
)
def test_the_rest_of_a_nullable_shape_is_what_it_was(shape: Shape, rest: Shape) -> None:
    assert without_null(shape) == rest


def test_a_union_has_its_options_and_any_other_shape_itself() -> None:
    assert options(Union((TEXT, NULL))) == (TEXT, NULL)
    assert options(SIZES) == (SIZES,)


@pytest.mark.parametrize(
    ("shape", "below"),
    [
        (TEXT, []),
        (Ref("Tree"), []),
        (Array(TEXT, (SIZES, NULL)), [("0", SIZES), ("1", NULL), ("*", TEXT)]),
        (Object((Field("a", TEXT),), extra=SIZES), [("a", TEXT), ("*", SIZES)]),
        (Object((Field("a", TEXT),), extra=None), [("a", TEXT)]),
        (Union((TEXT, NULL)), [("", TEXT), ("", NULL)]),
    ],
)
def test_the_way_down_names_every_step(shape: Shape, below: list[tuple[str, Shape]]) -> None:
    assert [*children(shape)] == below


def test_an_item_has_the_shape_of_its_place() -> None:
    pair = Array(TEXT, (SIZES,))
    assert [pair.at(index) for index in range(3)] == [SIZES, TEXT, TEXT]


def test_references_are_followed_to_the_end() -> None:
    parts = (Part("One", Ref("Two")), Part("Two", Object((Field("again", Ref("One")),))))
    endpoint = Endpoint(EndpointId(PAINTER), Object(), Ref("One"), parts)
    assert endpoint.resolve(endpoint.output) == parts[1].shape
    assert endpoint.side("input") == Object()
    assert endpoint.side("output") == Ref("One")
