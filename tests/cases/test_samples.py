import json
from decimal import Decimal

import pytest
from fal_codegen.cases import NoSample, Samples
from fal_codegen.cases.limits import shifted
from fal_codegen.contract import Endpoint, Json, admits
from hypothesis import given

from tests.contract.shapes import ENDPOINTS
from tests.documents import document, endpoint, family, fields, part, read, steady


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string"}, "a"),
        ({"type": "string", "minLength": 3}, "aaa"),
        ({"type": "string", "pattern": "^[A-Z]{3}-"}, "AAA-"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {}),
        ({"type": "object", "minProperties": 1}, {"key_0": "anything"}),
        ({"type": "integer"}, 1),
        ({"type": "integer", "minimum": 5}, 5),
        ({"type": "number", "exclusiveMinimum": 5}, 6),
        ({"type": "number", "maximum": 0.5, "exclusiveMinimum": 0}, 0.5),
        ({"type": "number", "multipleOf": 0.25, "maximum": 0.9, "minimum": 0.1}, 0.25),
        ({"type": "boolean"}, True),
        ({"enum": ["1K", "2K"]}, "1K"),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, None),
        ({"type": "array", "items": {"type": "string"}}, []),
        ({"type": "array", "items": {"type": "string"}, "minItems": 2}, ["a0", "a1"]),
        (
            {
                "type": "array",
                "prefixItems": [{"const": 1}, {"const": "px"}],
                "minItems": 2,
                "maxItems": 2,
            },
            [1, "px"],
        ),
        (fields("a", a={"type": "integer"}, b={}), {"a": 1}),
        ({}, "anything"),
    ],
)
def test_a_sample_is_the_simplest_value_that_fits(schema: Json, value: Json) -> None:
    promised = endpoint(fields(it=schema))
    (field,) = promised.input.fields
    assert Samples(promised).of(field.shape) == value


def test_a_required_field_is_sampled_by_its_example() -> None:
    schema = fields("a", a={"type": "string", "examples": ["a fox"]})
    promised = endpoint(schema)
    assert Samples(promised).object(promised.input) == {"a": "a fox"}


@steady()
@given(ENDPOINTS)
def test_a_sample_is_admitted_or_there_is_none(promised: Endpoint) -> None:
    try:
        value = Samples(promised).of(promised.input)
    except NoSample:
        return
    assert admits(promised, promised.input, value)


DOUBLED: dict[str, Json] = {
    "fields": fields("a", "b", a=part("P0"), b=part("P0")),
    "items": {"type": "array", "items": part("P0"), "minItems": 2},
}


@pytest.mark.parametrize("twice", DOUBLED.values(), ids=DOUBLED)
def test_what_doubles_with_every_part_is_no_sample_and_is_never_written_out(twice: Json) -> None:
    parts: dict[str, Json] = {"P0": {"type": "string"}}
    for level in range(1, 20):
        parts[f"P{level}"] = json.loads(json.dumps(twice).replace("P0", f"P{level - 1}"))
    promised = read(document(fields("it", it=part("P19")), None, parts))
    with pytest.raises(NoSample, match=r"^it\b.*: the smallest value has more than 1000000 "):
        Samples(promised).object(promised.input)


def test_every_committed_contract_has_a_sample() -> None:
    for whole in family().values():
        promised = read(whole)
        body = Samples(promised).object(promised.input)
        assert [*body] == [field.name for field in promised.input.fields if field.required]


@pytest.mark.parametrize(
    ("number", "step", "total"),
    [(0.1, 0.2, 0.3), (1, 1, 2), (1, 0.5, 1.5), (4, -1, 3), (2**53, 1, 2**53 + 1)],
)
def test_numbers_are_shifted_as_decimals(number: float, step: float, total: float) -> None:
    found = shifted(number, step)
    assert Decimal(repr(found)) == Decimal(repr(total))
    assert type(found) is type(total)
