"""What would grow without an end is given up, and told."""

from typing import Any

import pytest
from fal_codegen.cases import judged_cases
from fal_codegen.judge import Judge

from tests.documents import document, fields, part, read


@pytest.mark.deep
def test_lists_of_lists_that_must_be_long_are_given_up_and_told() -> None:
    inner: Any = {"type": "string"}
    for _ in range(4):
        inner = {"type": "array", "items": inner, "minItems": 60}
    whole = document(fields("it", it=inner))
    made = judged_cases(read(whole), Judge(whole))
    assert made.cases == ()
    assert [each.place for each in made.given_up] == ["it"]


def test_distinct_items_that_hold_such_lists_themselves_are_made_without_end_of_trying() -> None:
    pair = {"type": "array", "items": part("Node"), "uniqueItems": True, "minItems": 2}
    whole = document(part("Node"), None, {"Node": fields(below=part("Pair")), "Pair": pair})
    made = judged_cases(read(whole), Judge(whole))
    assert {case.valid for case in made.cases} == {True, False}
