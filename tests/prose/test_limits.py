"""Limits that descriptions state in words, as claims; the sentences are of real kinds."""

import time

import pytest
from fal_codegen.contract import NULL, Array, Enum, Json, Limit, Scalar, Shape, Union
from fal_codegen.prose import claims, named

TEXT, WHOLE, NUMBER = Scalar("string"), Scalar("integer"), Scalar("number")
LIST = Array(TEXT)


def claimed(place: str, shape: Shape, text: str) -> dict[str, Json]:
    found = list(claims(text, f"input/{place}", shape))
    assert all(claim.text in text for claim in found)
    below = len(f"input/{place}")
    return {f"{claim.place[below:]}{claim.keyword}": claim.value for claim in found}


STATED: list[tuple[str, Shape, str, dict[str, Json]]] = [
    ("prompt", TEXT, "What to paint. Max 2,500 characters.", {"maxLength": 2500}),
    ("prompt", Union((TEXT, NULL)), "Supports up to 1024 UTF-8 characters", {"maxLength": 1024}),
    ("name", TEXT, "The name (1–80 characters).", {"minLength": 1, "maxLength": 80}),  # noqa: RUF001
    ("image_urls", LIST, "1-9 images supported.", {"minItems": 1, "maxItems": 9}),
    ("image_urls", LIST, "0-3 images supported.", {"maxItems": 3}),
    ("image_urls", LIST, "URLs of 1 to 4 reference images.", {"minItems": 1, "maxItems": 4}),
    (
        "image_urls",
        LIST,
        "A maximum of 4 images, if more are given four are used.",
        {"maxItems": 4},
    ),
    ("image_urls", LIST, "Max 10 MB each.", {"/*max_file_size": 10485760}),
    ("lines", LIST, "Each line must be at most 200 characters long.", {"/*maxLength": 200}),
    ("audio_urls", LIST, "Each of 2-15 s.", {"/*min_duration": 2, "/*max_duration": 15}),
    ("loras", LIST, "You can use up to 3 LoRAs", {"maxItems": 3}),
    ("loras", LIST, "The weights to apply (maximum 3).", {"maxItems": 3}),
    ("audio_url", TEXT, "Maximum file size is 5MB.", {"max_file_size": 5242880}),
    ("film_url", TEXT, "Address of the MP4, at most 50 MiB.", {"max_file_size": 52428800}),
    ("length", WHOLE, "Whole beats from 5 through 20, or none.", {"minimum": 5, "maximum": 20}),
    (
        "guard",
        WHOLE,
        "How it is kept. 0 is the strictest and 4 is the most permissive.",
        {"minimum": 0, "maximum": 4},
    ),
    ("audio_url", TEXT, "- Duration: 3 to 30 s.", {"min_duration": 3, "max_duration": 30}),
    ("audio_url", TEXT, "Must be **15 seconds or shorter**.", {"max_duration": 15}),
    (
        "audio_url",
        TEXT,
        "wav or mp3, max 1 hour",
        {"max_duration": 3600, "formats": ["wav", "mp3"]},
    ),
    ("duration", WHOLE, "Must be between 5 and 10 seconds.", {"minimum": 5, "maximum": 10}),
    ("duration", WHOLE, "Length of the clip (minimum 5).", {"minimum": 5}),
    ("scale", NUMBER, "How closely to follow (-1.5 to 20.0)", {"minimum": -1.5, "maximum": 20}),
    ("pitch", WHOLE, "Range: -100 to 100.", {"minimum": -100, "maximum": 100}),
]


@pytest.mark.parametrize(
    ("place", "shape", "text", "expected"), STATED, ids=lambda each: str(each)[:40]
)
def test_a_limit_that_a_sentence_states_is_claimed(
    place: str, shape: Shape, text: str, expected: dict[str, Json]
) -> None:
    assert claimed(place, shape, text) == expected


SILENT: list[tuple[str, Shape, str]] = [
    ("image_urls", LIST, "Maximum 4 total (elements + reference images) when using video."),
    ("image_urls", LIST, "Try to use at least 10 images, although more is better."),
    ("image_urls", LIST, "Template 'shop' takes 1-2 images, 'wish' takes 3-3 images."),
    ("image_urls", LIST, "The template decides: 1-2 images or 1-4 images."),
    ("image_urls", LIST, "Max size: 10MB."),
    ("image_urls", LIST, "Up to 3 videos."),
    ("video_urls", LIST, "At most 15 s in one go."),
    ("loras", LIST, "With a turbo model recommended (maximum 3)."),
    ("track", LIST, "A list of tracks (up to 121 points per track)."),
    ("temperature", NUMBER, "Lower values (0.2-0.5) are more stable."),
    ("language", TEXT, "A language code (ISO 639-1)."),
    ("prompt", TEXT, "[3-6s] Shot 2, seen up to 10 seconds."),
    ("prompt", TEXT, "Made of frames of 640-1280 px, 25 and 50 of them a second."),
    ("video_url", TEXT, "mp4, up to 1080p, of 2024-05-12, 12.5.3."),
    ("steps", WHOLE, "At most 4 if the model is fast."),
    ("steps", Enum((1, 2)), "At most 4."),
]


@pytest.mark.parametrize(("place", "shape", "text"), SILENT, ids=lambda each: str(each)[:40])
def test_what_is_conditional_or_about_something_else_is_not_claimed(
    place: str, shape: Shape, text: str
) -> None:
    assert claimed(place, shape, text) == {}


def test_what_the_schema_promises_too_is_not_claimed() -> None:
    within = Scalar("integer", (Limit("minimum", 1), Limit("exclusiveMaximum", 5)))
    assert claimed("count", within, "Range: 1 to 5") == {}
    assert claimed("count", within, "Range: 2 to 9") == {"minimum": 2}
    assert claimed("count", within, "Range: 0 to 4") == {"maximum": 4}


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Up to two hundred thousand characters.", {"maxLength": 200_000}),
        ("Up to three thousand characters.", {"maxLength": 3000}),
        ("Up to two thousand five hundred characters.", {}),
        ("Up to one hundred and fifty characters.", {}),
    ],
)
def test_a_number_in_words_is_read_whole_or_not_at_all(text: str, claim: dict[str, Json]) -> None:
    assert claimed("prompt", TEXT, text) == claim


@pytest.mark.parametrize(
    "text",
    [
        "`{name}` holds. `width` must be below 2000. `height` below 1000.",
        '"Prompt" is what you want. "Style" is how it looks.',
        "- `width`: how wide.\n- `height`: how high.",
    ],
)
def test_words_that_a_free_text_opens_sentences_with_are_no_values(text: str) -> None:
    assert named(text, "input/mode", TEXT, ("width", "height")) == ()


@pytest.mark.parametrize(
    "text", ["- `soft` for skin.\n- `hard` for stone.", '"soft": for skin. "hard": for stone.']
)
def test_words_that_a_list_explains_are_values(text: str) -> None:
    (claim,) = named(text, "input/mode", TEXT, ("width", "height"))
    assert (claim.keyword, claim.value) == ("enum", ["soft", "hard"])


HOSTILE = [
    "1" * 9_000,
    "1-" * 9_000,
    "max " * 9_000,
    "between 1 " * 9_000,
    "(" * 9_000,
    "1,000" * 9_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:10])
def test_a_hostile_description_is_read_in_no_time(text: str) -> None:
    began = time.process_time()
    for place, shape, *_ in STATED:
        list(claims(text, f"input/{place}", shape))
    assert time.process_time() - began < 5
