"""The limits that a report shows are those that cases are made for and that coverage counts."""

from fal_codegen.cases import CLOSED, documented
from fal_codegen.contract import ANY_ITEM, Json
from fal_codegen.pipeline.reporting.limits import promises

from tests.documents import endpoint, fields, part

COUNT: dict[str, Json] = {"type": "integer"}
FIRST: Json = {**COUNT, "minimum": 1}
SUBJECT = endpoint(
    fields(
        "prompt",
        prompt={"type": "string", "maxLength": 9},
        size={"anyOf": [{**COUNT, "maximum": each} for each in (4, 9, 9)]},
        mode={"anyOf": [{"enum": ["a", "b"]}, {"enum": [1]}]},
        pair={"type": "array", "prefixItems": [FIRST], "minItems": 1, "maxItems": 1},
        options={"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
        tree=part("Tree"),
    ),
    parts={"Tree": fields(depth={**COUNT, "maximum": 3}, left=part("Tree"))},
)


def test_a_report_has_every_limit_that_coverage_counts_but_types() -> None:
    counted = {(f"input/{place}", word) for place, word in documented(SUBJECT, ANY_ITEM)}
    types = {key for key in counted if key[1] in {"type", CLOSED}}
    assert promises(SUBJECT).keys() == counted - types
    assert {
        ("input/pair/0", "minimum"),
        ("input/options", "minProperties"),
        ("input/tree/depth", "maximum"),
    } <= promises(SUBJECT).keys()


def test_of_alternatives_each_argument_is_shown_once() -> None:
    found = promises(SUBJECT)
    assert found["input/size", "maximum"] == [4, 9]
    assert found["input/mode", "enum"] == ["a", "b", 1]  # alternatives of constants are one enum
    assert found["input/prompt", "maxLength"] == 9
    assert found["input/prompt", "required"] is True
