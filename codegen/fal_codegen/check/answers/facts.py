"""What came back held to what was asked for: each fact kept, otherwise, or not to be told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Literal, TypeAlias, cast
from urllib.parse import unquote, urlsplit

from fal_codegen.cassettes import inlined, is_cut
from fal_codegen.check.answers.media import Seen, look_at
from fal_codegen.check.answers.relations import PICTURES, RELATIONS, Fact, Relation, expected
from fal_codegen.contract import Json, node_of

Verdict: TypeAlias = Literal["kept", "otherwise", "cannot tell"]
OwnFact: TypeAlias = Literal["named", "described"]
"""What an answer says of its own files: by a media type or a name, and in numbers."""

_ENDINGS = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "webp": "webp", "gif": "gif"}


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


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an answer: its place there, what is said of it, and what its bytes show.

    `seen` is None where its bytes are not at hand. `digest` is that of the first of them; where
    they are `cut` to a few, two that are alike may go on differently.
    """

    place: str
    said: Mapping[str, Json]
    seen: Seen | None
    digest: str = ""
    cut: bool = False
    url: str = field(default="", repr=False)


def pictures_of(answer: Json, files: Mapping[str, bytes]) -> list[Picture]:
    """Find the pictures of an answer; `files` has the first bytes of some, by address."""
    found: list[Picture] = []
    fields = node_of(answer)
    for name in PICTURES:
        here = fields.get(name)
        listed = here if isinstance(here, list) else [here]
        for index, each in enumerate(listed):
            if isinstance(each, dict) and isinstance(url := each.get("url"), str):
                data = inlined(url) if url.startswith("data:") else files.get(url)
                place = f"{name}/{index}" if isinstance(here, list) else name
                seen, digest = (None, "") if data is None else (look_at(data), _digest(data))
                cut = data is not None and is_cut(data)
                found.append(Picture(place, each, seen, digest, cut, url))
    return found


def hold(asked: Mapping[str, Json], answer: Json, pictures: list[Picture]) -> Iterator[HeldFact]:
    """Hold an answer to what a request asked for, its defaults among it; seeds are for `repeats`.

    An answer that has no pictures, and none of the fields for some, is held to nothing.
    """
    fields = node_of(answer)
    if not any(name in fields for name in PICTURES):
        return
    for relation in RELATIONS:
        value = asked.get(relation.name)
        if (wanted := expected(relation, value)) is None or relation.fact == "seed":
            continue
        if relation.fact == "count":
            if isinstance(listed := fields.get("images"), list):
                yield _held(relation, "", value, len(listed), kept=len(listed) == wanted)
            continue
        for each in pictures:
            yield _of_picture(relation, each, value, wanted)
    for each in pictures:
        yield from _own(each)


def repeats(one: list[Picture], other: list[Picture]) -> Iterator[HeldFact]:
    """Hold two answers to the same body, with the same seed, to each other."""
    for mine, theirs in zip(one, other, strict=False):
        same = mine.digest == theirs.digest
        if not (mine.digest and theirs.digest) or (same and mine.cut):
            yield HeldFact("seed", "seed", mine.place, "cannot tell")
        else:
            yield HeldFact("seed", "seed", mine.place, "kept" if same else "otherwise")


def _of_picture(relation: Relation, picture: Picture, value: Json, wanted: Json) -> HeldFact:
    if relation.fact == "inline":
        inline = picture.url.startswith("data:")
        found = "a data URI" if inline else "an address"
        return _held(relation, picture.place, value, found, kept=inline == wanted)
    seen = picture.seen
    unknown = HeldFact(relation.fact, relation.name, picture.place, "cannot tell", value)
    if seen is None:
        return unknown
    if relation.fact == "form" or not seen.form:
        found = seen.form or "no picture"
        return _held(relation, picture.place, value, found, kept=seen.form == wanted)
    if seen.size is None:
        return unknown
    width, height = seen.size
    kept = _fits(relation, width, height, wanted)
    held = _held(relation, picture.place, value, f"{width}x{height}", kept=kept)
    return replace(held, swapped=not kept and _fits(relation, height, width, wanted))


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
    sizes = {name: said[name] for name in ("width", "height") if isinstance(said.get(name), int)}
    for name, stated in sizes.items():
        if seen is None or seen.size is None:
            yield HeldFact("described", name, picture.place, "cannot tell", stated)
        else:
            is_ = seen.size[0] if name == "width" else seen.size[1]
            verdict = "kept" if is_ == stated else "otherwise"
            yield HeldFact("described", name, picture.place, verdict, stated, is_)


def _forms_said(picture: Picture) -> dict[str, str]:
    """Give the forms that a picture is said to have, by what says so."""
    type_, name, url = picture.said.get("content_type"), picture.said.get("file_name"), picture.url
    inline = url.startswith("data:")
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


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
