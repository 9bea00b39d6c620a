import json
from random import Random

import pytest
from fal_codegen.contract import (
    Json,
    canonical,
    digest,
    in_order,
    json_equal,
    json_type,
    parse,
    pretty,
)
from hypothesis import given
from hypothesis import strategies as st

from tests.contract.shapes import VALUES
from tests.documents import shuffled, steady

KEYS = st.sampled_from(
    ["openapi", "title", "type", "properties", "x-fal-order-properties", "a", "red", "ÿ"]
)
TREES: st.SearchStrategy[Json] = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": [1,\n NaN]}', "line 2 column 2: NaN is not a finite number"),
        (b'["NaN", "\\" NaN", NaN]', "line 1 column 19: NaN is not a finite number"),
        (b"[-Infinity]", "line 1 column 2: -Infinity is not a finite number"),
        (b"[1, 1e999]", "line 1 column 5: 1e999 is not a finite number"),
        (b'{"a": [1, 2', "line 1 column 12: Expecting ',' delimiter"),
        (b"", "line 1 column 1: Expecting value"),
        (b"{'a': 1}", "line 1 column 2: Expecting property name enclosed in double quotes"),
        ('{"größe": 1}'.encode("latin-1"), "byte 4: not UTF-8"),
        (b"[" * 201 + b"]" * 201, "nested deeper than 200 levels"),
        (b"[" * 10_000 + b"]" * 10_000, "nested deeper than 200 levels"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_json_is_refused_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        parse(data)
    assert str(raised.value) == message


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parse(b"\xef\xbb\xbf[1]") == [1]


def test_values_may_nest_as_deep_as_the_limit() -> None:
    assert pretty(parse(b"[" * 200 + b"]" * 200)).count(b"[") == 200


@steady()
@given(VALUES)
def test_what_is_spelled_for_a_file_reads_as_itself(value: Json) -> None:
    assert json_equal(parse(pretty(value)), value)
    assert pretty(value).endswith(b"\n")


def test_the_canonical_spelling_tells_one_from_true_from_a_float() -> None:
    values: list[Json] = [1, True, 1.0, "1", [1], None]
    assert len({canonical(value) for value in values}) == len(values)
    assert len({digest(value) for value in values}) == len(values)


def test_values_are_the_same_by_worth() -> None:
    assert json_equal({"a": [1, 2.5], "b": None}, {"b": None, "a": [1.0, 2.5]})
    assert json_equal(2.0**64, 2**64)
    assert not json_equal(1e23, 10**23)
    assert not json_equal([0], [False])
    assert not json_equal({}, [])
    assert not json_equal({"a": 1}, [["a", "1"]])
    assert not json_equal({"a": {"b": []}}, {"a": [["b", "[]"]]})
    assert not json_equal(1, "1")
    assert not json_equal(10**400, 10**400 + 1)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "null"),
        (True, "boolean"),
        (1, "integer"),
        (1.0, "integer"),
        (1.5, "number"),
        ("", "string"),
        ([], "array"),
        ({}, "object"),
    ],
)
def test_a_value_has_its_json_schema_type(value: Json, name: str) -> None:
    assert json_type(value) == name


@steady()
@given(TREES, st.integers())
def test_the_order_of_keys_changes_neither_digest_nor_the_order_for_files(
    tree: Json, seed: int
) -> None:
    other = shuffled(tree, Random(seed))
    assert digest(other) == digest(tree)
    assert json.dumps(in_order(other)) == json.dumps(in_order(tree))


@steady()
@given(TREES)
def test_putting_in_order_loses_nothing_and_is_done_at_once(tree: Json) -> None:
    ordered = in_order(tree)
    assert json_equal(ordered, tree)
    assert json.dumps(in_order(ordered)) == json.dumps(ordered)


def test_properties_stand_in_the_order_the_document_wants_them_shown() -> None:
    ordered = in_order(
        {
            "x-fal-order-properties": ["b", "gone", "a"],
            "properties": {"new": {}, "a": {}, "b": {}},
            "type": "object",
            "title": "T",
        }
    )
    assert isinstance(ordered, dict)
    assert [*ordered] == ["title", "type", "properties", "x-fal-order-properties"]
    properties = ordered["properties"]
    assert isinstance(properties, dict)
    assert [*properties] == ["b", "a", "new"]
