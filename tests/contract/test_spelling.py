"""Shapes spelled as schemas say what the shapes say, whatever their parts are called."""

import pytest
from fal_codegen.contract import Json, Spelling, spelled_document, spelled_schema
from fal_codegen.judge import Judge

from tests.documents import document, fields, read

NAMES = ("a/b", "a~b", "a%b", "a%2Fb", "a b", "a#b", "a?b", "é", "~1", '"', "a\\b", "{}")


@pytest.mark.parametrize("name", NAMES)
def test_a_reference_leads_to_its_part_whatever_that_is_called(name: str) -> None:
    step = name.replace("~", "~0").replace("%", "%25").replace("/", "~1")
    part: Json = {"$ref": f"#/components/schemas/{step}"}
    endpoint = read(document(fields(it=part), fields(it=part), {name: fields("x", x={"const": 1})}))
    spelled = spelled_document(endpoint)
    assert read(spelled).parts == endpoint.parts
    judge = Judge(spelled)
    assert not judge.input({"it": {"x": 1}})
    assert judge.input({"it": {"x": 2}})
    assert judge.output({"it": {}})


SHOWN: dict[str, Json] = {
    "type": "integer",
    "minimum": 1,
    "default": 2,
    "description": "How many.",
}
SPELLED: dict[Spelling, Json] = {
    Spelling(): {
        "type": "object",
        "properties": {"n": {"type": "integer", "minimum": 1, "default": 2}},
        "required": [],
        "additionalProperties": {},
        "x-fal-order-properties": ["n"],
    },
    Spelling(closed=True, served=False): {
        "type": "object",
        "properties": {"n": SHOWN},
        "required": [],
        "additionalProperties": False,
    },
    Spelling(closed=True, served=False, brief=True): {
        "type": "object",
        "properties": {"n": {"type": "integer", "minimum": 1}},
        "additionalProperties": False,
    },
    Spelling(served=False, brief=True): {
        "type": "object",
        "properties": {"n": {"type": "integer", "minimum": 1}},
    },
}


@pytest.mark.parametrize("spelling", SPELLED, ids=repr)
def test_a_request_is_spelled_for_what_it_is_needed(spelling: Spelling) -> None:
    """The service says no descriptions, ours say no word of the service's, a brief one neither."""
    request = read(document(fields(n=SHOWN))).input
    assert spelled_schema(request, spelling) == SPELLED[spelling]
