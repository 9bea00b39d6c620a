"""The language `typescript`, as text; tests/typescript runs it."""

import json

import pytest
from fal_codegen.contract import Json
from fal_codegen.emit import LANGUAGES, ModuleSpec
from fal_codegen.emit.layout import file_name
from fal_codegen.emit.typescript.line_breaks import constant_text, union_text
from fal_codegen.emit.typescript.names import endpoint_name, type_name
from fal_codegen.emit.typescript.text import comment, key, number, string

from tests.documents import document, fields, part
from tests.emit.conftest import TEMPLATES, endpoint_of


def module(given: Json, answer: Json = None, parts: dict[str, Json] | None = None) -> str:
    spec = ModuleSpec(endpoint_of(document(given, answer, parts)), "painter", "0" * 64)
    (text,) = LANGUAGES["typescript"].render([spec], "fal_endpoints", TEMPLATES).values()
    return text


def test_strings_are_ascii_in_the_quotes_that_need_fewer_escapes() -> None:
    assert string("plain") == '"plain"'
    assert string('a "b"') == "'a \"b\"'"
    assert string('it\'s "b" "c"') == '\'it\\\'s "b" "c"\''
    assert string("größe\u2028\x7f") == '"gr\\u00f6\\u00dfe\\u2028\\u007f"'
    assert string("a\\\n`${b}`") == '"a\\\\\\n`${b}`"'


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (1, "1"),
        (1.0, "1"),
        (0.1, "0.1"),
        (-2.5, "-2.5"),
        (1e-7, "1e-7"),
        (1e22, "1e22"),
        (1e17, "100000000000000000"),
        (2**63, "9223372036854775808"),
    ],
)
def test_numbers_are_spelled_as_javascript_has_them(value: float, spelled: str) -> None:
    assert float(number(value)) == float(spelled)
    assert float(number(value)) == value


def test_no_text_ends_a_comment_or_is_a_tag() -> None:
    said = comment("ends */ here @internal\n\nand\u2028more", 2)
    assert said.count("*/") == 1
    assert "\\@internal" in said
    assert "\u2028" not in said


def test_the_key_that_would_set_a_prototype_is_computed() -> None:
    assert key("__proto__") == '["__proto__"]'
    assert [key("constructor"), key("a-b")] == ["constructor", '"a-b"']


def test_names_are_never_words_of_the_language() -> None:
    assert file_name("nano_banana_2_edit") == "nano-banana-2-edit"
    assert endpoint_name("nano_banana_2_edit") == "nanoBanana2Edit"
    assert endpoint_name("switch") == "switchEndpoint"
    assert type_name("record") == "RecordPart"


def test_a_table_is_laid_out_by_width() -> None:
    text = constant_text(
        "x", ["I", "O"], {"a": {"b": [1, 2]}, "c": [{"d": 1, "e": 2}, {"d": 3, "e": 4}]}
    )
    assert text.splitlines() == [
        "export const x: Endpoint<I, O> = {",
        "  a: { b: [1, 2] },",
        "  c: [",
        "    { d: 1, e: 2 },",
        "    { d: 3, e: 4 },",
        "  ],",
        "};",
    ]
    assert union_text(["a", "b"], 2, 10) == " a | b"
    assert union_text(["a" * 40, "b" * 40], 2, 10) == f"\n    | {'a' * 40}\n    | {'b' * 40}"
    assert union_text(["a" * 34, "b" * 34], 2, 10) == f"\n    {'a' * 34} | {'b' * 34}"
    assert union_text(["A" * 80, "null"], 2, 10) == f" {'A' * 80} | null"


def test_requests_have_literals_and_answers_stay_open() -> None:
    size: Json = {"enum": ["S", "L"]}
    text = module(fields("size", size=size), fields("size", size=size))
    assert '  size: "S" | "L";' in text
    assert '  size: "S" | "L" | OtherString;' in text


def test_what_tells_alternatives_apart_must_be_given() -> None:
    circle = fields("r", kind={"const": "circle"}, r={"type": "number"})
    square = fields("a", kind={"const": "square"}, a={"type": "number"})
    parts: dict[str, Json] = {"Circle": circle, "Square": square}
    either: Json = {"anyOf": [part("Circle"), part("Square")]}
    text = module(fields("shape", shape=either), parts=parts)
    assert "  shape: Circle | Square;" in text
    assert '  kind: "circle";' in text


def test_a_part_that_holds_itself_has_a_name() -> None:
    tree = fields(name={"type": "string"}, inner={"type": "array", "items": part("Tree")})
    text = module(fields(tree=part("Tree")), fields(tree=part("Tree")), {"Tree": tree})
    assert "  inner?: readonly Tree[];" in text
    assert "  inner?: OutputTree[];" in text
    assert 'items: { $ref: "Tree" }' in text


def test_a_value_that_javascript_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="9007199254740993"):
        module(fields(seed={"enum": [2**53 + 1]}))


def test_a_limit_between_two_numbers_of_javascript_is_never_laxer() -> None:
    text = module(
        fields(
            seed={"type": "integer", "minimum": -(2**53) - 1, "maximum": 2**53 + 1},
            none={"type": "integer", "minimum": 10**400},
            any={"type": "integer", "maximum": 10**400},
        )
    )
    assert "minimum: -9007199254740992, maximum: 9007199254740992," in " ".join(text.split())
    assert "minimum: Infinity }" in text
    assert "maximum: 1.7976931348623157e308 }" in text


def test_limits_and_defaults_are_told_and_kept() -> None:
    text = module(fields(n={"type": "integer", "minimum": 1, "maximum": 4, "default": 2}))
    assert "  /** Default: 2. Range: 1 to 4. */\n  n?: number;" in text
    assert json.dumps({"x": 1}) not in text
    assert 'n: { type: "integer", minimum: 1, maximum: 4 }' in text
