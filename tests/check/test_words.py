"""Words that JSON Schema does not know are told, wherever they stand, and nothing else is."""

from fal_codegen.check import check_words, rules
from fal_codegen.contract import FilePlace, Json
from fal_codegen.judge import Judge

from tests.check.conftest import PAINT
from tests.documents import document, part

STRANGE: dict[str, Json] = {
    "type": "object",
    "x-fal-order-properties": ["max"],
    "oneRequiredOf": ["prompt", "style"],
    "properties": {
        "prompt": {"type": "string", "maxWords": 5, "x-fal": {"max_tokens": 7}},
        "max": {"type": "integer", "default": {"max": 3}, "ui": {"important": True}},
        "sizes": {"type": "array", "items": {"anyOf": [{"max": 3}, {"type": "null"}]}},
        "style": {"$ref": "#/components/schemas/Style"},
        "again": {"$ref": "#/components/schemas/Style"},
    },
}
STYLE: dict[str, Json] = {"additionalProperties": {"type": "integer", "le": 5, "minimum": 1}}
ANSWER: dict[str, Json] = {"type": "object", "properties": {"url": {"maxHops": 3}}}


def found(schemas: dict[str, Json], answer: dict[str, Json]) -> dict[str, Json]:
    made = document(part("Ask"), answer, schemas, PAINT)
    findings = check_words(PAINT, made, Judge(made), FilePlace("openapi.json"))
    return {
        str(each.place).rpartition("/schemas/")[2]: each.left
        for each in findings
        if each.rule == rules.DOCUMENT_WORD
    }


def test_every_word_that_may_be_a_limit_and_that_nobody_checks_is_told_once() -> None:
    told = found({"Ask": STRANGE, "Style": STYLE}, ANSWER)
    answered = {place: words for place, words in told.items() if place.endswith("url")}
    assert [*answered.values()] == ["maxHops"]
    assert {place: words for place, words in told.items() if place not in answered} == {
        "Ask": "oneRequiredOf",
        "Ask/properties/prompt": "maxWords, x-fal",
        "Ask/properties/sizes/items/anyOf/0": "max",
        "Style/additionalProperties": "le",
    }


def test_of_a_document_in_words_that_all_know_nothing_is_told() -> None:
    known: dict[str, Json] = {"type": "object", "title": "x", "properties": {"max": True}}
    assert found({"Ask": known}, {"type": "object"}) == {}


def test_nullable_is_told_where_null_is_refused_all_the_same() -> None:
    asked: dict[str, Json] = {
        "type": "object",
        "properties": {
            "text": {"type": "string", "nullable": True},
            "none": {"anyOf": [{"type": "string"}, {"type": "null"}], "nullable": True},
            "any": {"nullable": True},
            "never": {"type": "string", "nullable": False},
            "nullable": {"type": "boolean"},
        },
    }
    made = document(part("Ask"), None, {"Ask": asked}, PAINT)
    findings = [*check_words(PAINT, made, Judge(made), FilePlace("openapi.json"))]
    assert [each.rule for each in findings] == [rules.DOCUMENT_NULLABLE]
    assert str(findings[0].place).endswith("/Ask/properties/text")
