"""The cases of the committed contracts: complete, right, and never twice."""

import re
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from random import Random

import pytest
from fal_codegen.cases import Case, boundary_cases
from fal_codegen.contract import (
    Array,
    Endpoint,
    Enum,
    Field,
    Json,
    Limit,
    Object,
    Scalar,
    Shape,
    canonical,
    children,
    options,
    request_accepts,
)
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document

from tests.documents import corpus, endpoint, family, fields, load, of_all_kinds, read, shuffled

FAMILY = family()
ENDPOINTS = {id_: read(whole) for id_, whole in FAMILY.items()}
CASES = {id_: boundary_cases(each) for id_, each in ENDPOINTS.items()}

every_endpoint = pytest.mark.parametrize("id_", FAMILY)


def limits(shape: Shape, place: str) -> Iterator[tuple[str, str, Json]]:
    """Walk every limit and enum below a shape: its place, keyword and argument."""
    match shape:
        case Enum(values=values):
            yield place, "enum", [*values]
        case Scalar(limits=bounds) | Array(limits=bounds) | Object(limits=bounds):
            yield from ((place, bound.keyword, bound.value) for bound in bounds)
        case _:
            pass
    for step, child in children(shape):
        below = "0" if step == "*" else step
        yield from limits(child, f"{place}/{below}".strip("/") if step else place)


LIMITS = [(id_, *limit) for id_, each in ENDPOINTS.items() for limit in limits(each.input, "")]


def at_limit(id_: str, place: str, keyword: str, limit: Json) -> list[Case]:
    wanted = (place, keyword, canonical(limit))
    return [
        case for case in CASES[id_] if (case.place, case.keyword, canonical(case.limit)) == wanted
    ]


def field_of(case: Case) -> Json:
    return case.body[case.place.split("/")[0]]


@pytest.mark.parametrize(("id_", "place", "keyword", "limit"), LIMITS)
def test_every_limit_has_a_body_at_it_and_one_beyond_it(
    id_: str, place: str, keyword: str, limit: Json
) -> None:
    cases = at_limit(id_, place, keyword, limit)
    assert any(case.taken for case in cases)
    assert any(not case.valid for case in cases)


def test_the_family_has_limits_of_several_kinds() -> None:
    kinds = {keyword for _, _, keyword, _ in LIMITS}
    assert kinds == {"minLength", "maxLength", "minimum", "maximum", "enum"}


@every_endpoint
def test_a_case_goes_by_eight_hex_digits_which_no_other_has(id_: str) -> None:
    ids = {case.id for case in CASES[id_]}
    assert len(ids) == len(CASES[id_])
    assert all(re.fullmatch("[0-9a-f]{8}", each) for each in ids)


@every_endpoint
def test_every_value_of_every_enum_is_accepted_somewhere(id_: str) -> None:
    for place, keyword, limit in limits(ENDPOINTS[id_].input, ""):
        if keyword == "enum":
            assert isinstance(limit, list)
            taken = {canonical(case.body.get(place)) for case in CASES[id_] if case.taken}
            assert taken >= set(map(canonical, limit))


PROBED: list[tuple[Json, str, list[Json], list[Json]]] = [
    ({"type": "integer", "minimum": 3}, "minimum", [3, 4], [2]),
    ({"type": "integer", "maximum": 3}, "maximum", [2, 3], [4]),
    ({"type": "integer", "exclusiveMinimum": 3}, "exclusiveMinimum", [4], [2, 3]),
    ({"type": "number", "maximum": 0.3}, "maximum", [0.299, 0.29999999999999993, 0.3], [0.301]),
    ({"type": "number", "multipleOf": 0.05}, "multipleOf", [0.05, 0.15], [0.025]),
    ({"type": "string", "minLength": 2}, "minLength", ["aa", "a ", "😀😀"], ["a", "", "😀"]),
    ({"type": "string", "maxLength": 1}, "maxLength", ["a", " ", "😀"], ["aa", "a ", "😀😀"]),
    (
        {"enum": ["a", "B"]},
        "enum",
        ["B", "a"],
        ["", " B", " a", "A", "B ", "B\n", ["B"], "ax", None],
    ),
    ({"type": "array", "items": {"type": "string"}, "maxItems": 0}, "maxItems", [[]], [["a0"]]),
    (
        {"type": "array", "items": {"type": "string"}, "minItems": 2},
        "minItems",
        [["a0", "a1"]],
        [["a0"]],
    ),
    (
        {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "uniqueItems",
        [["a0", "a1"]],
        [["a0", "a0"], ["a0", "a1", "a0"]],
    ),
    (
        {"type": "array", "items": {"type": "string", "maxLength": 2}},
        "maxLength",
        [["aa"], ["a "], ["😀😀"]],
        [["aaa"], ["a0", "aaa"]],
    ),
    ({"type": "integer", "minimum": 10, "multipleOf": 4}, "minimum", [12], [8, 10]),
]


@pytest.mark.parametrize(("schema", "keyword", "accepted", "refused"), PROBED)
def test_a_limit_is_probed_at_it_and_just_beyond(
    schema: Json, keyword: str, accepted: list[Json], refused: list[Json]
) -> None:
    cases = [
        case for case in boundary_cases(endpoint(fields(it=schema))) if case.keyword == keyword
    ]
    found = {canonical(case.body["it"]): case.valid for case in cases}
    assert {value for value, valid in found.items() if valid} == {*map(canonical, accepted)}
    shown = {value for value, valid in found.items() if not valid}
    assert shown >= {canonical(value) for value in refused}


@pytest.mark.parametrize(
    ("schema", "lookalikes"),
    [
        ({"type": "integer", "minimum": 10}, ["10", 10.5]),
        ({"type": "integer", "minimum": 256, "multipleOf": 64}, ["256", 256.5]),
        ({"type": "string", "minLength": 3}, [111]),
    ],
)
def test_what_a_lenient_reader_turns_into_a_value_keeps_the_other_limits(
    schema: Json, lookalikes: list[Json]
) -> None:
    cases = boundary_cases(endpoint(fields(it=schema)))
    refused = [canonical(case.body.get("it")) for case in cases if not case.valid]
    assert {*refused} >= {*map(canonical, lookalikes)}


def test_half_more_of_a_number_that_no_half_fits_beside_is_no_near_miss() -> None:
    cases = boundary_cases(endpoint(fields(a={"const": 2**63})))
    assert not [case for case in cases if case.valid and isinstance(case.body.get("a"), float)]


def test_every_place_of_a_fixed_tuple_is_probed() -> None:
    pair: Json = {
        "type": "array",
        "prefixItems": [{"type": "integer", "minimum": 1}, {"enum": ["px", "%"]}],
        "minItems": 2,
        "maxItems": 2,
    }
    cases = boundary_cases(endpoint(fields(point=pair)))
    probed = {(case.place, case.keyword, case.valid) for case in cases}
    assert probed >= {
        ("point/0", "minimum", True),
        ("point/0", "minimum", False),
        ("point/1", "enum", True),
        ("point/1", "enum", False),
        ("point", "minItems", True),
        ("point", "minItems", False),
    }


def test_required_and_unlisted_fields_are_probed() -> None:
    schema = fields("prompt", prompt={"type": "string"})
    cases = {case.keyword: case for case in boundary_cases(endpoint(schema))}
    assert (cases["required"].body, cases["required"].valid) == ({}, False)
    unknown = cases["unknown"]
    assert (unknown.place, unknown.valid, unknown.taken) == ("surprise", True, False)


@every_endpoint
def test_the_judge_agrees_with_every_verdict(id_: str) -> None:
    judge = Judge(FAMILY[id_])
    for case in CASES[id_]:
        assert (judge.input(case.body) == ()) == case.valid, case


@every_endpoint
def test_a_body_that_is_taken_is_valid(id_: str) -> None:
    verdicts = {(case.valid, case.taken) for case in CASES[id_]}
    assert verdicts == {(True, True), (True, False), (False, False)}


@every_endpoint
def test_no_body_comes_twice(id_: str) -> None:
    bodies = [canonical(case.body) for case in CASES[id_]]
    assert len(bodies) == len(set(bodies))


@every_endpoint
def test_the_cases_are_always_the_same(id_: str) -> None:
    again = read(shuffled(FAMILY[id_], Random(7)))
    assert repr(boundary_cases(again)) == repr(CASES[id_])


def countable(promised: Endpoint) -> dict[str, list[Json]]:
    """Give what each field with a countable choice may be: listed values, booleans, bounds."""
    choices = {field.name: [*choice(field)] for field in promised.input.fields}
    return {name: values for name, values in choices.items() if len(values) > 1}


def choice(field: Field) -> Iterator[Json]:
    for shape in options(field.shape):
        match shape:
            case Enum(values=values):
                yield from values
            case Scalar(type="boolean"):
                yield from (True, False)
            case Scalar(type="integer" | "number", limits=bounds):
                yield from map(argument, bounds)
            case Scalar(type="null") if isinstance(options(field.shape)[0], Enum):
                yield None
            case _:
                pass


def argument(limit: Limit) -> Json:
    return limit.value


@every_endpoint
def test_any_two_values_of_any_two_countable_fields_meet_in_a_body(id_: str) -> None:
    promised = ENDPOINTS[id_]
    met = {
        (one, canonical(case.body[one]), other, canonical(case.body[other]))
        for case in CASES[id_]
        if case.taken
        for one, other in combinations(sorted(case.body), 2)
    }
    choices = countable(promised)
    assert len(choices) >= 4
    for one, other in combinations(sorted(choices), 2):
        for pair in product(choices[one], choices[other]):
            assert (one, canonical(pair[0]), other, canonical(pair[1])) in met


@every_endpoint
def test_few_bodies_hold_all_pairs(id_: str) -> None:
    """The two widest choices alone need as many bodies as they have pairs of values."""
    widest = sorted(len(values) for values in countable(ENDPOINTS[id_]).values())[-2:]
    pairs = [case for case in CASES[id_] if case.keyword == "pair"]
    assert len(pairs) < 1.2 * widest[0] * widest[1]


@every_endpoint
def test_every_pair_is_one_our_request_takes(id_: str) -> None:
    pairs = [case for case in CASES[id_] if case.keyword == "pair"]
    assert pairs
    assert all(request_accepts(ENDPOINTS[id_], case.body) for case in pairs)


def disagreements(file: Path) -> list[Case]:
    """Give the cases of a real document on whose verdict the judge differs."""
    whole = load(file)
    promised = read_document(whole).endpoint
    assert promised is not None, file
    judge = Judge(whole)
    cases = boundary_cases(promised)
    assert any(case.taken for case in cases), file
    return [case for case in cases if (judge.input(case.body) == ()) != case.valid]


def test_the_judge_agrees_with_the_cases_of_documents_of_all_kinds() -> None:
    assert [found for file in of_all_kinds(real=30) for found in disagreements(file)] == []


@pytest.mark.deep
def test_the_judge_agrees_with_the_cases_of_every_real_document() -> None:
    files = sorted(corpus().rglob("*.json"))
    assert len(files) > 600
    assert [found for file in files for found in disagreements(file)] == []
