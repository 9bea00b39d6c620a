"""What a body may cost at the most."""

import pytest
from fal_codegen.contract import Json
from fal_codegen.openapi import read_document
from fal_codegen.probe.pricing import counts_of, dimensions_of, units_of

from tests.documents import document, fields

WHOLE: dict[str, Json] = {"type": "integer", "minimum": 1, "maximum": 6}
GIVEN = fields(
    "prompt",
    prompt={"type": "string"},
    num_images={**WHOLE, "default": 2},
    max_images={"anyOf": [WHOLE, {"type": "null"}]},
    guidance_scale={"type": "number"},
    image_size={"type": "string"},
    enable_web_search={"type": "boolean"},
    aspect_ratio={"type": "string"},
)
ENDPOINT = read_document(document(GIVEN)).endpoint
assert ENDPOINT
COUNTS = counts_of(ENDPOINT)


def test_a_count_that_is_left_out_is_its_default_or_else_all_it_may_be() -> None:
    assert COUNTS == {"num_images": 2, "max_images": 6}


@pytest.mark.parametrize(
    ("body", "units"),
    [
        ({}, 12),
        ({"num_images": 1, "max_images": 1}, 1),
        ({"num_images": 4, "max_images": 5}, 20),
        ({"num_images": "4", "max_images": 1}, 4),
        ({"num_images": 2.5, "max_images": 1}, 3),
        ({"num_images": -7, "max_images": True}, 1),
        ({"num_images": None, "max_images": []}, 12),
        ({"num_images": "many", "max_images": 1}, 2),
        ({"num_images": 2**64, "max_images": 1}, 2**64),
    ],
)
def test_a_body_asks_for_the_product_of_its_counts(body: dict[str, Json], units: int) -> None:
    assert units_of(body, COUNTS) == units


def test_fields_by_which_one_answer_costs_a_multiple_of_another_are_named() -> None:
    assert ENDPOINT
    assert dimensions_of(ENDPOINT) == ("image_size", "enable_web_search")


@pytest.mark.parametrize(
    ("count", "most"),
    [
        ({"type": "integer"}, None),
        ({"type": "integer", "minimum": 1}, None),
        ({"type": "integer", "exclusiveMaximum": 5}, 5),
        ({"enum": [1, 2, 4]}, 4),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None}, None),
    ],
)
def test_a_count_without_an_end_leaves_the_cost_untold(count: Json, most: int | None) -> None:
    read = read_document(document(fields(num_images=count))).endpoint
    assert read
    assert counts_of(read)["num_images"] == (most or 1)
    assert dimensions_of(read) == (() if most else ("num_images",))
