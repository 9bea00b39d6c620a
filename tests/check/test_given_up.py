"""Places that no case could be made for are found, and nothing is taken for tested there."""

from fal_codegen.cases import Case, CaseSet, GivenUp
from fal_codegen.check import check_given_up
from fal_codegen.contract import EndpointId

ID = EndpointId("acme/painter")
CASE = Case("size", "type", "integer", {"size": 1}, valid=True, taken=True)
LEFT_OUT = (GivenUp("mask/url", "no text is known that matches"), GivenUp("", "too many"))


def found(made: CaseSet) -> list[tuple[str, str, str]]:
    return [(each.rule.id, str(each.place), each.detail) for each in check_given_up(ID, made)]


def test_each_place_that_was_left_out_is_found_with_the_reason() -> None:
    assert found(CaseSet((CASE,), LEFT_OUT)) == [
        ("cases-lack", "input/mask/url", "no text is known that matches"),
        ("cases-lack", "input", "too many"),
    ]


def test_an_endpoint_without_any_case_is_an_error_of_its_own() -> None:
    assert found(CaseSet((), LEFT_OUT[1:])) == [("cases-none", "input", "too many")]


def test_where_only_what_could_not_be_read_is_in_the_way_that_is_told() -> None:
    (finding,) = check_given_up(ID, CaseSet((), LEFT_OUT[1:]), is_unread=True)
    assert finding.rule.id == "cases-unread"
    assert "report it to fal-codegen" in finding.remedy


def test_where_a_case_was_made_for_every_place_nothing_is_found() -> None:
    assert found(CaseSet((CASE,), ())) == []
