"""Classes have the names that a user would give them, and keep them."""

import importlib
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.contract import Json
from fal_codegen.emit.part_names import component_name, part_class
from fal_codegen.emit.schema import prepare

from tests.documents import document, endpoint, fields, part
from tests.emit.conftest import imported, texts


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
        ("input", "InputPart"),
        ("none", "NonePart"),
        ("TimeoutError", "TimeoutErrorPart"),
        ("PythonFinalizationError", "PythonFinalizationErrorPart"),
        ("2d", "Part2d"),
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
        ("output/images/*", {"Image", "OutputImage", "Image2", "Image4"}, "Image3"),
        ("Frame/image", {"Image"}, "OutputImage"),
    ],
)
def test_where_a_name_is_taken_the_place_gives_another(
    place: str, taken: set[str], name: str
) -> None:
    assert part_class("ImageType2", place, "output", taken, ()) == name


TEXT: Json = {"type": "string"}
PICTURE: Json = fields(url=TEXT)


def names(output: Json, components: dict[str, Json] | None = None, asks: Json = None) -> set[str]:
    """Give the classes of an endpoint."""
    read = endpoint(fields(prompt=TEXT) if asks is None else asks, output, components)
    return {*prepare(read).names}


def listed(name: str) -> Json:
    return {"type": "array", "items": part(name)}


def test_another_number_behind_a_component_changes_no_class() -> None:
    found = names(fields(images=listed("ImageType2")), {"ImageType2": PICTURE})
    renumbered = names(fields(images=listed("ImageType7")), {"ImageType7": PICTURE})
    assert found == renumbered == {"Input", "Output", "Image"}


def test_two_components_of_one_name_are_told_apart_by_where_they_stand() -> None:
    both = fields(image=part("Image"), masks=listed("ImageType2"))
    found = names(both, {"Image": PICTURE, "ImageType2": fields(width={"type": "integer"})})
    assert found == {"Input", "Output", "Image", "Mask"}


def test_a_component_with_limits_has_one_name_wherever_it_stands() -> None:
    words: Json = {"type": "array", "items": TEXT, "maxItems": 3}
    either: Json = {"anyOf": [{"type": "integer"}, part("Words")]}
    found = names(fields(text=TEXT), {"Words": words}, fields(few=either, more=either))
    assert found == {"Input", "Output", "Words"}


def test_a_single_class_among_alternatives_has_no_number() -> None:
    either: Json = {"anyOf": [TEXT, {"type": "integer"}, fields(width={"type": "integer"})]}
    assert names(fields(text=TEXT), asks=fields(size=either)) == {"Input", "InputSize", "Output"}


def test_a_part_within_a_class_does_not_take_the_name_of_that_class() -> None:
    leaf: Json = fields(kind=TEXT)
    answer = fields(leaf=fields(held=part("Leaf")))
    found = names(answer, {"Leaf": leaf}, fields(leaf=part("Leaf")))
    assert found == {"Input", "Leaf", "Output", "OutputLeaf", "OutputLeaf2"}


def test_a_variable_where_a_class_is_first_used_is_no_part_of_it(tmp_path: Path) -> None:
    parts: dict[str, Json] = {
        "Rope": fields(knot=part("Knot")),
        "Knot": fields(ends=part("Ends")),
        "Ends": {"type": "array", "items": part("Rope")},
    }
    whole = document(fields(rope=part("Rope")), fields(rope=part("Rope")), parts)
    body: dict[str, Any] = {"rope": {"knot": {"ends": []}}}
    with imported(texts([whole]), tmp_path):
        painter: Any = importlib.import_module("fal_endpoints.acme_painter")

        def used() -> list[Any]:
            Rope = OutputRope = "hemp"  # noqa: N806 - as a user's own may be called
            assert Rope is OutputRope
            return [painter.Input(**body), painter.Output.model_validate(body)]

        assert [each.model_dump(exclude_unset=True) for each in used()] == [body, body]
