"""Classes have the names that a user would give them, and keep them."""

from typing import Any

import pytest
from fal_codegen.emit.part_names import component_name, part_class
from fal_codegen.emit.schema import prepare
from fal_codegen.openapi import read_document

from tests.documents import document, part


@pytest.mark.parametrize(
    ("component", "name"),
    [
        ("ImageType2", "Image"),
        ("LoraWeightType13", "LoraWeight"),
        ("registry__image__fast_sdxl__models__Image", "Image"),
        ("fal__toolkit__ImageType3", "Image"),
        ("Flux2", "Flux2"),
        ("Type2", "Type2"),
        ("Wan_Type", "WanType"),
        ("Audio-Output", "AudioOutput"),
        ("a__", "A"),
    ],
)
def test_what_the_service_put_around_a_name_is_left_out(component: str, name: str) -> None:
    assert component_name(component) == name


@pytest.mark.parametrize(
    ("place", "taken", "name"),
    [
        ("output/images/*", {"Image"}, "OutputImage"),
        ("output/pictures/*", {"Image"}, "Picture"),
        ("output/copies/*", {"Image"}, "Copy"),
        ("output/glass/*", {"Image"}, "Glass"),
        ("output/best_image", {"Image"}, "BestImage"),
        ("output/images/*", {"Image", "OutputImage"}, "Image2"),
        ("Frame/image", {"Image"}, "OutputImage"),
    ],
)
def test_where_a_name_is_taken_the_place_gives_another(
    place: str, taken: set[str], name: str
) -> None:
    assert part_class("ImageType2", place, "output", taken, ()) == name


def names(components: dict[str, Any], output: dict[str, Any]) -> set[str]:
    asks: Any = {"type": "object", "properties": {"prompt": {"type": "string"}}}
    endpoint = read_document(document(asks, output, components)).endpoint
    assert endpoint
    return {*prepare(endpoint).names}


PICTURE = {"type": "object", "properties": {"url": {"type": "string"}}}
SHOWN = {"type": "object", "properties": {"images": {"type": "array", "items": part("ImageType2")}}}


def test_another_number_behind_a_component_changes_no_class() -> None:
    found = names({"ImageType2": PICTURE}, SHOWN)
    renumbered: Any = {
        "type": "object",
        "properties": {"images": {"type": "array", "items": part("ImageType7")}},
    }
    assert found == names({"ImageType7": PICTURE}, renumbered) == {"Input", "Output", "Image"}


def test_two_components_of_one_name_are_told_apart_by_where_they_stand() -> None:
    both: Any = {
        "type": "object",
        "properties": {
            "image": part("Image"),
            "masks": {"type": "array", "items": part("ImageType2")},
        },
    }
    wide = {"type": "object", "properties": {"width": {"type": "integer"}}}
    found = names({"Image": PICTURE, "ImageType2": wide}, both)
    assert found == {"Input", "Output", "Image", "Mask"}


def test_a_component_with_limits_has_one_name_wherever_it_stands() -> None:
    words: Any = {"type": "array", "items": {"type": "string"}, "maxItems": 3}
    either: Any = {"anyOf": [{"type": "integer"}, part("Words")]}
    asks: Any = {"type": "object", "properties": {"few": either, "more": either}}
    shown: Any = {"type": "object", "properties": {"text": {"type": "string"}}}
    endpoint = read_document(document(asks, shown, {"Words": words})).endpoint
    assert endpoint
    assert {"Words"} == {*prepare(endpoint).names} - {"Input", "Output"}


def test_a_single_class_among_alternatives_has_no_number() -> None:
    sizes: Any = {"type": "object", "properties": {"width": {"type": "integer"}}}
    either: Any = {"anyOf": [{"type": "string"}, {"type": "integer"}, sizes]}
    asks: Any = {"type": "object", "properties": {"size": either}}
    shown: Any = {"type": "object", "properties": {"text": {"type": "string"}}}
    endpoint = read_document(document(asks, shown, {})).endpoint
    assert endpoint
    assert {*prepare(endpoint).names} == {"Input", "InputSize", "Output"}
