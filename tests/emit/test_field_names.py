"""Names of fields as callers write them."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.contract import parse
from pydantic import ValidationError

from tests.documents import document
from tests.emit.conftest import imported, texts

CASES = Path(__file__).parent / "cases"
CASE = CASES / "names_that_meet"


def test_a_keyword_sets_the_field_of_its_own_name_and_limits_hold_beside_it(tmp_path: Path) -> None:
    whole: Any = parse((CASE / "openapi.json").read_bytes())
    with imported(texts([whole]), tmp_path):
        request = importlib.import_module(f"fal_endpoints.{CASE.name}").Input
        assert request(top_k=5).body() == {"top_k": 5}
        assert request(**{"top-k": 5}).body() == {"top-k": 5}
        assert request(body_="text").body() == {"body_": "text"}
        for refused in ({"later": 3}, {"NotNull": None}, {"OneOf": 3}):
            with pytest.raises(ValidationError):
                request(**refused)


def test_fields_called_as_types_keep_their_names_beside_those_types(tmp_path: Path) -> None:
    whole: Any = parse((CASES / "names_of_types/openapi.json").read_bytes())
    with imported(texts([whole]), tmp_path):
        module = importlib.import_module("fal_endpoints.names_of_types")
        image = module.Image(str="str", Image=module.Image(body=2))
        request = module.Input(list=[1], int=2, str="abc", type="int", Image=image, schema=3)
        assert (request.list, request.int, request.str, request.type) == ([1], 2, "abc", "int")
        assert request.Image.Image.body == 2
        assert request.body()["schema"] == 3
        answer = module.Output.model_validate_json('{"list": [{"body": 7}], "body": "b"}')
        assert (answer.list[0].body, answer.body) == (7, "b")
        assert answer.disagreements == ()


def test_letters_that_python_reads_as_others_are_sent_as_the_contract_has_them(
    tmp_path: Path,
) -> None:
    names = {"\ufb01x": 1, "fix": 2, "e\u0301": 3, "\u00e9": 4, "\u00aa": 5}
    shapes: Any = {name: {"const": value} for name, value in names.items()}
    with imported(texts([document({"type": "object", "properties": shapes})]), tmp_path):
        request = importlib.import_module("fal_endpoints.acme_painter").Input
        assert request.from_body(names).body() == names
        assert request(fix=2, é=4).body() == {"fix": 2, "\u00e9": 4}


def test_fields_called_as_the_first_argument_of_a_method_are_given_by_name(tmp_path: Path) -> None:
    shapes: Any = {name: {"type": "integer"} for name in ("cls", "self")}
    with imported(texts([document({"type": "object", "properties": shapes})]), tmp_path):
        request = importlib.import_module("fal_endpoints.acme_painter").Input
        assert request(cls=1, self=2).body() == {"cls": 1, "self": 2}
        assert request(cls=1).replace(cls=3, self=4).body() == {"cls": 3, "self": 4}
