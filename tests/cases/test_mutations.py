"""Mutations of the committed contracts: each is one difference, under a name that says which."""

import re
from dataclasses import replace

import pytest
from fal_codegen.cases import boundary_cases, mutated, mutations
from fal_codegen.compare import compare_documents
from fal_codegen.contract import Document, EndpointId
from fal_codegen.drift import changes
from fal_codegen.judge import Judge

from tests.documents import document, family, fields, read

FAMILY = family()
SMALL = document(
    fields(
        "prompt",
        prompt={"type": "string", "minLength": 0, "maxLength": 40},
        count={"type": "integer", "minimum": 1, "maximum": 4, "default": 4},
        share={"anyOf": [{"type": "number", "exclusiveMaximum": 1.5}, {"type": "null"}]},
        size={"anyOf": [{"enum": [1, 2]}, {"type": "null"}], "default": 1},
        tags={"type": "array", "maxItems": 1, "items": {"type": "string", "minLength": 2}},
        only={"const": "a", "enum": ["a"]},
        loud={"type": "boolean", "default": False},
        text={"type": "string", "default": "a"},
        odd={"type": "array", "default": []},
    )
)
NAMES = {
    "prompt": "maxLength+1 maxLength-1 minLength+1 rename optional",
    "count": "minimum+1 minimum-1 maximum+1 maximum-1 default=3 rename required",
    "share": "exclusiveMaximum+1 exclusiveMaximum-1 rename required",
    "size": "enum-1 enum-2 enum+3 default=2 rename required",
    "tags": "maxItems+1 maxItems-1 items.minLength+1 items.minLength-1 rename required",
    "only": "enum+x rename required",
    "loud": "default=true rename required",
    "text": "default=ax rename required",
    "odd": "rename required",
}


def test_every_promise_of_a_field_has_its_mutations() -> None:
    expected = {f"{field}.{each}" for field, text in NAMES.items() for each in text.split()}
    names = [each.name for each in mutations(SMALL)]
    assert {*names} == expected
    assert len(names) == len(expected)


@pytest.mark.deep
@pytest.mark.parametrize("whole", FAMILY.values(), ids=FAMILY)
def test_every_mutation_is_seen_where_it_was_made(whole: Document) -> None:
    for mutation in mutations(whole):
        field = re.escape(mutation.name.split(".")[0])
        found = compare_documents(whole, mutation.document)
        assert found, mutation.name
        places = [each.place for each in found if each.kind != "order"]
        assert all(re.match(rf"input/{field}(_renamed)?(/|$)", place) for place in places)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("num_images.maximum-1", "breaking"),
        ("num_images.maximum+1", "info"),
        ("num_images.minimum+1", "breaking"),
        ("aspect_ratio.enum-16:9", "breaking"),
        ("output_format.enum+x", "info"),
        ("num_images.default=2", "warning"),
        ("prompt.rename", "breaking"),
        ("prompt.optional", "info"),
        ("seed.required", "breaking"),
    ],
)
def test_drift_tells_what_each_kind_of_mutation_means(name: str, level: str) -> None:
    whole = FAMILY["fal-ai/nano-banana"]
    found = changes(whole, mutated(whole, name), EndpointId("fal-ai/nano-banana"))
    assert level in {change.rule.level for change in found}


@pytest.mark.deep
@pytest.mark.parametrize("whole", FAMILY.values(), ids=FAMILY)
def test_a_case_of_ours_tells_every_tightening_from_the_original(whole: Document) -> None:
    bodies = [case.body for case in boundary_cases(read(whole))]
    verdicts = [Judge(whole).input(body) == () for body in bodies]
    for mutation in mutations(whole):
        if re.search(r"(maximum-1|minimum\+1|maxLength-1|minLength\+1|\.required)$", mutation.name):
            judge = Judge(mutation.document)
            assert [judge.input(body) == () for body in bodies] != verdicts, mutation.name


def test_a_mutation_leaves_the_document_as_it_was() -> None:
    one, other = mutations(SMALL)[:2]
    assert mutated(SMALL, one.name) == one.document != other.document
    assert replace(one, document=mutated(SMALL, one.name)) == one
    assert {each.name for each in mutations(SMALL)} == {each.name for each in mutations(SMALL)}


def test_an_unknown_name_is_refused_with_others_of_its_field() -> None:
    message = "unknown change 'count.maximum+7'; of 39 there are count.minimum+1, count.minimum-1"
    with pytest.raises(ValueError, match=re.escape(message)):
        mutated(SMALL, "count.maximum+7")
    with pytest.raises(ValueError, match="there are prompt"):
        mutated(SMALL, "nothing")
    with pytest.raises(ValueError, match="of 0 there are none"):
        mutated({}, "nothing")
