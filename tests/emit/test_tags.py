"""Requests whose parts are told apart by constants."""

import importlib
from pathlib import Path

import pytest
from fal_codegen.contract import Json

from tests.documents import document, fields, part
from tests.emit.conftest import imported, texts


def _constant(value: Json) -> Json:
    return {"const": value, "default": value}


def _or_null(value: Json) -> Json:
    return {"anyOf": [{"const": value}, {"type": "null"}], "default": value}


PARTS: dict[str, Json] = {
    "Square": fields(kind=_constant("shape"), shape=_constant("square"), a={}),
    "Circle": fields(kind=_constant("shape"), shape=_constant("circle"), a={}),
    "Text": fields(kind=_constant("text"), a={}),
    "Bare": fields(kind={"type": "string"}, a={}),
    "Left": fields(side=_or_null("left"), a={}),
    "Right": fields(side=_or_null("right"), a={}),
    "Off": fields(side={"anyOf": [{"const": "off"}, {"type": "null"}], "default": None}, a={}),
    "Shape": {"oneOf": [part("Square"), part("Circle")]},
}


@pytest.mark.parametrize(
    ("members", "sent"),
    [
        ("Square Circle Text", {"Square": "kind shape", "Circle": "kind shape", "Text": "kind"}),
        ("Shape Text", {"Square": "kind shape", "Circle": "kind shape", "Text": "kind"}),
        ("Bare Text", {"Bare": "", "Text": "kind"}),
        ("Left Right Off", {"Left": "side", "Right": "side", "Off": ""}),
    ],
)
def test_every_constant_that_tells_a_part_from_another_is_sent(
    tmp_path: Path, members: str, sent: dict[str, str]
) -> None:
    shape: Json = {"anyOf": [part(name) for name in members.split()]}
    with imported(texts([document(fields(shown=shape), None, PARTS)]), tmp_path):
        module = importlib.import_module("fal_endpoints.acme_painter")
        for name, tags in sent.items():
            body = module.Input(shown=getattr(module, name)(a=1)).body()["shown"]
            assert body.keys() == {"a", *tags.split()}
