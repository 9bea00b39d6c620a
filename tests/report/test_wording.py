import pytest
from fal_codegen.check import RULES as FINDING_RULES
from fal_codegen.check import (
    Finding,
    client_rules,
    grouped,
    page_rules,
    property_rules,
    rules,
    stand_of,
    traffic_rules,
)
from fal_codegen.contract import EndpointId, FieldPlace, FilePlace, Json, Place, ScenarioPlace
from fal_codegen.report import finding_data, one_line, wording

from tests.report.conftest import FINDINGS, PAINT, found


@pytest.mark.parametrize(("rule", "sentence"), FINDINGS.items(), ids=FINDINGS)
def test_every_finding_has_its_sentence(rule: str, sentence: str) -> None:
    assert wording.say_finding(found(rule, 7, None, "NAME", "WHY")) == sentence


def test_every_rule_of_findings_has_an_example() -> None:
    assert list(FINDINGS) == [rule.id for rule in FINDING_RULES]


PLACES = {
    "a field": (FieldPlace("input/x"), PAINT, "input/x"),
    "a scenario": (ScenarioPlace("sync"), PAINT, "sync"),
    "a file of the endpoint": (FilePlace(f"contracts/{PAINT}/docs.json"), PAINT, "docs.json"),
    "a pointer into it": (FilePlace(f"c/{PAINT}/docs.json", "/a/0"), PAINT, "docs.json#/a/0"),
    "a line of it": (FilePlace(f"c/{PAINT}/docs.json", line=7), PAINT, "docs.json:7"),
    "another file": (FilePlace("contracts/accepted.json"), PAINT, "contracts/accepted.json"),
    "a file of the project": (FilePlace(f"contracts/{PAINT}/x"), None, f"contracts/{PAINT}/x"),
}


@pytest.mark.parametrize(("place", "endpoint", "said"), PLACES.values(), ids=PLACES)
def test_a_place_is_said_without_what_the_line_says_anyway(
    place: Place, endpoint: EndpointId | None, said: str
) -> None:
    finding = Finding(FINDING_RULES[0], endpoint, place)
    assert wording.say_place(finding) == said


SHOWN: dict[str, tuple[Json, str]] = {
    "a word": ("auto", "auto"),
    "an empty text": ("", '""'),
    "a number": (1.5, "1.5"),
    "true": (True, "true"),
    "a list": (["a", 1], '["a", 1]'),
    "an emoji": ("🎨", "🎨"),
    "a long text": ("x" * 100, "x" * 72 + "…"),
    "braces": ("{one}", "{one}"),
}


@pytest.mark.parametrize(("value", "shown"), SHOWN.values(), ids=SHOWN)
def test_a_value_is_shown_in_one_short_line(value: Json, shown: str) -> None:
    assert wording.say_finding(found("traffic-answer-invalid", value)).endswith(f": {shown}")


def test_a_default_of_null_is_not_a_missing_one() -> None:
    said = wording.say_finding(found("docs-default-differs", [None], None))
    assert said == "default: null on the page, nothing in the document"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines", "two\\nlines"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\u202eback", "\\u202eback"),
        ("half \ud83d of it", "half \\ud83d of it"),
        ("grüße 🎨", "grüße 🎨"),
    ],
)
def test_what_a_terminal_would_not_show_is_escaped(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_json_tells_the_same_of_a_finding() -> None:
    for rule, sentence in FINDINGS.items():
        finding = found(rule, 7, None, "NAME", "WHY")
        (entry,) = items(finding_data([finding]))
        assert isinstance(entry, dict)
        assert [*map(witness_of, items(entry.pop("witnesses")))] == [
            {"id": finding.id, "rule": rule, "left": 7, "right": None, "detail": "WHY"}
        ] * (stand_of(finding) is not None)
        assert entry == {
            "id": finding.id,
            "endpoint": PAINT,
            "rule": rule,
            "severity": finding.severity,
            "place": "input/x",
            "at": "field",
            "left": 7,
            "right": None,
            "name": "NAME",
            "detail": "WHY",
            "evidence": {},
            "text": sentence,
            "remedy": finding.rule.remedy,
            "beside": [],
        }


def witness_of(entry: Json) -> Json:
    """Give of a witness what its finding has by itself."""
    assert isinstance(entry, dict)
    return {name: entry[name] for name in ("id", "rule", "left", "right", "detail")}


def test_json_tells_where_a_finding_about_the_whole_project_is() -> None:
    finding = Finding(FINDING_RULES[0], None, FilePlace("generated", line=7))
    (entry,) = items(finding_data([finding]))
    assert isinstance(entry, dict)
    assert {key: entry[key] for key in ("endpoint", "place", "at", "file", "line")} == {
        "endpoint": None,
        "place": "generated",
        "at": "file",
        "file": "generated",
        "line": 7,
    }


def items(value: Json) -> list[Json]:
    assert isinstance(value, list)
    return value


def test_a_null_that_was_sent_is_no_nothing_and_a_limit_is_named_without_a_documents_too() -> None:
    place, rule = FieldPlace("input/x"), client_rules.REQUEST_TAKES_TOO_LITTLE
    refused = Finding(rule, PAINT, place, None, ["string"], "type", "no")
    alone = 'the document says type ["string"], the generated request refuses null: no'
    assert wording.say_finding(refused) == alone
    drawn = property_rules.PROPERTY_CLIENT_REFUSES
    parts = [Finding(each, PAINT, place, "four", None, "maxLength") for each in (rule, drawn)]
    (whole,) = grouped(parts)
    assert wording.say_finding(whole).startswith("maxLength: the generated client refuses four")


def test_witnesses_of_one_limit_are_said_in_one_sentence_with_both_values() -> None:
    place, source = FieldPlace("input/x"), {"source": "emulator"}
    error: Json = {"loc": ["body", "x"], "type": "less_than_equal", "ctx": {"le": 4}, "input": 5}
    scenario = ScenarioPlace("refused/x.maximum")
    parts = [
        Finding(page_rules.DOCS_LIMIT_DIFFERS, PAINT, place, 4, 8, "maximum"),
        Finding(
            client_rules.REQUEST_TAKES_TOO_LITTLE,
            PAINT,
            place,
            [8, 7],
            8,
            "maximum",
            "",
            {"limit": 4},
        ),
        Finding(
            traffic_rules.TRAFFIC_REFUSED_VALID,
            PAINT,
            scenario,
            {"x": 5},
            {"detail": [error]},
            evidence=source,
        ),
        Finding(rules.CASSETTE_STALE, PAINT, scenario, ["input/x"], evidence=source),
        Finding(rules.CONTRACT_EDITED, PAINT, FilePlace(f"contracts/{PAINT}/openapi.json")),
    ]
    (whole,) = grouped(parts)
    assert wording.say_finding(whole) == (
        "maximum: 8 in the document; 4 on the page; "
        "4 in the generated client, which refuses [7, 8]; "
        "4 where recorded: the emulator refused 5 (refused/x.maximum); "
        "changed since 1 recording of the emulator was made (refused/x.maximum); "
        "openapi.json: not the document that was fetched"
    )


def test_among_witnesses_a_census_says_what_the_service_was_asked_about() -> None:
    place = FieldPlace("input/x")
    moved = Finding(rules.CENSUS_STALE, PAINT, place, 4, 8, "maximum")
    page = Finding(page_rules.DOCS_LIMIT_DIFFERS, PAINT, place, 4, 8, "maximum")
    (whole,) = grouped([page, moved])
    assert wording.say_finding(whole) == (
        "maximum: 8 in the document; 4 on the page; the service was asked about maximum 4"
    )
    unasked = [
        Finding(rules.CENSUS_STALE, PAINT, place, None, limit, keyword)
        for keyword, limit in (("type", "integer"), ("maximum", 8))
    ]
    lacking = Finding(page_rules.DOCS_FIELD_DIFFERS, PAINT, place, None, {"required": False})
    (new,) = grouped([*unasked, lacking])
    assert wording.say_finding(new) == (
        "the service was not asked about type, maximum; in the document, not on the page"
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (4, 8, "the service was asked about maximum 4, and the contract has 8 since"),
        (
            4,
            None,
            "the service was asked about maximum 4, and the contract has nothing since",
        ),
        (None, 8, "the contract has maximum 8 since, and the service was not asked about it"),
    ],
)
def test_a_census_says_of_a_limit_alone_what_it_asked_about(
    before: Json, after: Json, said: str
) -> None:
    place = FieldPlace("input/x")
    finding = Finding(rules.CENSUS_STALE, PAINT, place, before, after, "maximum")
    assert wording.say_finding(finding) == said


def test_what_nobody_can_tell_of_recordings_is_named() -> None:
    evidence: dict[str, Json] = {
        "recordings": ["sync", "queue"],
        "places": {"input/seed": ["maximum", "minimum"], "input/x": ["default"]},
    }
    rule, place = rules.CASSETTE_UNKNOWN, FilePlace(f"cassettes/{PAINT}")
    assert wording.say_finding(Finding(rule, PAINT, place, 2, evidence=evidence)) == (
        "nobody can tell whether input/seed (maximum, minimum), input/x (default) changed since "
        "sync, queue were recorded, under an earlier contract, by a fal-codegen that wrote no "
        "digests"
    )


def test_of_recordings_it_is_said_whom_they_are_of() -> None:
    stale = [
        Finding(
            rules.CASSETTE_STALE,
            PAINT,
            ScenarioPlace(scenario),
            ["input/x"],
            evidence={"source": source},
        )
        for scenario, source in (("sync", "live"), ("queue", "live"), ("other", "emulator"))
    ]
    (whole,) = grouped(stale)
    assert wording.say_finding(whole) == (
        "changed since 2 recordings of fal were made (sync, queue); "
        "changed since 1 recording of the emulator was made (other)"
    )


def test_a_field_that_one_witness_lacks_is_told_by_who_has_it() -> None:
    assert (
        wording.say_finding(found("docs-field-differs", {}, None))
        == "on the page, not in the document"
    )
    assert (
        wording.say_finding(found("docs-field-differs", None, {}))
        == "in the document, not on the page"
    )


def test_of_two_lists_of_values_only_what_differs_is_told() -> None:
    said = wording.say_finding(found("docs-prose-differs", ["1:1", "2:1"], ["1:1", "4:1"], "enum"))
    assert said == (
        'values only in the page\'s prose: ["2:1"]; values only in the document: ["4:1"]'
    )
    said = wording.say_finding(found("docs-prose-differs", ["1:1"], ["1:1", "4:1"], "enum"))
    assert said == 'values only in the document: ["4:1"]'
    said = wording.say_finding(found("docs-prose-differs", ["2:1", "1:1"], ["1:1", "2:1"], "enum"))
    assert said.endswith("in another order")


@pytest.mark.parametrize(("keyword", "count"), [("anyOf", "at least one"), ("oneOf", "just one")])
def test_fields_that_go_together_are_named_as_people_would(keyword: str, count: str) -> None:
    either: list[Json] = [{"required": ["image_url"]}, {"required": ["video_url"]}]
    assert wording.say_finding(found("docs-prose-differs", either, None, keyword)) == (
        f"the page says in prose that {count} of image_url, video_url must be sent; "
        "the document does not"
    )


@pytest.mark.parametrize(
    ("left", "right", "name", "said"),
    [
        (["4K"], None, '"4K"', 'allowed on the page, not in the document: ["4K"]'),
        (None, ["4K"], '"4K"', 'allowed in the document, not on the page: ["4K"]'),
        (["1K"], None, "", 'only ["1K"] on the page, any value in the document'),
        (None, ["1K"], "", 'only ["1K"] in the document, any value on the page'),
    ],
)
def test_of_an_enum_it_is_said_which_witness_has_which_values(
    left: Json, right: Json, name: str, said: str
) -> None:
    assert wording.say_finding(found("docs-enum-differs", left, right, name)) == said
