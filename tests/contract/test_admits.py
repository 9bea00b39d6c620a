"""What shapes mean, held to python-jsonschema, which shares nothing with them."""

from typing import Any

import pytest
from fal_codegen.contract import (
    Anything,
    Endpoint,
    Enum,
    Json,
    Scalar,
    Union,
    admits,
    parse,
    predicate,
    request_accepts,
)
from fal_codegen.judge import Judge
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.shapes import ENDPOINTS, LISTING_ENDPOINTS, NAMES, VALUES, whole
from tests.documents import document, endpoint, fields, steady
from tests.second_validator import second_validator

BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES)


@steady(250)
@given(ENDPOINTS, st.lists(BODIES, min_size=2, max_size=4))
def test_shapes_admit_what_json_schema_admits(promised: Endpoint, bodies: list[Json]) -> None:
    other: Any = second_validator(whole(promised))
    for body in bodies:
        assert admits(promised, promised.input, body) == other.is_valid(body)


AT_THE_LIMIT: list[tuple[Json, list[Json], list[Json]]] = [
    ({"type": "integer", "minimum": 2}, [2, 3], [1]),
    ({"type": "integer", "maximum": 2}, [1, 2], [3]),
    ({"type": "number", "exclusiveMinimum": 2}, [2.001], [2, 2.0]),
    ({"type": "number", "exclusiveMaximum": 2}, [1.999], [2, 2.0]),
    ({"type": "integer", "multipleOf": 3}, [-3, 0, 6], [1, 5]),
    ({"type": "string", "minLength": 2}, ["ab", "abc"], ["a", ""]),
    ({"type": "string", "maxLength": 2}, ["", "ab"], ["abc"]),
    ({"type": "string", "pattern": "b+"}, ["b", "abba"], ["", "a"]),
    ({"type": "array", "minItems": 1}, [[1], [1, 2]], [[]]),
    ({"type": "array", "maxItems": 1}, [[], [1]], [[1, 2]]),
    ({"type": "array", "uniqueItems": True}, [[], [1, 2]], [[1, 1], [{"a": 1}, {"a": 1}]]),
    ({"type": "object", "minProperties": 1}, [{"a": 1}], [{}]),
    ({"type": "object", "maxProperties": 1}, [{}, {"a": 1}], [{"a": 1, "b": 2}]),
    (fields("a", a={"type": "null"}), [{"a": None}], [{}, {"b": None}]),
]


@pytest.mark.parametrize(("schema", "admitted", "refused"), AT_THE_LIMIT, ids=str)
def test_a_limit_holds_exactly_where_it_stands(
    schema: Json, admitted: list[Json], refused: list[Json]
) -> None:
    promised = endpoint(fields(it=schema))
    other: Any = second_validator(fields(it=schema))
    for value in (*admitted, *refused):
        verdict = value in admitted
        assert admits(promised, promised.input, {"it": value}) == verdict
        assert other.is_valid({"it": value}) == verdict


@steady()
@given(
    st.integers(-(10**6), 10**6).map(lambda count: count / 100) | st.floats(-1e300, 1e300),
    st.sampled_from([0.01, 0.05, 0.1, 0.25, 3]),
)
def test_a_multiple_is_one_of_the_decimals_as_written(value: float, step: float) -> None:
    """python-jsonschema divides floats and finds no multiple of 0.1 in 0.3; the judge does."""
    whole_document = document(fields(size={"type": "number", "multipleOf": step}))
    body: Json = {"size": value}
    verdict = Judge(whole_document).input(body) == ()
    promised = endpoint(fields(size={"type": "number", "multipleOf": step}))
    assert admits(promised, promised.input, body) == verdict


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("^[a-z]+$", "abc", True),
        ("^[a-z]+$", "abc\n", False),
        (r"^\d$", "\N{ARABIC-INDIC DIGIT THREE}", False),
        (r"^\p{Lu}$", "Ä", True),
        ("b", "abc", True),
        (r"^(a+)+$", "a" * 40 + "b", False),
    ],
)
def test_a_pattern_is_read_as_json_schema_reads_it(
    pattern: str, text: str, *, matches: bool
) -> None:
    """Python ends `$` before a last line break, counts more digits and does not know classes."""
    schema = fields(code={"type": "string", "pattern": pattern})
    promised = endpoint(schema)
    assert admits(promised, promised.input, {"code": text}) == matches
    assert (Judge(document(schema)).input({"code": text}) == ()) == matches


@pytest.mark.parametrize(
    ("schema", "value", "admitted"),
    [
        ({"type": "integer"}, True, False),
        ({"type": "integer"}, 2.0, True),
        ({"type": "number"}, False, False),
        ({"enum": [1, "1"]}, True, False),
        ({"enum": [1]}, 1.0, True),
        ({"type": "string", "maxLength": 2}, "🎨🎨", True),
        ({"type": "array", "uniqueItems": True}, [1, True, "1"], True),
        ({"type": "array", "uniqueItems": True}, [1, 1.0], False),
        ({"type": "integer", "multipleOf": 2}, 10**400, True),
    ],
)
def test_types_and_values_are_told_apart_as_json_has_them(
    schema: Json, value: Json, *, admitted: bool
) -> None:
    promised = endpoint(fields(it=schema))
    assert admits(promised, promised.input, {"it": value}) == admitted


def test_an_object_among_the_values_is_known_by_what_it_holds() -> None:
    listed = Enum(({"a": 1, "b": [2]},))
    promised = endpoint(fields())
    assert admits(promised, listed, {"b": [2.0], "a": 1})
    assert not admits(promised, listed, {"b": [2, 2], "a": 1})


def has_whole_float(value: Json) -> bool:
    match value:
        case float():
            return value.is_integer()
        case list():
            return any(map(has_whole_float, value))
        case dict():
            return any(map(has_whole_float, value.values()))
        case _:
            return False


@steady()
@given(ENDPOINTS, BODIES)
def test_what_a_request_takes_the_contract_admits(promised: Endpoint, body: Json) -> None:
    assert admits(promised, promised.input, body) or not request_accepts(promised, body)


@steady()
@given(LISTING_ENDPOINTS, BODIES.filter(lambda value: not has_whole_float(value)))
def test_a_request_refuses_more_only_for_unlisted_fields_and_whole_floats(
    promised: Endpoint, body: Json
) -> None:
    """Here every object lists every name there is, and no float is whole: nothing is left."""
    assert request_accepts(promised, body) == admits(promised, promised.input, body)


@pytest.mark.parametrize(
    ("body", "taken"),
    [
        (b'{"size": 2}', True),
        (b'{"size": 2.0}', False),
        (b'{"weight": 2.0}', True),
        (b'{"sise": 2}', False),
        (b'{"inner": {"a": 1}}', True),
        (b'{"inner": {"a": 1, "b": 1}}', False),
        (b'{"free": {"anything": 2.0}}', True),
        (b'{"named": {"any name": 1}}', True),
    ],
)
def test_a_request_refuses_misspelt_names_and_whole_floats(body: bytes, *, taken: bool) -> None:
    promised = endpoint(
        fields(
            size={"type": "integer"},
            weight={"type": "number"},
            inner=fields(a={"type": "integer"}),
            free={"type": "object"},
            named={"type": "object", "additionalProperties": {"type": "integer"}},
        )
    )
    assert promised.input.extra == Anything()
    assert admits(promised, promised.input, parse(body))
    assert request_accepts(promised, parse(body)) == taken


def test_constants_of_a_union_are_looked_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Json] = []
    holds = Enum.holds

    def counted(self: Enum, value: Json) -> bool:
        asked.append(value)
        return holds(self, value)

    monkeypatch.setattr(Enum, "holds", counted)
    many = Union((*(Enum((number,)) for number in range(300)), Scalar("null")))
    admits_one = predicate(endpoint(document(fields())).resolve, many)
    assert [admits_one(value) for value in (299, 299.0, True, "1", None)] == [1, 1, 0, 0, 1]
    assert len(asked) <= 5
