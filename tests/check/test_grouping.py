"""What several witnesses say about one limit is one finding, and each of them stays in it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from fal_codegen.check import (
    Finding,
    Rule,
    accept,
    apply_acceptances,
    client_rules,
    grouped,
    media_rules,
    page_rules,
    property_rules,
    rules,
    stand_of,
    traffic_rules,
)
from fal_codegen.contract import EndpointId, FieldPlace, FilePlace, Json, Place, ScenarioPlace

from tests.check.conftest import PAINT

COUNT = FieldPlace("input/num_images")
FORMAT = FieldPlace("input/format")
OTHER = EndpointId("acme/retouch")
RECORDED: dict[str, Json] = {"source": "emulator"}
ERROR: dict[str, Json] = {
    "loc": ["body", "num_images"],
    "msg": "Input should be less than or equal to 4",
    "type": "less_than_equal",
    "ctx": {"le": 4},
    "input": 5,
}
REFUSAL: Json = {"detail": [ERROR]}


def found(  # noqa: PLR0913, PLR0917 - as a finding has it
    rule: Rule,
    place: Place = COUNT,
    left: Json = None,
    right: Json = None,
    name: str = "",
    evidence: Mapping[str, Json] = RECORDED,
) -> Finding:
    return Finding(rule, PAINT, place, left, right, name, evidence=evidence)


def stale(scenario: str, place: str = "input/num_images") -> Finding:
    return found(rules.CASSETTE_STALE, ScenarioPlace(scenario), [place])


PAGE = found(page_rules.DOCS_LIMIT_DIFFERS, COUNT, 4, 8, "maximum", {})
CLIENT = found(client_rules.REQUEST_TAKES_TOO_LITTLE, COUNT, [7, 8], 8, "maximum", {"limit": 4})
REFUSED = found(
    traffic_rules.TRAFFIC_REFUSED_VALID, ScenarioPlace("refused/x"), {"num_images": 5}, REFUSAL
)
STALE = (stale("sync"), stale("refused/x"))
MOVED = (PAGE, *STALE, REFUSED, CLIENT)


def limits_broken(*places: str, keyword: str = "maximum") -> Json:
    return [{"place": place, "keyword": keyword, "limit": 4} for place in places]


def test_a_limit_that_moved_in_the_document_alone_is_one_finding_of_all_its_witnesses() -> None:
    (whole,) = grouped(MOVED)
    assert (whole.rule, whole.endpoint, whole.place) == (rules.WITNESSES_DIFFER, PAINT, COUNT)
    assert (whole.name, whole.left, whole.severity) == ("maximum", 8, "error")
    assert {each.id for each in whole.parts} == {each.id for each in MOVED}
    stands = [stand for each in whole.parts if (stand := stand_of(each))]
    assert [(stand.witness, stand.says) for stand in stands] == [
        ("page", 4),
        ("cassettes", {"refused": 5, "limit": 4}),
        ("client", {"refuses": [7, 8], "limit": 4}),
        ("cassettes", {"before": "sync"}),
        ("cassettes", {"before": "refused/x"}),
    ]


def test_limits_fields_and_endpoints_are_kept_apart() -> None:
    others = (
        replace(PAGE, name="minimum"),
        replace(PAGE, place=FORMAT),
        replace(PAGE, endpoint=OTHER),
    )
    assert grouped([*others, PAGE]) == [*others, PAGE]
    both = grouped([PAGE, replace(PAGE, name="minimum"), CLIENT, replace(CLIENT, name="minimum")])
    assert [(each.name, len(each.parts)) for each in both] == [("maximum", 2), ("minimum", 2)]


def test_what_stands_alone_or_is_about_no_limit_stays_as_it_is() -> None:
    alone = [
        PAGE,
        found(client_rules.REPLAY_FAILED, ScenarioPlace("sync")),
        found(traffic_rules.TRAFFIC_REFUSED_VALID, ScenarioPlace("sync"), {}, {"detail": "no"}),
        found(client_rules.MODULE_BROKEN, FilePlace("generated/x.py")),
        found(page_rules.PAGE_RANGE_DIFFERS, COUNT, 4, 5, "maximum", {}),
        found(rules.CONTRACT_EDITED, FilePlace("contracts/acme/painter/openapi.json")),
    ]
    assert grouped(alone) == alone


def test_recordings_made_before_a_place_changed_are_one_finding_under_their_own_rule() -> None:
    other = stale("sync", "input/format")
    (whole, alone) = grouped([*STALE, other])
    assert (whole.rule, whole.place, whole.severity) == (rules.CASSETTE_STALE, COUNT, "warning")
    assert whole.parts == STALE
    assert alone == other


def test_values_that_one_side_lists_alone_are_one_finding() -> None:
    sides: list[tuple[Json, Json]] = [(["a"], None), (["b"], None), (None, ["c"])]
    values = [
        found(page_rules.DOCS_ENUM_DIFFERS, FORMAT, left, right, str(left or right), {})
        for left, right in sides
    ]
    (whole,) = grouped(values)
    assert (whole.rule, whole.parts) == (page_rules.DOCS_ENUM_DIFFERS, (*values,))


def test_a_field_that_may_not_be_is_a_limit_of_what_it_stands_in() -> None:
    broken: Json = [{"place": "size/depth", "keyword": "additionalProperties", "limit": False}]
    traffic = found(traffic_rules.TRAFFIC_ACCEPTED_INVALID, ScenarioPlace("sync"), broken, 200)
    stand = stand_of(traffic)
    assert stand
    assert (stand.place, stand.keyword) == ("input/size", "additionalProperties")


SAME_LIMIT: dict[str, Finding] = {
    "a body the service took": found(
        traffic_rules.TRAFFIC_ACCEPTED_INVALID,
        ScenarioPlace("sync"),
        limits_broken("num_images"),
        200,
    ),
    "a drawn body": found(property_rules.PROPERTY_CLIENT_TAKES, COUNT, {}, [], "maximum"),
    "a drawn body that names no limit": found(property_rules.PROPERTY_CLIENT_REFUSES, COUNT, {}),
    "a scenario that is not recorded": found(
        rules.CASSETTE_MISSING,
        ScenarioPlace("refused/num_images.maximum"),
        evidence={"place": "num_images", "keyword": "maximum"},
    ),
    "a sentence of the page": found(page_rules.DOCS_PROSE_DIFFERS, COUNT, 4, 8, "maximum"),
    "a census of what a service enforces": found(rules.CENSUS_STALE, COUNT, 4, 8, "maximum", {}),
    "the page's example": found(page_rules.DOCS_EXAMPLE_REFUSED, COUNT, 9, 8, "maximum"),
}


@pytest.mark.parametrize("finding", SAME_LIMIT.values(), ids=SAME_LIMIT)
def test_every_witness_of_a_limit_is_known_by_it(finding: Finding) -> None:
    (whole,) = grouped([PAGE, finding])
    assert whole.parts == (PAGE, finding)


def test_of_a_field_that_one_side_lacks_there_is_one_finding() -> None:
    field = found(page_rules.DOCS_FIELD_DIFFERS, COUNT, {"required": False}, None)
    (whole,) = grouped([*STALE, REFUSED, replace(REFUSED, place=ScenarioPlace("other")), field])
    assert whole.name == "field"
    assert len(whole.parts) == 5


def test_what_the_document_has_is_of_the_limit_that_a_finding_is_about() -> None:
    unasked = found(rules.CENSUS_STALE, COUNT, None, "integer", "type", {})
    field = found(page_rules.DOCS_FIELD_DIFFERS, COUNT, None, {"required": False})
    (whole,) = grouped([unasked, field])
    assert (whole.name, whole.left) == ("field", None)


def test_answers_that_are_not_what_a_moved_default_asks_for_are_witnesses_of_it() -> None:
    page = found(page_rules.DOCS_DEFAULT_DIFFERS, COUNT, [1], [2], "", {})
    by_default = RECORDED | {"by_default": True}
    short = [
        found(media_rules.MEDIA_COUNT_DIFFERS, ScenarioPlace(each), 2, 1, "num_images", by_default)
        for each in ("sync", "queue")
    ]
    explicit = RECORDED | {"by_default": False}
    asked = replace(short[0], place=ScenarioPlace("asked/x"), evidence=explicit)
    (whole, alone) = grouped([page, *short, asked])
    assert whole.parts == (page, *short)
    assert alone == asked


def test_items_of_a_list_are_one_place() -> None:
    answered = [
        found(
            traffic_rules.TRAFFIC_ANSWER_INVALID,
            ScenarioPlace(scenario),
            limits_broken(f"images/{index}/width"),
        )
        for index, scenario in enumerate(("sync", "queue"))
    ]
    (whole,) = grouped(answered)
    assert str(whole.place) == "output/images/*/width"


def test_a_refusal_for_two_reasons_is_about_no_one_limit() -> None:
    two: Json = {"detail": [ERROR, {**ERROR, "loc": ["body", "format"]}]}
    assert stand_of(replace(REFUSED, right=two)) is None
    assert stand_of(replace(REFUSED, right={"detail": [ERROR, ERROR]})) == stand_of(REFUSED)


EDITED = found(rules.CONTRACT_EDITED, FilePlace("contracts/acme/painter/openapi.json"))
OUTDATED = Finding(rules.GENERATED_STALE, None, FilePlace("generated"), 3)


def test_what_explains_that_witnesses_differ_stands_beside_it() -> None:
    (whole,) = grouped([OUTDATED, PAGE, EDITED, CLIENT])
    assert whole.beside == (OUTDATED, EDITED)
    assert whole.parts == (PAGE, CLIENT)


def test_an_edited_contract_explains_what_the_client_alone_has_otherwise() -> None:
    (alone,) = grouped([OUTDATED, CLIENT, EDITED])
    assert (alone.rule, alone.beside) == (CLIENT.rule, (OUTDATED, EDITED))
    assert grouped([OUTDATED, CLIENT]) == [OUTDATED, CLIENT]


def test_an_acceptance_of_other_values_stands_beside_what_was_found_instead() -> None:
    unused = Finding(
        rules.ACCEPTANCE_UNUSED,
        PAINT,
        FilePlace("contracts/accepted.json"),
        str(PAGE.place),
        PAGE.name,
        PAGE.rule.id,
    )
    assert [each.beside for each in grouped([PAGE, unused])] == [(unused,)]
    assert [each.beside for each in grouped([PAGE, CLIENT, unused])] == [(unused,)]
    whole = Finding(rules.GENERATED_STALE, None, FilePlace("generated"), 3)
    entry = Finding(
        rules.ACCEPTANCE_UNUSED, None, FilePlace("a.json"), "generated", name=whole.rule.id
    )
    assert [each.beside for each in grouped([whole, entry])] == [(entry,)]
    for other in (replace(unused, right="minimum"), replace(unused, left="input/seed")):
        assert grouped([PAGE, other]) == [PAGE, other]


def test_what_explains_nothing_that_was_found_stays_by_itself() -> None:
    assert grouped([OUTDATED, PAGE, EDITED]) == [OUTDATED, PAGE, EDITED]
    elsewhere = replace(EDITED, endpoint=OTHER)
    assert grouped([PAGE, CLIENT, elsewhere])[1:] == [elsewhere]


def test_a_part_that_was_accepted_is_none_any_more_and_all_of_them_are_nothing() -> None:
    def left(*accepted: Finding) -> list[Finding]:
        entries = [accept(each, "looked at") for each in accepted]
        return grouped(apply_acceptances([*MOVED], entries, "2026-11-01").open)

    (whole,) = left(CLIENT)
    assert CLIENT not in whole.parts
    assert left(*MOVED[1:]) == [PAGE]
    assert left(*MOVED) == []


def test_the_id_moves_with_the_values_and_with_nothing_else() -> None:
    (whole,) = grouped(MOVED)
    (other,) = grouped([replace(PAGE, left=5), *MOVED[1:]])
    (reworded,) = grouped([*MOVED[:-1], replace(CLIENT, detail="other words")])
    assert whole.id != other.id
    assert whole.id == reworded.id
