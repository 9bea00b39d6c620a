"""Two schemas merged into one admit what both admit, and nothing else."""

import pytest
from fal_codegen.contract import Json
from fal_codegen.judge.proofs.merging import merged
from fal_codegen.judge.proofs.validating import validator

COUNT: dict[str, Json] = {"type": "integer"}
PAIRS: dict[str, tuple[Json, Json]] = {
    "bounds on one side": ({"minimum": 2, "maxLength": 2}, {"minimum": 5, "maxLength": 1}),
    "types": ({"type": ["integer", "string"]}, {"type": ["number", "array"]}),
    "values": ({"enum": [1, "a", [7]]}, {"enum": ["a", 1.0]}),
    "fields": (
        {"properties": {"a": COUNT}, "required": ["a"]},
        {"properties": {"a": {"minimum": 5}, "b": COUNT}, "required": ["b"]},
    ),
    "words that have no common one": ({"pattern": "^a"}, {"pattern": "b$"}),
    "first items and all items": ({"items": COUNT}, {"prefixItems": [{"minimum": 5}]}),
    "all items and first items": ({"prefixItems": [{"minimum": 5}]}, {"items": COUNT}),
    "first items, fewer and more": (
        {"prefixItems": [COUNT], "items": {"minimum": 5}},
        {"prefixItems": [{"minimum": 2}, COUNT], "items": False},
    ),
    "anything": (True, {"type": "string"}),
    "nothing": (COUNT, False),
}
VALUES: list[Json] = [
    None, 1, 2, 5, 7, 5.5, "", "a", "b", "ab", [], [1], [5], ["a"], [7], [1, 1], [5, 7], [7, "a"],
    [2, 5, 7], {}, {"a": 1}, {"a": 5}, {"a": 5, "b": 1}, {"a": 1, "b": 1}, {"a": 7, "b": "a"},
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), PAIRS.values(), ids=PAIRS)
def test_what_two_schemas_merge_into_admits_what_both_do(one: Json, other: Json) -> None:
    first, second = validator(one, {}), validator(other, {})
    both = [value for value in VALUES if first(value) and second(value)]
    for whole in (merged(one, other), merged(other, one)):
        assert [*filter(validator(whole, {}), VALUES)] == both
