"""How claims of a page read, by the sentence that they stand in."""

from fal_codegen.contract import Claim, Json
from fal_codegen.pages import Statement
from fal_codegen.report.said import said_lines


def said(line: int, text: str, *claims: tuple[str, str, Json]) -> list[Statement]:
    return [Statement(Claim(*claim, text), "description", line) for claim in claims]


def test_both_ends_that_a_sentence_gives_are_one_line() -> None:
    ends: tuple[tuple[str, str, Json], ...] = (
        ("input/bells", "minItems", 2),
        ("input/bells", "maxItems", 5),
        ("input/bells/*", "max_duration", 9),
    )
    assert [*said_lines(said(7, "Two to five bells, 9 s each.", *ends))] == [
        "    line 7, description: bells: 2 to 5 items",
        "    line 7, description: each of bells: at most 9 seconds",
        "      Two to five bells, 9 s each.",
    ]


def test_what_is_said_comes_in_the_order_of_the_page() -> None:
    late = said(9, "Oil or ink, or both.", ("input/hand", "enum", ["oil", "oil, ink", ""]))
    early = said(
        4,
        "One of the two.",
        ("input", "oneOf", [{"required": ["bell"]}, {"required": ["horn", "lip"]}]),
    )
    assert [*said_lines([*late, *early])] == [
        "    line 4, description: input: exactly one of bell, horn and lip",
        "      One of the two.",
        '    line 9, description: hand: one of oil, "oil, ink", ""',
        "      Oil or ink, or both.",
    ]


def test_a_field_that_is_named_and_not_listed_is_told_as_such() -> None:
    (line, _) = said_lines(said(3, "Turn `the_crank`.", ("input/the_crank", "properties", None)))
    assert line.endswith("the_crank: named, but in no list of fields")
