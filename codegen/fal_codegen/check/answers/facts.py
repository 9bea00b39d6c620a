"""What came back held to what was asked for: each fact kept, otherwise, or not to be told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Literal, TypeAlias, cast
from urllib.parse import unquote, urlsplit

from fal_codegen.cassettes import FirstBytes, is_inline
from fal_codegen.check.answers.pictures import Picture
from fal_codegen.check.answers.relations import PICTURES, RELATIONS, Fact, Relation, expected
from fal_codegen.contract import Json, node_of

Verdict: TypeAlias = Literal["kept", "otherwise", "cannot tell"]
OwnFact: TypeAlias = Literal["named", "described"]
"""What an answer says of its own files: by a media type or a name, and in numbers."""

_ENDINGS = {
    **{name: name for name in "avif bmp gif heic jp2 jpeg jxl png svg tiff webp".split()},
    **dict.fromkeys(("jpg", "jpe", "jfif"), "jpeg"),
    "heif": "heic",
    "svg+xml": "svg",
    "tif": "tiff",
}
"""The forms that pictures have, by the ends of file names and of media types."""


@dataclass(frozen=True, slots=True)
class HeldFact:
    """One fact of an answer held to what says what it should be.

    `name` is the field that asked, or of what an answer says itself the place that says it;
    `place` is the picture, `images/0`, empty for the whole answer. `asked` and `found` are values
    to show; `swapped` tells of a picture that it would fit if its sides were exchanged.
    """

    fact: Fact | OwnFact
    name: str
    place: str
    verdict: Verdict
    asked: Json = None
    found: Json = None
    swapped: bool = False


def hold(
    asked: Mapping[str, Json], answer: Json, pictures: Sequence[Picture]
) -> Iterator[HeldFact]:
    """Hold an answer to what a request asked for, its defaults among it; seeds are for `repeats`.

    An answer that has none of the fields for pictures is held to nothing; of one that has no
    picture there, nobody can tell what it would have been.
    """
    fields = node_of(answer)
    if not any(name in fields for name in PICTURES):
        return
    for relation in RELATIONS:
        value = asked.get(relation.name)
        if (wanted := expected(relation, value)) is None or relation.fact == "seed":
            continue
        if relation.fact == "count":
            yield _of_number(relation, fields.get("images"), value, wanted)
            continue
        for each in pictures:
            yield _of_picture(relation, each, value, wanted)
        if not pictures:
            yield HeldFact(relation.fact, relation.name, "", "cannot tell", value)
    for each in pictures:
        yield from _own(each)


def repeats(one: Sequence[Picture], other: Sequence[Picture]) -> Iterator[HeldFact]:
    """Hold two answers to the same body, with the same seed, to each other."""
    for mine, theirs in zip_longest(one, other):
        place = (mine or theirs).place
        same = _same(mine.first, theirs.first) if mine and theirs else "cannot tell"
        yield HeldFact("seed", "seed", place, same)


def _same(one: FirstBytes | None, other: FirstBytes | None) -> Verdict:
    """Tell whether two files are alike: their first bytes can only show that they are not."""
    if not (one and other and one.data and other.data):
        return "cannot tell"
    shorter, longer = sorted((one, other), key=lambda each: len(each.data))
    if not longer.data.startswith(shorter.data):
        return "otherwise"
    if not shorter.whole:
        return "cannot tell"
    if len(shorter.data) < len(longer.data):
        return "otherwise"
    return "kept" if longer.whole else "cannot tell"


def _of_number(relation: Relation, images: Json, value: Json, wanted: Json) -> HeldFact:
    if not isinstance(images, list):
        return HeldFact(relation.fact, relation.name, "", "cannot tell", value)
    return _held(relation, "", value, len(images), kept=len(images) == wanted)


def _of_picture(relation: Relation, picture: Picture, value: Json, wanted: Json) -> HeldFact:
    unknown = HeldFact(relation.fact, relation.name, picture.place, "cannot tell", value)
    if relation.fact == "inline":
        inline = is_inline(picture.url)
        found = "a data URI" if inline else "an address"
        kept = inline == wanted
        return _held(relation, picture.place, value, found, kept=kept) if picture.url else unknown
    seen = picture.seen
    if seen is None:
        return unknown
    if relation.fact == "form" or not seen.form:
        found = seen.form or "no picture"
        return _held(relation, picture.place, value, found, kept=seen.form == wanted)
    if seen.size is None:
        return unknown
    width, height = seen.size
    kept, swapped = (_fits(relation, *size, wanted) for size in ((width, height), (height, width)))
    if seen.turned and kept != swapped:
        return unknown
    fact = _held(relation, picture.place, value, f"{width}x{height}", kept=kept)
    return replace(fact, swapped=swapped and not kept)


def _fits(relation: Relation, width: int, height: int, wanted: Json) -> bool:
    return all(
        abs(is_ - should) <= relation.tolerance * should
        for is_, should in _measured(relation.fact, width, height, wanted)
    )


def _measured(fact: str, width: int, height: int, wanted: Json) -> list[tuple[float, float]]:
    """Give what is measured, beside what it should be."""
    if fact == "pixels":
        return [(width * height, cast("float", wanted))]
    if fact == "ratio":
        ratio = cast("float", wanted)
        return [(width / height, ratio)] if ratio >= 1 else [(height / width, 1 / ratio)]
    sides = cast("list[float]", wanted)
    return [(width, sides[0]), (height, sides[1])]


def _own(picture: Picture) -> Iterator[HeldFact]:
    """Hold a picture to what its answer says of it."""
    seen, said = picture.seen, picture.said
    for name, form in _forms_said(picture).items():
        if seen is None:
            yield HeldFact("named", name, picture.place, "cannot tell", form)
        else:
            verdict: Verdict = "kept" if seen.form == form else "otherwise"
            yield HeldFact("named", name, picture.place, verdict, form, seen.form or "no picture")
    for place, name in enumerate(("width", "height")):
        if isinstance(said.get(name), int):
            yield _described(picture, name, place)


def _described(picture: Picture, name: str, place: int) -> HeldFact:
    """Hold a side that an answer states to the picture's; one that is turned may have either."""
    stated, size = picture.said[name], picture.seen.size if picture.seen else None
    if size is None or (picture.seen and picture.seen.turned and stated in size):
        return HeldFact("described", name, picture.place, "cannot tell", stated)
    verdict: Verdict = "kept" if size[place] == stated else "otherwise"
    return HeldFact("described", name, picture.place, verdict, stated, size[place])


def _forms_said(picture: Picture) -> dict[str, str]:
    """Give the forms that a picture is said to have, by what says so."""
    type_, name, url = picture.said.get("content_type"), picture.said.get("file_name"), picture.url
    inline = is_inline(url)
    said = {
        "content_type": _form_of_type(type_) if isinstance(type_, str) else "",
        "file_name": _form_of_name(name) if isinstance(name, str) else "",
        "url": _form_of_type(url[5:50]) if inline else _form_of_name(_path(url)),
    }
    return {name: form for name, form in said.items() if form}


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url).path)
    except ValueError:
        return ""


def _form_of_type(text: str) -> str:
    kind, _, form = text.partition(";")[0].strip().lower().partition("/")
    return _ENDINGS.get(form, "") if kind == "image" else ""


def _form_of_name(text: str) -> str:
    return _ENDINGS.get(PurePosixPath(text).suffix.removeprefix(".").lower(), "")


def _held(relation: Relation, place: str, asked: Json, found: Json, *, kept: bool) -> HeldFact:
    verdict: Verdict = "kept" if kept else "otherwise"
    return HeldFact(relation.fact, relation.name, place, verdict, asked, found)
