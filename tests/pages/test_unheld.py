"""Limits in words that nobody can hold a body to are shown, and nothing else is."""

import json

import pytest
from fal_codegen.contract import Claim, EndpointId
from fal_codegen.pages import Page, unheld
from fal_codegen.pages.entry import Entry
from fal_codegen.pages.page import Statement
from fal_codegen.report import page_lines, pages_data

from tests.pages.read import one

PAGE = """# Reel

- **Model ID**: `studio/reel`

### Input Schema

- **`frames`** (`integer`, _optional_):
  How many pictures. {said}

### Output Schema
"""


def left(said: str) -> list[tuple[str, str]]:
    return [(each.place, each.text) for each in unheld(one(PAGE.format(said=said)))]


@pytest.mark.parametrize(
    "said",
    [
        "Must be 8n+1.",
        "Must satisfy frames % 8 == 1 (9, 17 and so on).",
        "Width times height must be between 960x960 and 4096x4096 pixels.",
        "All reels must add up to at most 12 files.",
        "At most 4 in total, when a film is given.",
        "It supports texts in English only, without special signs.",
        "Must be publicly accessible.",
        "Number of frames, must be 8n+1 (default: 81).",
        "Both sides must be of 16n pixels; 512x512 is recommended.",
        "Min 3 frames of 8n+1.",
        "Maximum number of frames is 8n+1.",
        "At 0.5 to 2, up to four places.",
        "Will be ignored if a script is given; required if none is.",
    ],
)
def test_a_limit_that_no_keyword_holds_is_shown_at_its_field(said: str) -> None:
    assert left(said) == [("input/frames", said)]


@pytest.mark.parametrize(
    "said",
    [
        "At most 12.",
        "Must be a multiple of 8.",
        "Higher values give more detail, up to 12.",
        "More than 81 are billed 1.25 times.",
        "We recommend between 8 and 12.",
        "Which ones are up to you.",
        "Takes 3 to 5 min, between cuts.",
        "By default, the nearest multiple of 32 is taken, (4 is exactly one step).",
        "0 = as it is, 4 = Maximum change.",
    ],
)
def test_what_was_read_and_what_limits_nothing_is_not_shown(said: str) -> None:
    assert left(said) == []


def test_what_was_read_of_one_field_is_shown_at_another_with_the_same_words() -> None:
    said = "Must be between 1 and 4."
    ratio = "- **`ratio`** (`string`, _optional_):\n  How wide. Must be between 1 and 4.\n"
    page = PAGE.format(said=said).replace("### Output", f"{ratio}\n### Output")
    assert [each.place for each in unheld(one(page))] == ["input/ratio"]


def test_what_was_read_of_the_whole_input_or_of_a_part_is_not_shown_at_the_field() -> None:
    entries = (
        Entry(name="film", word="string", description="Either film or text must be given.", line=3),
        Entry(name="size", word="Size", description="Width must be at least 8.", line=4),
    )
    claims = (
        Claim("input", "anyOf", None, "Either film or text must be given."),
        Claim("input/size/width", "minimum", 8, "Width must be at least 8."),
    )
    read = tuple(Statement(each, "description") for each in claims)
    assert unheld(Page(id=EndpointId("studio/reel"), input=entries, statements=read)) == ()
    assert len(unheld(Page(id=EndpointId("studio/reel"), input=entries))) == len(entries)


def test_such_limits_are_in_the_text_and_in_the_data() -> None:
    said = "Frames must be 8n+1."
    entry = Entry(name="frames", word="integer", description=said, line=3)
    page = Page(id=EndpointId("studio/reel"), input=(entry,), types=(("Reel", (entry,)),))
    assert [line.strip() for line in page_lines(page)][-4:-1] == [
        "limits in words that no keyword holds, or that hold only sometimes",
        f"line 3, frames: {said}",
        f"line 3, Reel/frames: {said}",
    ]
    (shown,) = json.loads(json.dumps(pages_data([page])))
    assert shown["unheld"] == [
        {"place": f"{where}/frames", "field": "frames", "line": 3, "text": said}
        for where in ("input", "Reel")
    ]
