"""Names of fields as callers write them."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.contract import parse
from pydantic import ValidationError

from tests.emit.conftest import imported, texts

CASES = Path(__file__).parent / "cases"
CASE = CASES / "names_that_meet"


def test_a_keyword_sets_the_field_of_its_own_name_and_limits_hold_beside_it(tmp_path: Path) -> None:
    document: Any = parse((CASE / "openapi.json").read_bytes())
    with imported(texts([document]), tmp_path):
        request = importlib.import_module(f"fal_endpoints.{CASE.name}").Input
        assert request(top_k=5).body() == {"top_k": 5}
        assert request(**{"top-k": 5}).body() == {"top-k": 5}
        assert request(body_="text").body() == {"body_": "text"}
        for refused in ({"later": 3}, {"NotNull": None}, {"OneOf": 3}):
            with pytest.raises(ValidationError):
                request(**refused)


def test_fields_called_as_types_keep_their_names_beside_those_types(tmp_path: Path) -> None:
    document: Any = parse((CASES / "names_of_types/openapi.json").read_bytes())
    with imported(texts([document]), tmp_path):
        module = importlib.import_module("fal_endpoints.names_of_types")
        image = module.Image(str="str", Image=module.Image(body=2))
        request = module.Input(list=[1], int=2, str="abc", type="int", Image=image, schema=3)
        assert (request.list, request.int, request.str, request.type) == ([1], 2, "abc", "int")
        assert request.Image.Image.body == 2
        assert request.body()["schema"] == 3
        answer = module.Output.model_validate_json('{"list": [{"body": 7}], "body": "b"}')
        assert (answer.list[0].body, answer.body) == (7, "b")
        assert answer.disagreements == ()
