"""What the judge decides itself: many fractions, and numbers that no double is exact beside."""

import pytest
from fal_codegen.contract import Json
from fal_codegen.judge import Judge, Violation

from tests import documents


def test_an_enum_of_many_fractions_is_judged_as_a_short_one() -> None:
    many = [number / 8 for number in range(1000)]
    short = many[:50]
    judges = [
        Judge(documents.document(documents.fields("x", x={"anyOf": [{"enum": [*values, None]}]})))
        for values in (many, short)
    ]
    values: list[Json] = [0, 1, 1.0, 0.125, 0.12, True, "0.125", None, [0.125]]
    for value in values:
        long, brief = ([each.keyword for each in judge.input({"x": value})] for judge in judges)
        assert long == brief, value
    (broken,) = judges[0].input({"x": 0.3})
    assert (broken.path, broken.keyword, broken.limit) == (("x",), "enum", [*many, None])


@pytest.mark.parametrize(
    ("word", "bound", "kept", "broken"),
    [
        ("maximum", 2**64, 1.8446744073709552e19, 2**64 + 1),
        ("minimum", 2**64, 1.8446744073709552e19, 2**64 - 1),
        ("exclusiveMaximum", 2**64, 2**64 - 1, 1.8446744073709552e19),
        ("exclusiveMinimum", 2**64, 2**64 + 1, 1.8446744073709552e19),
        ("maximum", 1e23, 10**23 - 2**23, 10**23),
        ("minimum", -1e308, -(10**308) - 1, -(10**308) - 2**1000),
    ],
)
def test_far_numbers_are_compared_as_the_doubles_that_the_service_reads(
    word: str, bound: Json, kept: Json, broken: Json
) -> None:
    judge = Judge(documents.document(documents.fields("x", x={"type": "number", word: bound})))
    assert judge.input({"x": kept}) == ()
    assert judge.input({"x": broken}) == (Violation(("x",), word, bound, broken),)


@pytest.mark.parametrize(
    ("schema", "kept", "broken"),
    [
        ({"const": 1e23}, int(1e23), 10**23),
        ({"const": [2**64]}, [2.0**64], [18446744073709552000]),
        ({"enum": ["a", 10**23]}, 10**23, 1e23),
        ({"enum": [{"a": 2.0**64}]}, {"a": 2**64}, {"a": 2**64 + 1}),
    ],
)
def test_far_values_are_equal_as_the_service_reads_them(
    schema: dict[str, Json], kept: Json, broken: Json
) -> None:
    ((word, listed),) = schema.items()
    judge = Judge(documents.document(documents.fields("x", x=schema)))
    assert judge.input({"x": kept}) == ()
    assert judge.input({"x": broken}) == (Violation(("x",), word, listed, broken),)


def test_a_value_is_what_the_document_says_whatever_its_keys_are_called() -> None:
    value: Json = {"enum": [number / 8 for number in range(1000)]}
    schemas: list[dict[str, Json]] = [{"const": value}, {"enum": [value]}]
    for schema in schemas:
        judge = Judge(documents.document(documents.fields("x", x=schema)))
        assert judge.input({"x": value}) == ()
        assert judge.input({"x": {"enum": []}}) != ()


@pytest.mark.parametrize("name", ["const", "enum", "maximum"])
def test_a_field_and_a_component_may_be_called_as_a_keyword_is(name: str) -> None:
    far: dict[str, Json] = {"type": "integer", "maximum": 2**63 - 1}
    parts: dict[str, Json] = {name: far, "list": {"enum": ["a", 10**23]}}
    shapes: dict[str, Json] = {name: documents.part(name), "list": documents.part("list")}
    judge = Judge(documents.document(documents.fields(**shapes), parts=parts))
    assert judge.input({name: 1, "list": "a"}) == ()
    assert judge.input({name: 2**63}) != ()
    assert judge.input({"list": 1e23}) != ()


def test_a_word_that_means_nothing_refuses_nothing() -> None:
    schemas: list[dict[str, Json]] = [
        {"enum of many fractions": [1, 2]},
        {"far maximum": 2},
        {"far const": 2},
    ]
    for schema in schemas:
        assert Judge(documents.document(documents.fields("x", x=schema))).input({"x": 3}) == ()
