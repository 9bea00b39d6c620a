"""Names of fields as callers write them."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.contract import parse
from pydantic import ValidationError

from tests.emit.conftest import imported, texts

CASE = Path(__file__).parent / "cases/names_that_meet"


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
