"""Which fields of a request say what its answer must be like: the one table, and how it is read.

Names and values are those of fal's documents. The pixels of a resolution class are those of a
square of that class; models round sides to steps of their own, hence the tolerances.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from fal_codegen.contract import Endpoint, Json, Object, request_accepts

Kind: TypeAlias = Literal["picture", "film", "sound", "model"]
PICTURES: Mapping[str, Kind] = {"images": "picture", "image": "picture"}
"""Where answers keep the pictures that were asked for; others may be masks or previews."""
OTHERS: Mapping[str, Kind] = {
    **dict.fromkeys(("video", "videos", "video_url"), "film"),
    **dict.fromkeys(("audio", "audios", "audio_file", "audio_url"), "sound"),
    **dict.fromkeys(("model_mesh", "model_glb"), "model"),
}
"""Where they keep films, sounds and models."""

Fact: TypeAlias = Literal["count", "form", "pixels", "ratio", "sides", "seed", "inline"]
"""What is looked at: how many `images` there are, the form that their bytes show, their pixels, the
ratio of their sides, the sides themselves, that the same seed gives the same bytes, and whether
files come as data URIs."""
READ_OF_ALL: frozenset[Fact] = frozenset(("form", "inline"))
"""What is read of any file; all else of pictures alone."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A field of a request, by its name, and a fact of its answer.

    `values` translates what is asked into what must be found; without it, the value is read as it
    is spelled. Of a value that is in neither nobody can tell, but for those that ask for nothing
    (`asks`). What is found may differ by `tolerance`, a share of what is asked. `tries` are values
    worth asking for.
    """

    name: str
    fact: Fact
    values: Mapping[str, Json] = field(default_factory=dict[str, Json])
    tolerance: float = 0.0
    tries: tuple[Json, ...] = ()


FORMS_OF: Mapping[Kind, frozenset[str]] = {
    "picture": frozenset(("jpeg", "png", "webp", "gif")),
    "film": frozenset(("mp4", "mov", "webm", "gif")),
    "sound": frozenset(("wav", "mp3", "ogg", "flac")),
    "model": frozenset(("glb", "fbx")),
}
"""The forms that can be asked for and are known by their bytes."""
_FORMS: Mapping[str, str] = {
    **{form: form for forms in FORMS_OF.values() for form in forms},
    "jpg": "jpeg",
    "ogg_opus": "ogg",
}
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

RELATIONS: tuple[Relation, ...] = (
    Relation("num_images", "count", tries=(3, 2)),
    Relation("output_format", "form", tries=("jpeg", "webp", "jpg", "mp3", "wav")),
    Relation("format", "form", tries=("jpeg", "png")),
    Relation("image_format", "form", tries=("jpeg", "png")),
    Relation("audio_format", "form", tries=("mp3", "wav")),
    Relation("video_output_type", "form", tries=("VP9 (.webm)",)),
    Relation("geometry_file_format", "form", tries=("glb", "fbx")),
    Relation("resolution", "pixels", _CLASSES, 0.3, tries=("4K", "2K")),
    Relation("aspect_ratio", "ratio", tolerance=0.05, tries=("16:9", "3:4")),
    Relation("image_size", "ratio", _PRESETS, 0.05, tries=("landscape_16_9",)),
    Relation("image_size", "sides", tolerance=0.05, tries=({"width": 768, "height": 512},)),
    Relation("seed", "seed", tries=(7,)),
    Relation("sync_mode", "inline", tries=(True,)),
)

UNREAD = (
    *("duration", "duration_seconds", "seconds_total", "music_length_ms"),
    *("num_frames", "number_of_frames", "fps", "frames_per_second", "frame_rate", "output_fps"),
    *("video_size", "target_resolution", "resolution_mode", "canvas_size", "upscale_factor"),
    *("generate_audio", "sample_rate", "bitrate", "texture_size", "face_count"),
)
"""Fields that ask for what is not read off bytes here: nobody can tell, and that is counted."""

SIZES = (frozenset(("image_size",)), frozenset(("aspect_ratio", "resolution")))
"""Two ways to ask for one thing: fields of the one are heeded where those of the other are not."""

_RATIO = re.compile(r"([1-9]\d{0,2}):([1-9]\d{0,2})")
_FORM = re.compile(r"(?:[^()]* \(\.)?([a-z0-9]+)(?:_[0-9_]+|\))?")
"""`wav`, `mp3_44100_128`, `X264 (.mp4)`."""
_NOTHING = frozenset(("", "auto"))
_SIDES = re.compile(r"([1-9]\d{0,4})[x*]([1-9]\d{0,4})")


def asks(value: Json) -> bool:
    """Tell whether a value of a field asks for anything, known here or not."""
    return value is not None and not (isinstance(value, str) and value.lower() in _NOTHING)


def expected(relation: Relation, value: Json) -> Json:
    """Give what a value of a field asks for, None where it asks for nothing or nobody knows.

    Pixels are a number, a ratio is width by height, sides are a list of both.
    """
    if relation.values:
        return relation.values.get(value) if isinstance(value, str) else None
    match relation.fact, value:
        case ("form", str()):
            found = _FORM.fullmatch(value)
            return _FORMS.get(value) or (_FORMS.get(found[1]) if found else None)
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

    Only of endpoints that answer files of a known name, and bodies that our request takes; where
    these are no pictures, of what can be read of others.
    """
    answer = endpoint.resolve(endpoint.output)
    if not isinstance(answer, Object):
        return
    if any(answer.field(name) for name in PICTURES):
        relations = RELATIONS
    elif any(answer.field(name) for name in OTHERS):
        relations = tuple(each for each in RELATIONS if each.fact in READ_OF_ALL)
    else:
        return
    asked: set[str] = set()
    for relation in relations:
        field = endpoint.input.field(relation.name)
        if field is None or field.name in asked:
            continue
        for value in relation.tries:
            body = {**base, field.name: value}
            if value != field.default and request_accepts(endpoint, body):
                asked.add(field.name)
                yield field.name, body
                break
