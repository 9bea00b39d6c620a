"""Answers to valid requests: samples of the output schema, with real pictures in them."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from codegen.contract import Document, Json, Places
from codegen.emulator.images import Picture, motif, paint, pixels
from codegen.emulator.samples import sample
from codegen.emulator.schema import properties, resolve

Publish: TypeAlias = Callable[[Picture], str]
"""Makes a picture available and gives its URL."""

_MOST = 16  # pictures; a schema without a maximum might be asked for a million


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request's fields with the schema's defaults behind them."""

    body: dict[str, Json]
    fields: dict[str, Json]

    def __getitem__(self, name: str) -> Json:
        field = self.fields.get(name)
        return self.body.get(name, field.get("default") if isinstance(field, dict) else None)


def answer(document: Document, places: Places, body: Json, publish: Publish) -> Json:
    """Make the answer to a valid body; the same body gives the same answer.

    Of the request it heeds `num_images`, `output_format`, `aspect_ratio`, `resolution`, `prompt`,
    `seed` and `sync_mode`, whatever the endpoint.
    """
    value = sample(document, places.output)
    item = _image_item(document, places.output)
    if item is None or not isinstance(value, dict):
        return value
    sent = body if isinstance(body, dict) else {}
    asked = _Asked(sent, properties(document, places.input))
    pictures = [_picture(asked, index) for index in range(_count(asked["num_images"]))]
    link = _data_uri if asked["sync_mode"] is True else publish
    images: list[Json] = [_entry(document, item, picture, link(picture)) for picture in pictures]
    return {**value, "images": images}


def _image_item(document: Document, output: Json) -> Json:
    """Give the schema of one item of `images`, or None where the output has no list of files."""
    images = resolve(document, properties(document, output).get("images"))
    item = images.get("items")
    return item if "url" in properties(document, item) else None


def _picture(asked: _Asked, index: int) -> Picture:
    return paint(
        motif(asked["prompt"], asked["seed"], index),
        pixels(asked["aspect_ratio"], asked["resolution"]),
        str(asked["output_format"]),
    )


def _entry(document: Document, item: Json, picture: Picture, url: str) -> dict[str, Json]:
    """Describe a picture in the item's own properties.

    Sizes stay null where they may be null (recorded traffic), and are true where they may not.
    """
    width, height = picture.size
    known = {"url": url, "content_type": picture.media_type, "file_name": picture.name}
    sizes = {"file_size": len(picture.content), "width": width, "height": height}
    entry = {name: sample(document, node) for name, node in properties(document, item).items()}
    facts = known | {name: size for name, size in sizes.items() if entry.get(name) is not None}
    return entry | {name: fact for name, fact in facts.items() if name in entry}


def _count(number: Json) -> int:
    return min(int(number), _MOST) if isinstance(number, int | float) else 1


def _data_uri(picture: Picture) -> str:
    return f"data:{picture.media_type};base64,{base64.b64encode(picture.content).decode()}"
