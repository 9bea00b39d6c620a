"""Odd files among the pictures of an answer: what is not known is never taken for false."""

from collections.abc import Callable, Mapping
from functools import partial
from gzip import compress
from io import BytesIO
from typing import Any

import pytest
from fal_codegen.cassettes import (
    FIRST_BYTES,
    Cassette,
    Exchange,
    FirstBytes,
    Stamp,
    fetched,
    inlined,
)
from fal_codegen.check import HeldFact, asked_by, check_answers, hold, pictures_of, repeats
from fal_codegen.check.answers.media import Seen, look_at
from fal_codegen.contract import Json, canonical
from PIL import Image

from tests.check.asked import HERE, SIZED, endpoint_of
from tests.documents import endpoint, fields

WIDE, TALL = (1376, 768), (768, 1376)
TURNED = 6
"""The orientation of what was taken with the camera on its side."""
URL = "https://v3.fal.media/files/a"


def picture(form: str, size: tuple[int, int] = WIDE, mode: str = "RGB", **more: Any) -> bytes:  # noqa: ANN401 - as Pillow has it
    buffer = BytesIO()
    Image.new(mode, size).save(buffer, form, **more)
    return buffer.getvalue()


def moving(form: str) -> bytes:
    frames = [Image.new("RGB", WIDE, colour) for colour in ("red", "green", "blue")]
    buffer = BytesIO()
    frames[0].save(buffer, form, save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def turned(form: str, size: tuple[int, int] = WIDE) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = TURNED
    return picture(form, size, exif=exif)


def noisy(form: str, **more: Any) -> bytes:  # noqa: ANN401 - as Pillow has it
    buffer = BytesIO()
    Image.effect_noise(WIDE, 60).convert("RGB").save(buffer, form, **more)
    return buffer.getvalue()[:FIRST_BYTES]


def beginning_with(segments: int) -> bytes:
    """Give a JPEG whose size stands behind so many segments of a colour profile."""
    data, filling = picture("jpeg"), b"\xff\xe2\xff\xff" + b"p" * 0xFFFD
    return (data[:2] + filling * segments + data[2:])[:FIRST_BYTES]


def box(kind: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4) + kind + content


NOISY = ("png", "jpeg", "webp", "gif")
KNOWN: dict[str, tuple[bytes | Callable[[], bytes], Seen]] = {
    **{f"noisy {each}": (partial(noisy, each), Seen(each, WIDE)) for each in NOISY},
    "avif": (partial(noisy, "avif", speed=10), Seen("avif", WIDE)),
    "png of a palette": (partial(picture, "png", mode="P"), Seen("png", WIDE)),
    "png with no more than its head": (picture("png")[:33], Seen("png", WIDE)),
    "jpeg in four colours": (partial(picture, "jpeg", mode="CMYK"), Seen("jpeg", WIDE)),
    "jpeg in stages": (partial(picture, "jpeg", progressive=True), Seen("jpeg", WIDE)),
    "jpeg that is turned": (partial(turned, "jpeg"), Seen("jpeg", TALL, turned=True)),
    "png that is turned": (partial(turned, "png"), Seen("png", WIDE, turned=True)),
    "webp that is turned": (partial(turned, "webp"), Seen("webp", WIDE, turned=True)),
    "webp without loss": (partial(picture, "webp", lossless=True), Seen("webp", WIDE)),
    "webp with transparency": (partial(picture, "webp", mode="RGBA"), Seen("webp", WIDE)),
    "webp that moves": (partial(moving, "webp"), Seen("webp", WIDE)),
    "gif that moves": (partial(moving, "gif"), Seen("gif", WIDE)),
    "bmp": (partial(picture, "bmp"), Seen("bmp", WIDE)),
    "tiff": (partial(picture, "tiff"), Seen("tiff", WIDE)),
    "heic whose size is not there": (box(b"ftyp", b"heic\0\0\0\0mif1heic"), Seen("heic")),
    "an avif of another brand": (box(b"ftyp", b"mif1\0\0\0\0mif1avif"), Seen("avif")),
    "a drawing": (b'<?xml version="1.0"?><svg width="8" height="8"></svg>', Seen("svg")),
    "a drawing after a mark": (b'\xef\xbb\xbf <svg width="8" height="8"/>', Seen("svg")),
    "jpeg whose size is behind the first bytes": (beginning_with(1), Seen("jpeg")),
    "png that ends in its head": (picture("png")[:20], Seen("png")),
    "webp that ends in its head": (picture("webp")[:20], Seen("webp")),
    "an error page": (b"<!DOCTYPE html><title>502 Bad Gateway</title>", Seen("")),
    "a film": (box(b"ftyp", b"isom\0\0\0\0isommp42"), Seen("mp4")),
}


@pytest.mark.parametrize(("data", "seen"), KNOWN.values(), ids=KNOWN)
def test_the_first_bytes_tell_what_they_can(data: bytes | Callable[[], bytes], seen: Seen) -> None:
    assert look_at(data if isinstance(data, bytes) else data()) == seen


UNKNOWN = {
    "nothing": b"",
    "the beginning of a signature": b"\x89PNG",
    "half a head": b"RIFF\x10\x00\x00\x00WEB",
    "what is still packed": compress(picture("png")),
}


@pytest.mark.parametrize("data", UNKNOWN.values(), ids=UNKNOWN)
def test_bytes_that_may_be_anything_are_taken_for_nothing(data: bytes) -> None:
    assert look_at(data) is None


ASKED: dict[str, Json] = {"output_format": "png", "aspect_ratio": "16:9", "resolution": "1K"}


def facts(data: bytes | None, asked: Mapping[str, Json] = ASKED, **said: Json) -> list[HeldFact]:
    answer: Json = {"images": [{"url": URL, **said}]}
    files = {} if data is None else {URL: fetched(data)}
    return [*hold(asked, answer, pictures_of(answer, files))]


def verdicts(held: list[HeldFact]) -> dict[str, str]:
    return {each.fact: each.verdict for each in held}


@pytest.mark.parametrize("data", [None, *UNKNOWN.values()], ids=["no bytes", *UNKNOWN])
def test_what_is_not_known_is_never_otherwise(data: bytes | None) -> None:
    stated: dict[str, Json] = {
        "content_type": "image/png",
        "file_name": "a.png",
        "width": 1376,
        "height": 768,
    }
    held = facts(data, ASKED, **stated)
    assert held
    assert {each.verdict for each in held} == {"cannot tell"}


def test_an_error_page_in_place_of_a_picture_is_found() -> None:
    page = b"<!DOCTYPE html><title>502 Bad Gateway</title>"
    held = facts(page, content_type="image/png")
    assert {each.verdict for each in held} == {"otherwise"}


def test_a_picture_by_another_name_is_found() -> None:
    held = facts(picture("png"), {}, file_name="a.jpg", content_type="image/avif")
    assert [(each.name, each.verdict) for each in held] == [
        ("content_type", "otherwise"),
        ("file_name", "otherwise"),
    ]


@pytest.mark.parametrize("size", [WIDE, TALL])
@pytest.mark.parametrize("form", ["jpeg", "png", "webp"])
def test_of_a_turned_picture_nobody_knows_which_side_is_the_width(
    form: str, size: tuple[int, int]
) -> None:
    held = facts(turned(form, size), ASKED, width=1376, height=768)
    known = verdicts(held)
    assert (known["ratio"], known["pixels"]) == ("cannot tell", "kept")
    assert known["described"] == "cannot tell"
    other = facts(turned(form, size), {"aspect_ratio": "1:1"}, width=500)
    assert {each.verdict for each in other} == {"otherwise"}


def test_of_a_size_behind_the_first_bytes_nobody_knows() -> None:
    asked = ASKED | {"output_format": "jpeg"}
    assert verdicts(facts(beginning_with(1), asked, width=1)) == {
        "form": "kept",
        "ratio": "cannot tell",
        "pixels": "cannot tell",
        "described": "cannot tell",
    }


ODD_ANSWERS: dict[str, Json] = {
    "an empty list": {"images": []},
    "null": {"images": None},
    "nulls": {"images": [None]},
    "no address": {"images": [{"content_type": "image/png"}]},
    "a null for an address": {"image": {"url": None}},
    "addresses alone": {"images": [URL]},
    "one address": {"image": URL},
    "a number": {"image": 7},
}


@pytest.mark.parametrize("answer", ODD_ANSWERS.values(), ids=ODD_ANSWERS)
def test_where_there_is_no_picture_what_was_asked_of_it_is_counted_all_the_same(
    answer: Json,
) -> None:
    held = [*hold(ASKED, answer, pictures_of(answer, {}))]
    assert {each.name for each in held} >= set(ASKED)
    assert {each.verdict for each in held} == {"cannot tell"}


URIS: dict[str, tuple[str, FirstBytes]] = {
    "padded": ("data:image/png;base64,iVBORw0KGgo=", FirstBytes(b"\x89PNG\r\n\x1a\n", whole=True)),
    "without its padding": (
        "data:;base64,iVBORw0KGgo",
        FirstBytes(b"\x89PNG\r\n\x1a\n", whole=True),
    ),
    "in capitals": ("DATA:image/png;BASE64,AAAA", FirstBytes(b"\0\0\0", whole=True)),
    "safe in addresses": ("data:image/png;base64,-_-_", FirstBytes(b"\xfb\xff\xbf", whole=True)),
    "percent-encoded": (
        "data:image/png;base64,%2B%2f+/%0A",
        FirstBytes(b"\xfb\xff\xbf", whole=True),
    ),
    "not in base64": ("data:image/svg+xml,%3Csvg%2F%3E", FirstBytes(b"<svg/>", whole=True)),
    "cut by us": (f"data:image/png;base64,{'A' * 1024}", FirstBytes(b"\0" * 768, whole=False)),
    "cut by others": (
        "data:image/png;base64,AAAA… (2 MB more)",
        FirstBytes(b"\0\0\0", whole=False),
    ),
    "large": (f"data:;base64,{'A' * 200_000}", FirstBytes(b"\0" * FIRST_BYTES, whole=False)),
}


@pytest.mark.parametrize(("url", "first"), URIS.values(), ids=URIS)
def test_a_data_uri_is_read_as_browsers_read_it_and_says_whether_that_is_all(
    url: str, first: FirstBytes
) -> None:
    assert inlined(url) == first


@pytest.mark.parametrize("url", ["https://fal.run/data:,a", "data:image/png;base64", ""])
def test_what_is_no_data_uri_holds_nothing(url: str) -> None:
    assert inlined(url) is None


SAME = picture("png")
LARGE = b"\x89PNG" + b"a" * FIRST_BYTES
PAIRS: dict[str, tuple[bytes, bytes, str]] = {
    "alike": (SAME, SAME, "kept"),
    "other": (SAME, picture("png", TALL), "otherwise"),
    "one with more behind it": (SAME, SAME + b"a", "otherwise"),
    "alike as far as was kept": (LARGE, LARGE, "cannot tell"),
    "apart in what was kept": (LARGE, LARGE.replace(b"G", b"H"), "otherwise"),
    "one is all there and the other is not": (LARGE[: FIRST_BYTES - 1], LARGE, "otherwise"),
    "one is empty": (b"", SAME, "cannot tell"),
}


@pytest.mark.parametrize(("one", "other", "verdict"), PAIRS.values(), ids=PAIRS)
def test_only_what_is_there_whole_is_known_to_repeat(
    one: bytes, other: bytes, verdict: str
) -> None:
    answer: Json = {"image": {"url": URL}}
    pictures = [pictures_of(answer, {URL: fetched(each)}) for each in (one, other)]
    assert [each.verdict for each in repeats(*pictures)] == [verdict]


def imported(**body: Json) -> Cassette:
    """Give a recording of a body that was answered with a data URI, of which little was kept."""
    answer: Json = {"images": [{"url": body.pop("answer", f"data:image/png;base64,{'A' * 1024}")}]}
    stamp = Stamp(SIZED, "imported/x", "har", "2026-11-27", "")
    sent, answered = canonical(body).encode(), canonical(answer).encode()
    return Cassette(stamp, (Exchange("POST", f"https://fal.run/{SIZED}", sent, 200, answered),))


def test_pictures_that_an_import_cut_are_not_known_to_repeat() -> None:
    tapes = [imported(prompt="a", seed=7) for _ in range(2)]
    result = check_answers(endpoint_of(SIZED), tapes, HERE)
    assert "media-seed-differs" not in {each.rule.id for each in result.findings}


def test_bodies_that_an_import_cut_are_not_known_to_be_alike() -> None:
    seen = f"data:image/png;base64,{'B' * 1024}"
    one = imported(prompt="a", seed=7, image_url=seen)
    other = imported(
        prompt="a", seed=7, image_url=seen, answer="data:image/png;base64,iVBORw0KGgo="
    )
    result = check_answers(endpoint_of(SIZED), [one, other], HERE)
    assert "media-seed-differs" not in {each.rule.id for each in result.findings}
    assert result.undecided


BOTH = fields(
    image_size={"enum": ["square", "landscape_16_9"], "default": "square"},
    aspect_ratio={"enum": ["1:1", "16:9"], "default": "16:9"},
    num_images={"type": "integer", "default": 1},
)


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ({}, {}),
        ({"aspect_ratio": "1:1"}, {"aspect_ratio": "1:1"}),
        ({"image_size": "landscape_16_9"}, {"image_size": "landscape_16_9"}),
        ({"image_size": "square", "aspect_ratio": "16:9"},) * 2,
    ],
)
def test_of_two_ways_to_ask_for_a_size_the_one_that_was_sent_is_asked_for(
    body: dict[str, Json], asked: dict[str, Json]
) -> None:
    assert asked_by(endpoint(BOTH), body) == {"num_images": 1, **asked}
