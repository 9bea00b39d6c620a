"""The six committed endpoints: the generated request and the contract agree, body by body."""

import json
from types import ModuleType
from typing import Any

import pytest
from fal_codegen.cases import Case, boundary_cases
from fal_codegen.cases.strategies import answers, bodies, broken_bodies
from fal_codegen.contract import Document, EndpointId, OperationSchemas, find_schemas
from fal_codegen.emit import module_names
from fal_codegen.project import load_contracts
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.documents import steady
from tests.emit.conftest import ROOT, Module, endpoint_of
from tests.second_validator import second_validator

CONTRACTS = load_contracts(ROOT / "contracts")
NAMES = module_names(CONTRACTS)
ENDPOINTS = {id_: endpoint_of(contract.document) for id_, contract in CONTRACTS.items()}
each_endpoint = pytest.mark.parametrize("id_", CONTRACTS)

LIMITS = {
    "minimum": "ge",
    "maximum": "le",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
}
"""How pydantic names the limits of JSON Schema in the context of an error."""


def validator(document: Document, side: str) -> Any:  # noqa: ANN401 - jsonschema has no types
    places = find_schemas(document)
    assert isinstance(places, OperationSchemas)
    schema: Any = getattr(places, side)
    return second_validator({**schema, "components": document["components"]})


def refusal(module: ModuleType, body: dict[str, Any]) -> list[Any] | None:
    try:
        module.Input.from_body(body)
    except ValidationError as error:
        return list(error.errors())
    return None


@each_endpoint
@steady(60)
@given(st.data())
def test_a_body_inside_the_limits_is_accepted_and_survives_the_round_trip(
    module: Module, id_: EndpointId, data: st.DataObject
) -> None:
    body = data.draw(bodies(ENDPOINTS[id_]))
    request = module(NAMES[id_]).Input.from_body(body)
    assert request.body() == body
    assert request.model_dump_json(exclude_unset=True) == json.dumps(
        request.body(), ensure_ascii=False, separators=(",", ":")
    )


@each_endpoint
@steady(60)
@given(st.data())
def test_a_body_that_breaks_one_limit_is_refused_by_an_error_that_names_field_and_limit(
    module: Module, id_: EndpointId, data: st.DataObject
) -> None:
    case, body = data.draw(broken_bodies(ENDPOINTS[id_]))
    assume("\\ud800" not in json.dumps(body))  # half a surrogate pair is no JSON text to pydantic
    errors = refusal(module(NAMES[id_]), body)
    assert errors is not None
    assert {error["loc"][0] for error in errors} == {case.place.split("/")[0]}
    assert names_limit(case, errors)


def names_limit(case: Case, errors: list[Any]) -> bool:
    """Whether some error carries the limit that the case breaks."""
    if case.keyword in LIMITS:
        return any(error.get("ctx", {}).get(LIMITS[case.keyword]) == case.limit for error in errors)
    if case.keyword == "enum":
        assert isinstance(case.limit, list)
        return any(str(value) in errors[0]["ctx"]["expected"] for value in case.limit)
    if case.keyword == "required":
        return any(error["type"] == "missing" for error in errors)
    return case.keyword == "type"


@each_endpoint
def test_model_and_jsonschema_on_the_raw_document_agree_on_every_boundary_case(
    module: Module, id_: EndpointId
) -> None:
    judge = validator(CONTRACTS[id_].document, "input")
    for case in boundary_cases(ENDPOINTS[id_]):
        valid = judge.is_valid(case.body)
        assert valid == case.valid, case
        taken = refusal(module(NAMES[id_]), case.body) is None
        assert taken == (valid and not refused_on_purpose(case)), case


def refused_on_purpose(case: Case) -> bool:
    """The whole list of bodies the contract admits and our requests do not."""
    unknown_field = case.keyword == "unknown"
    whole_float_for_an_integer = case.limit == "integer" and any(
        isinstance(value, float) for value in case.body.values()
    )
    return unknown_field or whole_float_for_an_integer


@each_endpoint
@steady(60)
@given(st.data())
def test_an_answer_is_read_as_it_comes_and_given_back_unchanged(
    module: Module, id_: EndpointId, data: st.DataObject
) -> None:
    answer = data.draw(answers(ENDPOINTS[id_]))
    assert validator(CONTRACTS[id_].document, "output").is_valid(answer)
    read = module(NAMES[id_]).Output.model_validate_json(json.dumps(answer))
    assert read.model_dump(mode="json", by_alias=True, exclude_unset=True) == answer


@each_endpoint
def test_an_answer_with_fields_of_tomorrow_keeps_them(module: Module, id_: EndpointId) -> None:
    answer = {"images": [{"url": "u", "depth": 3}], "description": "", "cost": {"cents": 4}}
    read = module(NAMES[id_]).Output.model_validate_json(json.dumps(answer))
    assert read.cost == {"cents": 4}
    assert read.images[0].depth == 3


@each_endpoint
def test_only_what_the_caller_sets_is_sent(module: Module, id_: EndpointId) -> None:
    inputs: dict[str, Any] = {"prompt": "make it night"}
    if any(field.name == "image_urls" for field in ENDPOINTS[id_].input.fields):
        inputs["image_urls"] = ["https://example.com/day.png"]
    assert module(NAMES[id_]).Input(**inputs).body() == inputs


def test_every_endpoint_knows_its_id_and_its_answer(module: Module) -> None:
    for id_, name in NAMES.items():
        endpoint = module(name)
        assert endpoint.Input.endpoint == id_
        assert endpoint.Input.output_type() is endpoint.Output


def test_the_index_lists_every_endpoint(module: Module) -> None:
    index = module("_endpoints").ENDPOINTS
    assert {id_: each.module for id_, each in index.items()} == NAMES
    assert all(each.Input.endpoint == id_ for id_, each in index.items())
