import pytest
from fal_codegen.contract import (
    EndpointId,
    Json,
    OperationSchemas,
    Problem,
    escape,
    find_schemas,
    node_of,
    resolve_pointer,
    unescape,
)

from tests.documents import PAINTER, RESULT, SUBMIT, document, fields

GIVEN = fields(prompt={"type": "string"})
ANSWER: Json = {"type": "string"}
BODY = f"/paths/{escape(SUBMIT)}/post/requestBody/content/application~1json/schema"
ANSWERED = f"/paths/{escape(RESULT)}/get/responses/200/content/application~1json/schema"


def test_the_schemas_are_found_by_the_paths_and_not_by_their_names() -> None:
    whole = document({"$ref": "#/components/schemas/Odd"}, ANSWER, {"Odd": GIVEN, "Input": {}})
    assert find_schemas(whole) == OperationSchemas(
        id=EndpointId(PAINTER),
        input={"$ref": "#/components/schemas/Odd"},
        output=ANSWER,
        input_pointer=BODY,
        output_pointer=ANSWERED,
    )


def test_other_paths_and_methods_do_not_matter() -> None:
    whole = document(GIVEN, ANSWER)
    paths = whole["paths"]
    assert isinstance(paths, dict)
    paths[f"{RESULT}/status"] = {"get": {}}
    paths[f"{RESULT}/cancel"] = {"put": {}}
    assert find_schemas(whole) == find_schemas(document(GIVEN, ANSWER))


@pytest.mark.parametrize("path", [f"{RESULT}/cancel", f"{SUBMIT}/stream"])
def test_another_post_about_the_endpoint_or_its_jobs_is_not_the_one_that_makes_jobs(
    path: str,
) -> None:
    whole = document(GIVEN, ANSWER)
    paths = node_of(whole["paths"])
    assert find_schemas({**whole, "paths": {path: {"post": {}}, **paths}}) == find_schemas(whole)


def test_two_endpoints_in_one_document_are_two_though_one_is_below_the_other() -> None:
    below = f"{SUBMIT}/edit"
    edit: dict[str, Json] = {
        below: {"post": {}},
        f"{below}/requests/{{request_id}}": {"get": {}},
    }
    whole = document(GIVEN, ANSWER)
    paths: Json = {**node_of(whole["paths"]), **edit}
    both: Json = {**whole, "paths": paths}
    problem = Problem("/paths", "2 POSTs where the submit path is expected")
    assert find_schemas(both) == problem


@pytest.mark.parametrize("place", [ANSWERED, ANSWERED.rpartition("/content")[0]])
def test_a_document_without_a_result_promises_nothing_of_it(place: str) -> None:
    places = find_schemas(without(document(GIVEN, ANSWER), place))
    assert isinstance(places, OperationSchemas)
    assert (places.output, places.output_pointer) == ({}, None)


TWO: Json = {"/acme/one": {"post": {}}, "/acme/two": {"post": {}}}


@pytest.mark.parametrize(
    ("whole", "problem"),
    [
        (None, Problem("/paths", "no POST where the submit path is expected")),
        ([], Problem("/paths", "no POST where the submit path is expected")),
        ({}, Problem("/paths", "no POST where the submit path is expected")),
        ({"paths": []}, Problem("/paths", "no POST where the submit path is expected")),
        ({"paths": {"/a/b": 1}}, Problem("/paths", "no POST where the submit path is expected")),
        ({"paths": TWO}, Problem("/paths", "2 POSTs where the submit path is expected")),
        (
            {"paths": {"/painter": {"post": {}}}},
            Problem(
                "/paths/~1painter",
                "'painter' is not an endpoint id: expected owner/name or owner/name/path, "
                "of letters, digits, '.', '_' and '-', at most 8 segments of 100",
            ),
        ),
        (
            {"paths": {SUBMIT: {"post": {"requestBody": {"content": {"text/plain": {}}}}}}},
            Problem(BODY, "the POST has no JSON body"),
        ),
    ],
)
def test_a_document_without_its_places_says_where_they_are_missed(
    whole: Json, problem: Problem
) -> None:
    assert find_schemas(whole) == problem


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", {"a/b": {"~": [1, {"c": 2}]}}),
        ("/a~1b/~0/0", 1),
        ("/a~1b/~0/1/c", 2),
        ("/a~1b/~0/2", None),
        ("/a~1b/~0/-1", None),
        ("/a~1b/~0/one", None),
        ("/a/b", None),
        ("/a~1b/~0/0/deeper", None),
    ],
)
def test_a_pointer_leads_to_its_place_or_nowhere(pointer: str, value: Json) -> None:
    assert resolve_pointer({"a/b": {"~": [1, {"c": 2}]}}, pointer) == value


@pytest.mark.parametrize("step", ["plain", "a/b", "~", "~1", "~01", "/~/~"])
def test_a_pointers_step_reads_as_it_was_spelled(step: str) -> None:
    assert "/" not in escape(step)
    assert unescape(escape(step)) == step


def without(whole: Json, pointer: str) -> Json:
    above, _, last = pointer.rpartition("/")
    holder = resolve_pointer(whole, above)
    assert isinstance(holder, dict)
    del holder[last]
    return whole
