"""Which errors of a client are about the limit that a body breaks."""

import pytest
from fal_codegen.check.blame import blames
from fal_codegen.contract import Json
from fal_codegen.judge import Judge

from tests.check.test_properties import Body, Client, Outcome, found
from tests.documents import document, fields

pytestmark = pytest.mark.deep


def test_an_error_of_a_type_may_be_of_any_kind_at_its_field() -> None:
    errors = [{"loc": ("a", "Part", "b"), "type": "model_type"}]
    assert blames(errors, "a/b", ["type"])
    assert not blames(errors, "b/a", ["type"])
    assert not blames(errors, "a/b", ["maximum"])


def test_what_is_no_json_has_no_field_to_blame() -> None:
    errors = [{"loc": (), "type": "json_invalid"}]
    assert blames(errors, "a", ["type"])
    assert not blames(errors, "a", ["maximum"])


def test_null_that_the_values_of_a_field_leave_out_is_refused_for_being_null() -> None:
    errors = [{"type": "not_null", "loc": ("voice",)}]
    assert blames(errors, "voice", ["enum"])
    assert blames(errors, "voice", ["const"])
    assert not blames(errors, "voice", ["maximum"])


@pytest.mark.parametrize(
    ("error", "keyword"),
    [
        ("greater_than_equal", "exclusiveMinimum"),
        ("less_than_equal", "exclusiveMaximum"),
        ("missing", "minItems"),
        ("dict_type", "enum"),
        ("int_type", "const"),
    ],
)
def test_a_limit_may_be_told_as_what_it_comes_to(error: str, keyword: str) -> None:
    errors = [{"loc": ("a",), "type": error}]
    assert blames(errors, "a", [keyword])
    assert not blames(errors, "a", ["maxLength"])


UNIQUE: Json = {
    "type": "array",
    "items": fields("k", k={"type": "integer", "minimum": 0}),
    "uniqueItems": True,
    "minItems": 2,
}


@pytest.mark.parametrize(
    ("error", "rules"), [("unique_items", []), ("too_long", ["property-client-blames"])]
)
def test_a_body_that_breaks_another_limit_besides_may_be_refused_for_that(
    error: str, rules: list[str]
) -> None:
    whole = document(fields("l", l=UNIQUE))
    refused = {"errors": [{"loc": ("l",), "type": error, "msg": "no"}]}
    judge = Judge(whole)

    def ask(body: Body) -> Outcome | bool:
        return refused if [each.keyword for each in judge.input(body)] == ["uniqueItems"] else False

    assert sorted({each.rule.id for each in found(Client(whole, ask))}) == rules


def test_an_item_where_none_may_be_may_be_refused_as_one_too_many() -> None:
    whole = document(fields("l", l={"type": "array", "items": False}))
    refused = {"errors": [{"loc": ("l",), "type": "too_long", "msg": "no"}]}
    judge = Judge(whole)

    def ask(body: Body) -> Outcome | bool:
        return refused if any(each.path == ("l", 0) for each in judge.input(body)) else False

    assert found(Client(whole, ask)) == []
