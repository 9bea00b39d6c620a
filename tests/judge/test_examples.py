"""Examples of what a schema admits: small ones, found by trying a bounded number of times."""

from itertools import islice

import pytest
from fal_codegen.contract import Json
from fal_codegen.judge import Judge, examples

from tests.documents import document, fields


def found(answer: Json) -> list[Json]:
    judge = Judge(document(fields(), answer))
    assert judge.places.output_pointer is not None
    return [*islice(examples(judge, judge.places.output_pointer), 3)]


def test_an_object_of_many_fields_has_an_example() -> None:
    first, *_ = found({**fields(a={"type": "integer"}), "minProperties": 400})
    assert isinstance(first, dict)
    assert len(first) == 400


@pytest.mark.parametrize("fewest", [10**6, 10**400])
def test_an_object_of_more_fields_than_are_tried_has_none(fewest: int) -> None:
    assert found({**fields(a={"type": "integer"}), "minProperties": fewest}) == []
