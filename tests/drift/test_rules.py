"""Every kind of change by a pair of schemas, the narrower and the wider, in both directions."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from fal_codegen.contract import Document, EndpointId, Json
from fal_codegen.drift import (
    Change,
    changes,
)
from fal_codegen.judge import Undecided, Verdict

from tests.documents import PAINTER, document, fields

ID = EndpointId(PAINTER)
TEXT: dict[str, Json] = {"type": "string"}
COUNT: dict[str, Json] = {"type": "integer"}
LIST: dict[str, Json] = {"type": "array", "items": TEXT}
PAIR = fields(a=TEXT, b=TEXT)
MAP: dict[str, Json] = {"type": "object", "additionalProperties": TEXT}
NULL: Json = {"type": "null"}


def either(*schemas: Json) -> dict[str, Json]:
    return {"anyOf": [*schemas]}


def shut(**properties: Json) -> dict[str, Json]:
    return {**fields(**properties), "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class Pair:
    """The schemas of a field, `it`: the narrower one and the wider one.

    `unreadable` tells that the client of the narrower one cannot read all of the wider one.
    """

    narrow: Json
    wide: Json
    unreadable: bool = False
    place: str = "/it"


PAIRS: dict[str, Pair] = {
    "required": Pair(fields("a", a=TEXT), fields(a=TEXT), unreadable=True, place="/it/a"),
    "nullable": Pair(TEXT, either(TEXT, NULL), unreadable=True),
    "type": Pair(COUNT, {"type": "number"}, unreadable=True),
    "alternative": Pair(
        fields("a", a=COUNT),
        either(fields("a", a=COUNT), fields("x", x=TEXT)),
        unreadable=True,
    ),
    "enum": Pair({"enum": ["1K"]}, {"enum": ["1K", "2K", "4K"]}),
    "limit": Pair({**COUNT, "maximum": 4}, {**COUNT, "maximum": 9}),
    "extra": Pair(shut(a=TEXT), {**fields(a=TEXT), "additionalProperties": True}),
    "names": Pair({**MAP, "propertyNames": {"maxLength": 3}}, MAP),
    "dependency": Pair({**PAIR, "dependentRequired": {"a": ["b"]}}, PAIR),
    "condition": Pair(
        {**PAIR, "if": {"required": ["a"]}, "then": {"required": ["b"]}},
        PAIR,
    ),
    "exclusion": Pair({**TEXT, "not": {"const": "a"}}, TEXT),
    "contains": Pair({**LIST, "contains": {"const": "a"}}, LIST),
    "items": Pair({**LIST, "prefixItems": [{"enum": ["a"]}]}, LIST),
    "keyword": Pair({**PAIR, "unevaluatedProperties": {"maxLength": 1}}, PAIR),
}
"""By kind. A keyword of its own is one that no rule has a name for."""

Side = Callable[[Json], Document]


def request(schema: Json) -> Document:
    return document(fields("prompt", prompt=TEXT, it=schema))


def answer(schema: Json) -> Document:
    return document(fields(), fields("seed", seed=COUNT, it=schema))


def step(side: Side, before: Json, after: Json) -> Change:
    (change,) = changes(side(before), side(after), ID)
    return change


@pytest.mark.parametrize("kind", [kind for kind in PAIRS if kind != "keyword"])
def test_a_request_that_takes_less_breaks_and_shows_a_body(kind: str) -> None:
    pair = PAIRS[kind]
    change = step(request, pair.wide, pair.narrow)
    assert (change.rule.id, change.level) == (f"request-{kind}-tightened", "breaking")
    assert change.place == f"input{pair.place}"
    assert change.witness is not None
    assert isinstance(change.witness.body, dict)
    assert {*change.witness.body} == {"prompt", "it"}


@pytest.mark.parametrize("kind", PAIRS)
def test_a_request_that_takes_more_breaks_nobody(kind: str) -> None:
    pair = PAIRS[kind]
    change = step(request, pair.narrow, pair.wide)
    assert change.rule.id in {f"request-{kind}-loosened", f"request-{kind}-rewritten"}
    assert (change.level, change.witness) == ("info", None)


@pytest.mark.parametrize("kind", [kind for kind in PAIRS if kind != "keyword"])
def test_an_answer_that_may_be_more_breaks_who_cannot_read_it_and_warns_others(kind: str) -> None:
    pair = PAIRS[kind]
    change = step(answer, pair.narrow, pair.wide)
    action, level = ("unreadable", "breaking") if pair.unreadable else ("loosened", "warning")
    assert (change.rule.id, change.level) == (f"answer-{kind}-{action}", level)
    assert change.place == f"output{pair.place}"
    assert change.witness is not None


@pytest.mark.parametrize("kind", PAIRS)
def test_an_answer_that_may_be_less_breaks_nobody(kind: str) -> None:
    pair = PAIRS[kind]
    change = step(answer, pair.wide, pair.narrow)
    assert change.rule.id in {f"answer-{kind}-tightened", f"answer-{kind}-rewritten"}
    assert (change.level, change.witness) == ("info", None)


def nobody_knows(_proof: Callable[[], Verdict]) -> Verdict:
    return Undecided("too long")


@pytest.mark.parametrize("kind", PAIRS)
@pytest.mark.parametrize(("side", "word"), [(request, "request"), (answer, "answer")])
def test_what_cannot_be_proven_is_unknown_and_says_why(kind: str, side: Side, word: str) -> None:
    pair = PAIRS[kind]
    steps = [(pair.narrow, pair.wide), (pair.wide, pair.narrow)]
    found = [
        change
        for before, after in steps
        for change in changes(side(before), side(after), ID, nobody_knows)
    ]
    found_rules = {(each.rule.id, each.level, each.reason) for each in found}
    assert found_rules == {(f"{word}-{kind}-undecided", "unknown", "too long")}


REWRITTEN: dict[str, tuple[Json, Json]] = {
    "alternative": (TEXT, either(TEXT, {"enum": ["a"]})),
    "limit": ({**COUNT, "multipleOf": 2, "minimum": 3}, {**COUNT, "multipleOf": 2, "minimum": 4}),
    "exclusion": ({**TEXT, "not": {"type": "null"}}, TEXT),
    "condition": ({**TEXT, "if": {"minLength": 3}, "then": {"minLength": 2}}, TEXT),
}


@pytest.mark.parametrize(("kind", "pair"), REWRITTEN.items(), ids=REWRITTEN)
def test_what_is_only_said_in_other_words_is_proven_to_be(
    kind: str, pair: tuple[Json, Json]
) -> None:
    for side, word in ((request, "request"), (answer, "answer")):
        for before, after in (pair, pair[::-1]):
            change = step(side, before, after)
            assert (change.rule.id, change.level) == (f"{word}-{kind}-rewritten", "info")


def test_null_that_two_of_exactly_one_took_is_new_when_one_is_left() -> None:
    text = either(TEXT, NULL)
    change = step(answer, {"oneOf": [text, NULL]}, text)
    assert (change.rule.effect, change.level) == ("widens", "warning")
    assert change.witness is not None
    assert change.witness.body == {"seed": 0, "it": None}


FIELDS: dict[str, tuple[Json, Json, Side]] = {
    "request-field-added": (PAIR, fields(a=TEXT, b=TEXT, c=TEXT), request),
    "request-field-added-required": (fields(b=TEXT), fields("a", b=TEXT, a=TEXT), request),
    "request-field-removed": (PAIR, fields(a=TEXT), request),
    "request-field-tightened": ({"type": "object"}, fields(a=TEXT), request),
    "answer-field-added": (fields(a=TEXT), PAIR, answer),
    "answer-field-loosened": (shut(a=TEXT), shut(a=TEXT, b=TEXT), answer),
    "answer-field-unreadable": (
        {**fields(a=TEXT), "additionalProperties": TEXT},
        {**fields(a=TEXT, b=COUNT), "additionalProperties": TEXT},
        answer,
    ),
    "answer-field-removed": (PAIR, fields(a=TEXT), answer),
}


@pytest.mark.parametrize(("rule", "pair"), FIELDS.items(), ids=FIELDS)
def test_a_field_comes_or_goes(rule: str, pair: tuple[Json, Json, Side]) -> None:
    before, after, side = pair
    found = {each.rule.id: each for each in changes(side(before), side(after), ID)}
    assert rule in found
    assert found[rule].place.rpartition("/")[0].endswith("/it")


def test_a_field_that_is_gone_from_requests_breaks_calls_and_no_body() -> None:
    change = step(request, PAIR, fields(a=TEXT))
    assert (change.level, change.witness) == ("breaking", None)
    assert change.shown == {"prompt": "", "it": {"b": ""}}


def test_a_field_that_is_gone_and_refused_shows_the_body_that_is() -> None:
    change = step(request, shut(a=TEXT, b=TEXT), shut(a=TEXT))
    assert (change.rule.id, change.level) == ("request-field-removed", "breaking")
    assert change.witness is not None
    assert change.witness.body == {"prompt": "", "it": {"b": ""}}


def itself(schema: Json) -> Json:
    return schema


def listed(schema: Json) -> Json:
    return {**LIST, "items": schema}


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Big Size", "Big%20Size"),
        ("Big Size", "Big Size"),
        ("Größe", "Gr%C3%B6%C3%9Fe"),
        ("Größe", "Größe"),
        ("A~B", "A~0B"),
        ("A/B", "A~1B"),
        ("A%20B", "A%2520B"),
        ("{size}", "%7Bsize%7D"),
    ],
)
@pytest.mark.parametrize("wrap", [itself, listed, either])
def test_a_definition_that_is_tightened_breaks_whatever_its_name_and_its_spelling(
    name: str, spelled: str, wrap: Callable[[Json], Json]
) -> None:
    def limited(most: int) -> Document:
        field = wrap({"$ref": f"#/components/schemas/{spelled}"})
        return document(fields(it=field), parts={name: {**COUNT, "maximum": most}})

    (change,) = changes(limited(9), limited(4), ID)
    assert (change.rule.id, change.level) == ("request-limit-tightened", "breaking")
    assert change.witness is not None


def test_definitions_beside_a_schema_that_is_no_component_are_compared() -> None:
    def limited(most: int) -> Document:
        part: Json = {"Size": {**COUNT, "maximum": most}}
        return document({**fields(it={"$ref": "#/$defs/Size"}), "$defs": part})

    found = {change.rule.id: change.level for change in changes(limited(9), limited(4), ID)}
    assert found == {"request-limit-tightened": "breaking", "request-unused-changed": "info"}
