"""Texts that are made for a pattern match it, and show where it takes one character more."""

import pytest
from fal_codegen.contract import KEYWORDS
from fal_codegen.judge import stretched, texts_matching

MATCHED = (
    r"^a{3}$", r"^[ab]{2,4}$", r"^(ab|cd)+x?$", r"^\d{3}-\w$", r"^(?:x|y){2}$", r"^[^abc]$",
    r"^\u0041$", r"^#[0-9a-f]{6}$", r"^a?b*c+$", r"^(a(b|c))d$", r"^\p{L}\.$", r"^(?<n>a)b$",
    r"^\s\S$", r"^[a-c]+?z$", r"^\/\n$", r"^.\.$", r"^$", r"",
)  # fmt: skip
MATCHED_BY_SOME = (r"^(?=.*7)[a-z0-9]{4,}$", r"^(?!x)[xyz]$", r"^(a|b)\1$")
"""What looks ahead, or at what came before: whoever takes a text tests it."""
LENGTHS = {
    r"^[ab]{2,4}$": {2, 3, 4},
    r"^a{2,}$": {2, 3},
    r"^a{3}$": {3},
    r"^a?$": {0, 1},
    r"^ab*$": {1, 2, 3},
    r"^ab+$": {2, 3},
}
matches = KEYWORDS["pattern"].keeps


@pytest.mark.parametrize("pattern", MATCHED)
def test_every_text_of_a_plain_pattern_matches_it(pattern: str) -> None:
    found = texts_matching(pattern)
    assert found
    assert [text for text in found if not matches(text, pattern)] == []


@pytest.mark.parametrize("pattern", MATCHED_BY_SOME)
def test_some_text_of_a_pattern_that_looks_around_matches_it(pattern: str) -> None:
    assert any(matches(text, pattern) for text in texts_matching(pattern))


@pytest.mark.parametrize("pattern", LENGTHS)
def test_what_is_repeated_is_so_the_fewest_times_once_more_and_the_most(pattern: str) -> None:
    assert {*map(len, texts_matching(pattern))} == LENGTHS[pattern]


def test_no_alternative_is_lost() -> None:
    assert {*texts_matching("^(a|b|c|d)$")} == {*"abcd"}


@pytest.mark.parametrize("pattern", [r"^\P{L}$", "(?i)a", r"^(?<n>a)\k<n>$"])
def test_a_pattern_that_is_not_understood_has_no_texts(pattern: str) -> None:
    assert texts_matching(pattern) == []


def test_a_text_is_stretched_by_each_part_of_it_and_keeps_both_ends() -> None:
    assert {*stretched("a-", 5)} == {"aaaa-", "a----", "a-a-a-"}
    assert [*stretched("abc", 2)] == []
