import pytest
from fal_codegen.check import Acceptance, Finding, apply_acceptances, read_accepted, rules
from fal_codegen.contract import FieldPlace, FilePlace, Json

from tests.check.conftest import PAINT

FOUND = Finding(rules.DOCS_LIMIT_DIFFERS, PAINT, FieldPlace("input/num_images"), 8, 4, "maximum")
KNOWN = Acceptance(PAINT, "docs-limit-differs", "input/num_images", "the page is old", "maximum")
LISTED: dict[str, Json] = {
    "endpoint": PAINT,
    "rule": "docs-limit-differs",
    "place": "input/num_images",
    "reason": "the page is old",
    "name": "maximum",
}


def test_a_list_is_read_as_it_is_written() -> None:
    assert read_accepted([LISTED]) == (KNOWN,)
    assert read_accepted([]) == ()


@pytest.mark.parametrize(
    "value",
    [
        {},
        "all of them",
        None,
        ["docs-limit-differs"],
        [{**LISTED, "why": "because"}],
        [{"endpoint": PAINT}],
        [{**LISTED, "endpoint": "painter"}],
        [{**LISTED, "endpoint": 3}],
    ],
)
def test_what_is_no_list_of_acceptances_is_a_value_error(value: Json) -> None:
    with pytest.raises(ValueError, match=r"not a list|an entry is not|is not an endpoint id"):
        read_accepted(value)


def test_an_accepted_finding_is_known_with_its_reason() -> None:
    assert apply_acceptances([FOUND], [KNOWN]) == ([], [(FOUND, "the page is old")], [])


@pytest.mark.parametrize(
    "other",
    [
        Finding(rules.DOCS_LIMIT_DIFFERS, PAINT, FieldPlace("input/num_images"), 0, 1, "minimum"),
        Finding(rules.DOCS_LIMIT_DIFFERS, PAINT, FieldPlace("input/seed"), 8, 4, "maximum"),
        Finding(rules.DOCS_DEFAULT_DIFFERS, PAINT, FieldPlace("input/num_images"), 8, 4, "maximum"),
    ],
    ids=["another limit", "another place", "another rule"],
)
def test_an_acceptance_covers_its_own_finding_alone(other: Finding) -> None:
    assert apply_acceptances([other], [KNOWN]) == ([other], [], [KNOWN])


def test_an_acceptance_covers_one_finding_only() -> None:
    assert apply_acceptances([FOUND, FOUND], [KNOWN]) == ([FOUND], [(FOUND, "the page is old")], [])


def test_what_concerns_the_whole_project_is_accepted_without_an_endpoint() -> None:
    (acceptance,) = read_accepted(
        [{"endpoint": None, "rule": "generated-stale", "place": "generated", "reason": "by hand"}]
    )
    finding = Finding(rules.GENERATED_STALE, None, FilePlace("generated"), 3)
    assert apply_acceptances([finding], [acceptance]) == ([], [(finding, "by hand")], [])
