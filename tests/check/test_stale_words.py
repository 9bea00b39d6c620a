"""Which words of a document a recording is held to: those that refuse, and those that may."""

import pytest
from fal_codegen.cassettes import read_cassette, write_cassette
from fal_codegen.check import check_stale
from fal_codegen.contract import Json, digest
from fal_codegen.judge import Judge

from tests.check.conftest import PAINT
from tests.check.test_stale import FIELDS, HOME, INPUT, altered, stale, tape, whole

BESIDE: dict[str, dict[str, Json]] = {
    "an extension": {"x-fal-note": "new"},
    "an extension of somebody else": {"x-origin": {"team": 1}},
    "dress of the playground": {"_fal_ui_field": "text", "ui": {"important": True}},
    "a text in what is refused": {"not": {"title": "No door", "enum": ["none"]}},
}


@pytest.mark.parametrize("words", BESIDE.values(), ids=BESIDE)
def test_words_that_refuse_nothing_make_no_recording_stale(words: dict[str, Json]) -> None:
    plain: dict[str, Json] = {"not": {"enum": ["none"]}} if "not" in words else {}
    before = whole(altered(INPUT, FIELDS, "prompt", **plain))
    now = whole(altered(INPUT, FIELDS, "prompt", **words))
    assert [*check_stale(PAINT, [tape(contract=before)], Judge(now), digest(now), HOME)] == []


UNKNOWN: dict[str, tuple[dict[str, Json], dict[str, Json], str]] = {
    "a word that came": ({}, {"max_height": 20}, "max_height"),
    "a word that went": ({"max_height": 20}, {}, "max_height"),
    "a word that says something else": ({"le": 4, "ge": 1}, {"le": 5, "ge": 1}, "le"),
    "two words": ({"le": 4}, {"le": 5, "ge": 1}, "ge, le"),
    "limits of files": ({}, {"x-fal": {"max_file_size": 9}}, "x-fal"),
    "a word of odd letters": ({"a b:c": 1}, {"a b:c": 2}, "a b:c"),
}


@pytest.mark.parametrize(("before", "after", "names"), UNKNOWN.values(), ids=UNKNOWN)
def test_of_a_word_that_no_standard_knows_nobody_can_tell(
    before: dict[str, Json], after: dict[str, Json], names: str
) -> None:
    then, now = (whole(altered(INPUT, FIELDS, "prompt", **each)) for each in (before, after))
    stamped = read_cassette(write_cassette(tape(contract=then)))
    (found,) = check_stale(PAINT, [stamped], Judge(now), digest(now), HOME)
    assert (found.rule.id, str(found.place)) == ("cassette-undecided", "sync")
    assert (found.left, found.name) == ("input/prompt", names)


def test_a_place_that_changed_for_certain_is_stale_whatever_else_stands_there() -> None:
    now = whole(altered(INPUT, FIELDS, "prompt", maxLength=50, max_height=20))
    assert stale(tape(), now) == ["input/prompt"]
