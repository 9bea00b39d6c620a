"""Answers as the generated classes read them: as they came, and as much of it typed as can be."""

import importlib
import json
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.contract import Json

from tests.documents import document, fields, part
from tests.emit.conftest import imported, texts

pytestmark = pytest.mark.deep


@contextmanager
def reader(shown: Json, root: Path, **parts: Json) -> Generator[Any, None, None]:
    """Give a function that reads what came for the field `shown`, and how it disagrees."""
    whole = document(fields(), fields(shown=shown), parts)
    with imported(texts([whole]), root), warnings.catch_warnings(action="ignore"):
        output = importlib.import_module("fal_endpoints.acme_painter").Output
        lenient = importlib.import_module("fal_endpoints._lenient")

        def read(came: Json) -> tuple[Any, tuple[Any, ...]]:
            body = json.dumps({"shown": came}).encode()
            try:
                answer = output.model_validate_json(body)
            except ValueError:
                answer = lenient.read_all_the_same(output, body)
            assert json.loads(json.dumps(answer.model_dump(exclude_unset=True))) == {"shown": came}
            return answer.shown, answer.disagreements

        yield read


@pytest.mark.parametrize(
    ("schema", "came", "disagrees"),
    [
        ({"enum": [0, 1]}, False, True),
        ({"enum": [0, 1]}, True, True),
        ({"enum": [0, 1]}, 1.0, False),
        ({"enum": [0, 1]}, 7, False),
        ({"enum": [False]}, 0, True),
        ({"enum": [False]}, True, False),
        ({"enum": [1, "one"]}, True, True),
        ({"enum": [1, None]}, 1.0, False),
        ({"anyOf": [{"enum": [1, 2]}, {"type": "array", "items": {"const": 0}}]}, [False], True),
    ],
)
def test_a_value_that_equals_a_known_one_only_to_python_stays_as_it_came(
    tmp_path: Path,
    schema: Json,
    came: Json,
    disagrees: bool,  # noqa: FBT001 - a value of the table
) -> None:
    with reader(schema, tmp_path) as read:
        value, disagreements = read(came)
        assert repr(value) == repr(came)
        assert bool(disagreements) is disagrees


def test_items_of_a_list_of_fixed_length_are_of_their_classes(tmp_path: Path) -> None:
    pair: Json = {
        "type": "array",
        "prefixItems": [{"$ref": "#/components/schemas/Frame"}, {"type": "integer"}],
        "minItems": 2,
        "maxItems": 2,
    }
    frame: Json = {
        "type": "object",
        "properties": {"width": {"type": "integer"}},
        "required": ["width"],
    }
    with reader(pair, tmp_path, Frame=frame) as read:
        (first, second), disagreements = read([{"width": 5}, 6])
        assert (first.width, second, disagreements) == (5, 6, ())
        assert read([{"width": 5}, 6, 7])[0][0].width == 5
        assert read([{"width": "wide"}, 6])[1]


def _tagged(**constants: Json) -> Json:
    return fields(**constants, a={})


PARTS: dict[str, Json] = {
    "Square": _tagged(kind={"const": "shape"}, shape={"const": "square"}),
    "Circle": _tagged(kind={"const": "shape"}, shape={"const": "circle"}),
    "Shape": {"oneOf": [part("Square"), part("Circle")]},
    "Text": _tagged(kind={"const": "text"}),
    "Bare": _tagged(kind={"type": "string"}),
    "Never": _tagged(kind={"type": "null"}),
    "One": _tagged(kind={"const": 1}),
    "Half": _tagged(kind={"const": 0.5}),
    "More": _tagged(kind={"type": "number", "enum": [1.5, 2]}),
    "Left": _tagged(kind={"anyOf": [{"const": "left"}, {"type": "null"}]}),
    "Right": _tagged(kind={"anyOf": [{"const": "right"}, {"type": "null"}]}),
}


@pytest.mark.parametrize(
    ("members", "came", "expected"),
    [
        ("Square Circle Text", {"kind": "text", "a": 1}, "Text"),
        ("Square Circle Text", {"kind": "shape", "shape": "circle"}, "Circle"),
        ("Square Circle Text", {"kind": "shape", "shape": "star", "a": 1}, "Answer"),
        ("Square Circle Text", {"kind": "video"}, "Answer"),
        ("Square Circle Text", {"shape": "circle"}, "Circle"),
        ("Shape Text", {"kind": "text", "a": 1}, "Text"),
        ("Shape Text", {"kind": "shape", "shape": "circle"}, "Circle"),
        ("Shape Text", {"kind": "video", "a": 1}, "Answer"),
        ("Bare Text", {"kind": "text", "a": 1}, "Text"),
        ("Bare Text", {"kind": "video", "a": 1}, "Bare"),
        ("Never Text", {"kind": None, "a": 1}, "Never"),
        ("Never Text", {"kind": "video", "a": 1}, "Answer"),
        ("One Text", {"kind": 1.0}, "One"),
        ("One Text", {"kind": True}, "Answer"),
        ("Half More", {"kind": 1.5, "a": 1}, "More"),
        ("Half More", {"kind": 2}, "More"),
        ("Half More Text", {"kind": 7.5}, "Answer"),
        ("Half More Text", {"kind": "text"}, "Text"),
        ("Left Right", {"kind": "right"}, "Right"),
    ],
)
def test_the_member_whose_constants_are_those_of_the_value_is_read(
    tmp_path: Path, members: str, came: Json, expected: str
) -> None:
    with reader({"anyOf": [part(name) for name in members.split()]}, tmp_path, **PARTS) as read:
        value, disagreements = read(came)
        assert type(value).__name__ == expected
        assert disagreements == ()


@pytest.mark.parametrize(
    ("mapping", "came", "expected"),
    [
        ({"near": "#/components/schemas/Bare", "far": "Other"}, "near", "Bare"),
        ({"near": "#/components/schemas/Bare", "far": "Other"}, "far", "Other"),
        ({"near": "#/components/schemas/Bare", "far": "Other"}, "text", "Text"),
        ({"near": "#/components/schemas/Bare", "far": "Other"}, "new", "Answer"),
        ({"near": "Bare", "half": "Nobody"}, "Other", "Other"),
        ({}, "Other", "Other"),
    ],
)
def test_a_discriminator_chooses_among_members_without_constants(
    tmp_path: Path, mapping: Json, came: str, expected: str
) -> None:
    members = [part(name) for name in ("Bare", "Other", "Text")]
    discriminator: Json = {"propertyName": "kind", "mapping": mapping}
    parts = {**PARTS, "Other": fields(kind={"type": "string"}, a={"type": "integer"})}
    with reader({"anyOf": members, "discriminator": discriminator}, tmp_path, **parts) as read:
        for a in (1, "no number"):
            value, disagreements = read({"kind": came, "a": a})
            assert type(value).__name__ == expected
            assert bool(disagreements) is (expected == "Other" and a != 1)


def test_what_is_wrong_within_a_member_of_a_union_costs_no_more_than_its_place(
    tmp_path: Path,
) -> None:
    width: Json = {"type": "integer"}
    frame, still = (fields(kind={"const": kind}, width=width) for kind in ("frame", "still"))
    kinds: list[Json] = [
        {"type": "array", "items": part("Frame")},
        {"type": "object", "additionalProperties": part("Frame")},
        part("Nested"),
    ]
    either: list[Json] = [{"anyOf": [{"type": "string"}, kind]} for kind in kinds]
    shown = fields(f0=either[0], f1=either[1], f2=either[2])
    nested: Json = {"anyOf": [{"type": "integer"}, part("Frame"), part("Still")]}
    wrong = {"width": "wide"}
    with reader(shown, tmp_path, Frame=frame, Nested=nested, Still=still) as read:
        value, disagreements = read({"f0": [wrong], "f1": {"a": wrong}, "f2": wrong})
    frames = value.f0[0], value.f1["a"], value.f2
    assert [type(each).__name__ for each in frames] == ["Frame"] * 3
    assert [each.path[-1] for each in disagreements] == ["width"] * 3


@pytest.mark.parametrize("came", [{"x": 1}, [], 2**70, None])
def test_a_part_is_known_by_constants_that_no_literal_can_list(tmp_path: Path, came: Json) -> None:
    member: Json = {"enum": [{"x": 1}, "A", [], 2**70, None]}
    shown: Json = {"anyOf": [part("Plain"), part("Listed")]}
    parts = {
        "Plain": fields("of", of={"type": "string"}),
        "Listed": fields("of", of=member, more={"type": "integer"}),
    }
    with reader(shown, tmp_path, **parts) as read:
        value, disagreements = read({"of": came, "more": 1})
        assert (type(value).__name__, disagreements) == ("Listed", ())
