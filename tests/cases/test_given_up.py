"""What would grow without an end is given up, and told."""

from typing import Any

import pytest
from fal_codegen.cases import judged_cases
from fal_codegen.judge import Judge

from tests.documents import document, fields, read


@pytest.mark.deep
def test_lists_of_lists_that_must_be_long_are_given_up_and_told() -> None:
    inner: Any = {"type": "string"}
    for _ in range(4):
        inner = {"type": "array", "items": inner, "minItems": 60}
    whole = document(fields("it", it=inner))
    made = judged_cases(read(whole), Judge(whole))
    assert made.cases == ()
    assert [each.place for each in made.given_up] == ["it"]
