"""Which fields of a request say what its answer must be like: the one table, and how it is read.

Names and values are those of fal's documents. The pixels of a resolution class are those of a
square of that class; models round sides to steps of their own, hence the tolerances.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from fal_codegen.contract import Endpoint, Json, Object, request_accepts

PICTURES = ("images", "image")
"""Where answers keep the pictures that were asked for; others may be masks or previews."""

Fact: TypeAlias = Literal["count", "form", "pixels", "ratio", "sides", "seed", "inline"]
"""What is looked at: how many `images` there are, the form that their bytes show, their pixels, the
ratio of their sides, the sides themselves, that the same seed gives the same bytes, and whether
files come as data URIs."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A field of a request, by its name, and a fact of its answer.

    `values` translates what is asked into what must be found; without it, the value is read as it
    is spelled. A value that is in neither asks for nothing. What is found may differ by
    `tolerance`, a share of what is asked. `tries` are values worth asking for.
    """

    name: str
    fact: Fact
    values: Mapping[str, Json] = field(default_factory=dict[str, Json])
    tolerance: float = 0.0
    tries: tuple[Json, ...] = ()


_FORMS: Mapping[str, Json] = {"jpeg": "jpeg", "jpg": "jpeg", "png": "png", "webp": "webp"}
_CLASSES: Mapping[str, Json] = {
    "0.5K": 512**2,
    "1K": 1024**2,
    "2K": 2048**2,
    "4K": 4096**2,
}
_PRESETS: Mapping[str, Json] = {
    "square_hd": 1.0,
    "square": 1.0,
    "portrait_4_3": 3 / 4,
    "portrait_16_9": 9 / 16,
    "landscape_4_3": 4 / 3,
    "landscape_16_9": 16 / 9,
}

RELATIONS = (
    Relation("num_images", "count", tries=(3, 2)),
    Relation("output_format", "form", _FORMS, tries=("jpeg", "webp", "jpg")),
    Relation("resolution", "pixels", _CLASSES, 0.3, tries=("4K", "2K")),
    Relation("aspect_ratio", "ratio", tolerance=0.05, tries=("16:9", "3:4")),
    Relation("image_size", "ratio", _PRESETS, 0.05, tries=("landscape_16_9",)),
    Relation("image_size", "sides", tolerance=0.05, tries=({"width": 768, "height": 512},)),
    Relation("seed", "seed", tries=(7,)),
    Relation("sync_mode", "inline", tries=(True,)),
)

SIZES = (frozenset(("image_size",)), frozenset(("aspect_ratio", "resolution")))
"""Two ways to ask for one thing: fields of the one are heeded where those of the other are not."""

_RATIO = re.compile(r"([1-9]\d{0,2}):([1-9]\d{0,2})")
_SIDES = re.compile(r"([1-9]\d{0,4})[x*]([1-9]\d{0,4})")


def expected(relation: Relation, value: Json) -> Json:
    """Give what a value of a field asks for, None where it asks for nothing.

    Pixels are a number, a ratio is width by height, sides are a list of both.
    """
    if relation.values:
        return relation.values.get(value) if isinstance(value, str) else None
    match relation.fact, value:
        case ("inline", bool()):
            return value
        case ("count" | "seed", int()) if not isinstance(value, bool):
            return value
        case ("ratio", str()) if found := _RATIO.fullmatch(value):
            return int(found[1]) / int(found[2])
        case ("sides", {"width": int(width), "height": int(height)}):
            return [width, height]
        case ("sides", str()) if found := _SIDES.fullmatch(value):
            return [int(found[1]), int(found[2])]
        case _:
            return None


def asking(endpoint: Endpoint, base: dict[str, Json]) -> Iterator[tuple[str, dict[str, Json]]]:
    """Give for each field of the table a body that asks for something other than its default.

    Only of endpoints that answer pictures, and bodies that our request takes.
    """
    answer = endpoint.resolve(endpoint.output)
    if not isinstance(answer, Object) or not any(answer.field(name) for name in PICTURES):
        return
    asked: set[str] = set()
    for relation in RELATIONS:
        field = endpoint.input.field(relation.name)
        if field is None or field.name in asked:
            continue
        for value in relation.tries:
            body = {**base, field.name: value}
            if value != field.default and request_accepts(endpoint, body):
                asked.add(field.name)
                yield field.name, body
                break
