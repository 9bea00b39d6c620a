"""Answers of schemas with several limits, and of schemas that no small answer keeps."""

import pytest
from fal_codegen.contract import Json
from fal_codegen.emulator.answers.model import Model
from fal_codegen.emulator.answers.samples import sample
from fal_codegen.judge import Judge

from tests.cases.test_rich_samples import ENDLESS, RICH, TEXT
from tests.documents import document, fields, part

ASKED = fields(prompt=TEXT)
COUNT: Json = {"type": "integer"}
ITEM = fields("next", next={"anyOf": [part("Item"), TEXT]})


def answer(schema: Json, parts: dict[str, Json] | None = None) -> tuple[int, Json]:
    whole = document(ASKED, fields("it", it=schema), parts)
    outcome = Model(whole).perform({}, "http://files")
    if outcome.status == 200:
        assert Judge(whole).output(outcome.body) == ()
    return outcome.status, outcome.body


@pytest.mark.parametrize("schema", RICH.values(), ids=RICH)
def test_an_answer_keeps_several_limits_at_once(schema: Json) -> None:
    assert answer(schema)[0] == 200


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "not": {"const": ""}},
        {"type": ["integer", "string"], "minimum": 4},
        {"type": "array", "contains": {"const": 7}},
        {"minLength": 3, "type": "string", "pattern": "^(?=.*b)[ab]+$"},
        {
            "type": "array",
            "prefixItems": [{"type": "integer"}, TEXT],
            "items": False,
            "minItems": 2,
        },
    ],
)
def test_what_is_seldom_said_is_kept_too(schema: Json) -> None:
    assert answer(schema)[0] == 200


LOOP: Json = {"anyOf": [part("Loop"), {"oneOf": [part("Loop")]}, TEXT]}
HIDDEN_LOOP: Json = {"oneOf": [{"const": "k"}, {"allOf": [part("Loop"), {"enum": ["a"]}]}]}


@pytest.mark.parametrize(
    ("loop", "status"),
    [(LOOP, 200), (HIDDEN_LOOP, 500)],
    ids=["by reference", "through allOf, where no value is known"],
)
def test_alternatives_that_lead_back_to_themselves_are_looked_at_once(
    loop: Json, status: int
) -> None:
    output = fields("seed", seed=part("Loop"), url=part("Loop"), images=part("Loop"))
    whole = document(ASKED, output, {"Loop": loop})
    outcome = Model(whole).perform({}, "http://files")
    assert outcome.status == status
    assert status == 500 or Judge(whole).output(outcome.body) == ()


@pytest.mark.parametrize(
    "item",
    [fields(next=part("Item")), {"type": "array", "items": part("Item")}],
    ids=["objects", "lists"],
)
def test_items_that_hold_their_like_are_made_distinct(item: Json) -> None:
    unique: Json = {
        "type": "array",
        "items": part("Item"),
        "minItems": 3,
        "uniqueItems": True,
    }
    assert answer(unique, {"Item": item})[0] == 200


def test_what_may_hold_itself_ends_soon() -> None:
    assert answer(part("Item"), {"Item": ITEM}) == (200, {"it": {"next": ""}})


@pytest.mark.parametrize(
    ("schema", "parts"),
    [
        *ENDLESS.values(),
        ({"type": "string", "minLength": 10**12}, {}),
        ({"type": "array", "minItems": 10**12}, {}),
        ({"type": "object", "minProperties": 10**12}, {}),
        (part("Item"), {"Item": fields("next", next=part("Item"))}),
    ],
)
@pytest.mark.deep
def test_an_answer_that_no_memory_holds_is_an_error_that_says_so(
    schema: Json, parts: dict[str, Json]
) -> None:
    status, body = answer(schema, parts)
    assert status == 500
    assert "The emulator found no valid answer" in str(body)


@pytest.mark.parametrize("far", [2**63, 10**30, 10**400, -(10**400)])
def test_a_limit_beyond_all_floats_is_refused_as_any_other(far: int) -> None:
    schema: Json = {"type": "integer", "minimum": far}
    outcome = Model(document(fields(it=schema))).perform({"it": far - 1}, "http://files")
    assert outcome.status == 422


def test_a_field_without_a_name_is_refused_as_any_other() -> None:
    stepped: Json = {"type": "number", "multipleOf": 3}
    unnamed = fields(**{"": stepped})
    outcome = Model(document(fields(a=unnamed))).perform({"a": {"": 1}}, "http://files")
    assert outcome.status == 422


def test_what_is_all_of_itself_is_answered() -> None:
    parts: dict[str, Json] = {"Item": {"allOf": [part("Item"), {"type": "string"}]}}
    assert answer(part("Item"), parts)[0] in {200, 500}


def test_a_required_name_that_is_no_text_needs_nothing() -> None:
    strange: Json = {"type": "object", "required": ["a", {"b": 1}], "properties": {"a": TEXT}}
    found = sample(document(ASKED), strange)
    assert found == {"a": ""}


def test_an_answer_has_every_field_of_a_definition_beside_its_schema() -> None:
    definition = fields("url", url=TEXT, content_type=TEXT)
    output: Json = {
        "$defs": {"File": definition},
        **fields("image", image={"$ref": "#/$defs/File"}),
    }
    outcome = Model(document(ASKED, output)).perform({"prompt": "a"}, "http://files")
    assert isinstance(outcome.body, dict)
    assert isinstance(image := outcome.body["image"], dict)
    assert {*image} == {"url", "content_type"}
