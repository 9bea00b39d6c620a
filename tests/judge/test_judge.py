import socket
from collections.abc import Callable

import pytest
from fal_codegen.contract import Document, Json
from fal_codegen.judge import Judge, Violation

Build = Callable[..., Document]

SIZE: Json = {
    "type": "object",
    "properties": {"width": {"type": "integer", "maximum": 100}, "height": {"type": "integer"}},
    "required": ["width", "height"],
}
CARD: Json = {
    "type": "object",
    "required": ["title", "kind"],
    "properties": {
        "title": {"type": "string", "minLength": 2, "maxLength": 5},
        "kind": {"const": "card"},
        "count": {"type": "integer", "minimum": 1, "maximum": 4},
        "weight": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 2, "uniqueItems": True},
        "colour": {"anyOf": [{"type": "string", "enum": ["red", "blue"]}, {"type": "null"}]},
        "seed": {"anyOf": [{"type": "integer", "minimum": 3}, {"type": "null"}]},
        "size": {"anyOf": [{"$ref": "#/components/schemas/Size"}, {"enum": ["small", "large"]}]},
        "code": {"type": "string", "pattern": "^[a-z]+$"},
        "when": {"type": "string", "format": "date-time"},
        "closed": {"type": "object", "additionalProperties": False},
        "shut": {"properties": {"a": True}, "additionalProperties": False},
        "never": False,
    },
}
WHOLE: dict[str, Json] = {"title": "abc", "kind": "card"}


@pytest.fixture
def judge(build: Build) -> Judge:
    return Judge(build({"$ref": "#/components/schemas/Card"}, parts={"Card": CARD, "Size": SIZE}))


@pytest.mark.parametrize(
    "extra",
    [
        {},
        {"count": 4.0, "weight": 0.5, "tags": ["a", "b"]},
        {"colour": None, "seed": None, "size": "large"},
        {"colour": "red", "seed": 3, "size": {"width": 100, "height": 1}},
        {"when": "formats are not asserted", "unknown": {"is": "welcome"}},
    ],
)
def test_a_valid_body_breaks_nothing(judge: Judge, extra: dict[str, Json]) -> None:
    assert judge.input(WHOLE | extra) == ()


@pytest.mark.parametrize(
    ("field", "value", "keyword", "limit"),
    [
        ("title", "a", "minLength", 2),
        ("title", "abcdef", "maxLength", 5),
        ("kind", "book", "const", "card"),
        ("count", 0, "minimum", 1),
        ("count", 5, "maximum", 4),
        ("count", True, "type", "integer"),
        ("weight", 0, "exclusiveMinimum", 0),
        ("weight", 0.7, "multipleOf", 0.5),
        ("tags", ["a", "b", "c"], "maxItems", 2),
        ("tags", ["a", "a"], "uniqueItems", True),
        ("colour", "green", "enum", ["red", "blue"]),
        ("seed", 2, "minimum", 3),
        ("seed", "2", "type", "integer"),
        ("size", "huge", "enum", ["small", "large"]),
        ("code", "A", "pattern", "^[a-z]+$"),
        ("never", 1, "falseSchema", False),
    ],
)
def test_a_refusal_names_the_limit_that_is_broken(
    judge: Judge, field: str, value: Json, keyword: str, limit: Json
) -> None:
    assert judge.input(WHOLE | {field: value}) == (Violation((field,), keyword, limit, value),)


def test_a_refused_union_is_explained_by_the_branch_the_body_fits_best(judge: Judge) -> None:
    wide: Json = {"width": 101, "height": 1}
    assert judge.input(WHOLE | {"size": wide}) == (
        Violation(("size", "width"), "maximum", 100, 101),
    )


def test_each_missing_field_is_a_violation_of_its_own(judge: Judge) -> None:
    required: Json = ["title", "kind"]
    assert judge.input({}) == (
        Violation(("title",), "required", required, {}),
        Violation(("kind",), "required", required, {}),
    )


def test_each_unexpected_property_is_a_violation_of_its_own(judge: Judge) -> None:
    closed: Json = {"a": 1, "b": 2, "c": 3}
    found = judge.input(WHOLE | {"closed": closed, "shut": closed})
    assert [each.keyword for each in found] == ["additionalProperties"] * 5
    assert {each.path: each.value for each in found} == {
        ("closed", "a"): 1,
        ("closed", "b"): 2,
        ("closed", "c"): 3,
        ("shut", "b"): 2,
        ("shut", "c"): 3,
    }


def test_the_path_leads_into_lists(judge: Judge) -> None:
    assert judge.input({**WHOLE, "tags": ["a", 7]}) == (
        Violation(("tags", 1), "type", "string", 7),
    )


@pytest.mark.parametrize("body", [None, 3, "text", []])
def test_a_body_that_is_no_object_is_refused(judge: Judge, body: Json) -> None:
    assert judge.input(body) == (Violation((), "type", "object", body),)


def test_a_lone_surrogate_is_refused_wherever_it_stands(judge: Judge) -> None:
    assert judge.input({**WHOLE, "a": ["\ud800"], "\udfff": 1}) == (
        Violation(("a", 0), "type", "string", "\ud800"),
        Violation(("\udfff",), "type", "string", "\udfff"),
    )


@pytest.mark.parametrize("number", [float("inf"), float("-inf")])
def test_a_number_that_json_has_no_word_for_is_refused(judge: Judge, number: float) -> None:
    violation = Violation(("anything",), "type", "number", number)
    assert judge.input(WHOLE | {"anything": number}) == (violation,)


def test_an_abyss_is_refused_unread(judge: Judge) -> None:
    abyss: Json = None
    for _ in range(100_000):
        abyss = [abyss]
    (violation,) = judge.input(WHOLE | {"abyss": abyss})
    assert (violation.keyword, violation.value) == ("depth", None)


def test_a_pattern_that_could_backtrack_for_ever_refuses(build: Build) -> None:
    judge = Judge(build({"pattern": r"(a|aa)+(a|aa)+(x)?\3b$"}))
    assert [violation.keyword for violation in judge.input("a" * 200)] == ["pattern"]


def test_a_union_of_exactly_one_names_itself_where_several_fit(build: Build) -> None:
    options: Json = [{"type": "integer"}, {"type": "number"}]
    assert Judge(build({"oneOf": options})).input(1) == (Violation((), "oneOf", options, 1),)


def test_the_output_is_judged_by_its_own_schema(build: Build) -> None:
    judge = Judge(build({"type": "object"}, output={"type": "string"}))
    assert judge.output("fine") == ()
    assert judge.output({}) == (Violation((), "type", "string", {}),)


def test_an_endpoint_that_promises_no_output_refuses_none(build: Build) -> None:
    document = build({"type": "object"})
    paths = document["paths"]
    assert isinstance(paths, dict)
    del paths["/acme/painter/requests/{request_id}"]
    assert Judge(document).output([1, None]) == ()


def test_a_document_without_a_submit_path_is_no_ground_to_judge_on() -> None:
    with pytest.raises(ValueError, match=r"^/paths: no POST"):
        Judge({"paths": {}})


def test_a_union_without_alternatives_refuses_everything_by_its_name(build: Build) -> None:
    (violation,) = Judge(build({"properties": {"a": {"anyOf": []}}})).input({"a": 1})
    assert (violation.path, violation.keyword, violation.limit) == (("a",), "anyOf", [])


def test_a_reference_that_leads_nowhere_admits_anything(build: Build) -> None:
    judge = Judge(build({"properties": {"a": {"$ref": "#/components/schemas/Gone"}}}))
    assert judge.input({"a": 1}) == judge.input({"a": None}) == ()


def test_an_invalid_schema_is_no_ground_to_judge_on(build: Build) -> None:
    with pytest.raises(ValueError, match="is not of type"):
        Judge(build({"maximum": "many"}))


@pytest.mark.parametrize(
    ("schema", "place", "said"),
    [
        ({"minimum": 0, "exclusiveMinimum": True}, "exclusiveMinimum", "true is OpenAPI 3.0's"),
        ({"maximum": 0, "exclusiveMaximum": False}, "exclusiveMaximum", "false is OpenAPI 3.0's"),
        ({"required": True}, "required", "true is an older dialect's"),
    ],
)
def test_what_another_dialect_says_is_refused_with_its_name_and_what_to_do(
    build: Build, schema: Json, place: str, said: str
) -> None:
    with pytest.raises(ValueError, match=rf"/properties/a/{place}: {said}.*a corrected copy"):
        Judge(build({"properties": {"a": schema}}))


def test_a_type_that_is_none_is_named(build: Build) -> None:
    with pytest.raises(ValueError, match="/properties/a/type: 'file' is not a type"):
        Judge(build({"properties": {"a": {"type": "file"}}}))


@pytest.mark.parametrize("word", ["$ref", "$dynamicRef"])
def test_a_reference_to_an_anchor_is_refused_where_it_stands(build: Build, word: str) -> None:
    document = build({"properties": {"a": {word: "#here"}, "b": {"$anchor": "here"}}})
    with pytest.raises(ValueError, match=r"/properties/a/\$\w+: #here is the name of an anchor"):
        Judge(document)


def test_a_reference_out_of_the_document_is_named_and_never_fetched(build: Build) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        url = f"http://127.0.0.1:{trap.getsockname()[1]}/schema.json"
        with pytest.raises(ValueError, match=url):
            Judge(build({"$ref": url}))
        trap.settimeout(0)
        with pytest.raises(BlockingIOError):
            trap.accept()
