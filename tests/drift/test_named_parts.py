"""What stands under the names in a value belongs to the value."""

import pytest
from fal_codegen.contract import Json
from fal_codegen.drift import Change, changes
from fal_codegen.report.drifting import say_change

from tests.documents import document, fields

from .test_rules import COUNT, ID, TEXT

PART: Json = {"$ref": "#/components/schemas/Part"}
MAP: dict[str, Json] = {"type": "object"}
NAMING: dict[str, Json] = {
    "what is ruled out": {**TEXT, "not": PART},
    "a rule for names": {**MAP, "propertyNames": PART},
    "what a list must contain": {"type": "array", "contains": PART},
    "a condition": {**TEXT, "if": {"pattern": "^a"}, "then": PART},
    "alternatives that overlap": {"oneOf": [PART, {**TEXT, "pattern": "^b"}]},
    "one behind another": {**TEXT, "not": {"$ref": "#/components/schemas/Outer"}},
}


def edited(naming: Json, before: Json, after: Json) -> Change:
    old, new = (
        document(fields(it=naming), parts={"Part": each, "Outer": {"allOf": [PART]}})
        for each in (before, after)
    )
    (change,) = changes(old, new, ID)
    return change


@pytest.mark.parametrize("naming", NAMING.values(), ids=NAMING)
def test_two_edits_of_what_a_value_names_are_two_changes_and_say_so(naming: Json) -> None:
    longest: list[dict[str, Json]] = [{**TEXT, "maxLength": most} for most in (9, 5, 3)]
    some, more = (edited(naming, longest[0], each) for each in longest[1:])
    assert some.fingerprint != more.fingerprint
    assert some.before == more.before != some.after != more.after
    assert "9" in say_change(some)
    assert "5" in say_change(some)


def test_a_part_whose_words_alone_changed_is_no_other_value() -> None:
    told = {**TEXT, "maxLength": 9, "description": "A name."}
    naming = {**TEXT, "not": PART}
    once = edited(naming, {**COUNT, "maximum": 1}, told)
    assert once.fingerprint == edited(naming, {**COUNT, "maximum": 1}, {**TEXT, "maxLength": 9}).id
