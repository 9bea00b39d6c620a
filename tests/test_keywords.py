"""Every limit, through every room: whoever adds a keyword learns here which room lacks it."""

import importlib
import json
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from fal_codegen.cases import Samples, boundary_cases, mutations
from fal_codegen.cases.strategies import bodies, broken_bodies
from fal_codegen.contract import KEYWORDS, EndpointId, Field, Json, admits, keywords_of
from fal_codegen.drift import changes
from fal_codegen.emit.docs import field_doc
from fal_codegen.emulator.answers.errors import CONTEXTS, refusal
from fal_codegen.emulator.answers.samples import sample as emulator_sample
from fal_codegen.judge import Judge
from fal_codegen.openapi.keywords import TYPES, UNEXPRESSED
from fal_codegen.pages import SHOWN_LIMITS
from hypothesis import Phase, find, settings
from pydantic_core.core_schema import ErrorType

from tests.documents import PAINTER, document, endpoint, fields, read, steady
from tests.emit.conftest import imported, texts

EXAMPLES: dict[str, tuple[dict[str, Json], Json, Json]] = {
    "minLength": ({"type": "string", "minLength": 2}, "ab", "a"),
    "maxLength": ({"type": "string", "maxLength": 2}, "ab", "abc"),
    "pattern": ({"type": "string", "pattern": "^[a-z]+-[0-9]$"}, "ab-1", "ab1"),
    "minimum": ({"type": "integer", "minimum": 2}, 2, 1),
    "maximum": ({"type": "integer", "maximum": 2}, 2, 3),
    "exclusiveMinimum": ({"type": "number", "exclusiveMinimum": 2}, 2.5, 2),
    "exclusiveMaximum": ({"type": "number", "exclusiveMaximum": 2}, 1.5, 2),
    "multipleOf": ({"type": "integer", "multipleOf": 8}, 16, 12),
    "minItems": ({"type": "array", "items": {"type": "string"}, "minItems": 2}, ["a", "b"], ["a"]),
    "maxItems": ({"type": "array", "items": {"type": "string"}, "maxItems": 1}, ["a"], ["a", "b"]),
    "uniqueItems": (
        {"type": "array", "items": {"type": "integer"}, "uniqueItems": True},
        [1, 2],
        [1, 1],
    ),
    "minProperties": (
        {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 1},
        {"a": 1},
        {},
    ),
    "maxProperties": (
        {"type": "object", "additionalProperties": {"type": "integer"}, "maxProperties": 1},
        {"a": 1},
        {"a": 1, "b": 2},
    ),
}
"""By keyword: a schema with it as the only limit, a value that keeps it, and one that does not."""

QUICK = settings(steady(), max_examples=100, phases=[Phase.generate])

each_keyword = pytest.mark.parametrize("keyword", KEYWORDS)


def limited(keyword: str) -> dict[str, Json]:
    """Give the schema of an input whose one field has the limit."""
    return fields(it=EXAMPLES[keyword][0])


def field_of(keyword: str) -> Field:
    (field,) = endpoint(limited(keyword)).input.fields
    return field


def argument(keyword: str) -> Json:
    return EXAMPLES[keyword][0][keyword]


def test_every_keyword_has_an_example() -> None:
    assert list(EXAMPLES) == list(KEYWORDS)


@each_keyword
def test_contract_its_predicate_tells_values_apart(keyword: str) -> None:
    _, kept, broken = EXAMPLES[keyword]
    promised, shape = endpoint(limited(keyword)), field_of(keyword).shape
    assert admits(promised, shape, kept)
    assert not admits(promised, shape, broken)


@each_keyword
def test_contract_its_types_are_types_and_know_it(keyword: str) -> None:
    assert set(KEYWORDS[keyword].types) <= set(TYPES)
    assert all(keyword in keywords_of(type_) for type_ in KEYWORDS[keyword].types)


@each_keyword
def test_judge_agrees_and_names_it(keyword: str) -> None:
    _, kept, broken = EXAMPLES[keyword]
    judge = Judge(document(limited(keyword)))
    assert judge.input({"it": kept}) == ()
    (violation,) = judge.input({"it": broken})
    assert (violation.keyword, violation.limit) == (keyword, argument(keyword))


@each_keyword
def test_openapi_reads_it_as_a_limit_and_as_nothing_else(keyword: str) -> None:
    (limit,) = getattr(field_of(keyword).shape, "limits")  # noqa: B009 - not all shapes have some
    assert (limit.keyword, limit.value) == (keyword, argument(keyword))
    assert keyword not in UNEXPRESSED


@each_keyword
def test_cases_have_a_body_on_either_side_of_it(keyword: str) -> None:
    verdicts = {
        case.valid for case in boundary_cases(endpoint(limited(keyword))) if case.keyword == keyword
    }
    assert verdicts == {True, False}


@each_keyword
def test_cases_have_a_sample_within_it(keyword: str) -> None:
    promised = endpoint(limited(keyword))
    assert admits(promised, field_of(keyword).shape, Samples(promised).of(field_of(keyword).shape))


@each_keyword
def test_strategies_draw_within_it_and_beyond_it(keyword: str) -> None:
    promised = endpoint(limited(keyword))
    inside = find(bodies(promised), lambda body: "it" in body, settings=QUICK)
    assert admits(promised, promised.input, inside)
    broken = broken_bodies(promised)
    case, _ = find(broken, lambda drawn: drawn[0].keyword == keyword, settings=QUICK)
    assert not case.valid


@each_keyword
def test_a_mutation_moves_each_keyword(keyword: str) -> None:
    names = [each.name for each in mutations(document(limited(keyword)))]
    assert any(name.startswith(f"it.{keyword}") for name in names)


@each_keyword
def test_compare_and_drift_see_it_come_and_go(keyword: str) -> None:
    bare = {key: value for key, value in EXAMPLES[keyword][0].items() if key != keyword}
    with_it, without = document(limited(keyword)), document(fields(it=bare))
    id_ = EndpointId(PAINTER)
    (came,), (went,) = changes(without, with_it, id_), changes(with_it, without, id_)
    assert (came.rule.kind, came.name) == ("limit", keyword)
    assert (came.rule.action, went.rule.action) == ("tightened", "loosened")


@each_keyword
def test_emit_says_it_in_the_docstring(keyword: str) -> None:
    said = field_doc(field_of(keyword), ())
    value = argument(keyword)
    assert ("No item twice" if value is True else str(value)) in said


@each_keyword
def test_emulator_refuses_in_the_words_of_pydantic(keyword: str) -> None:
    error = KEYWORDS[keyword].error
    assert error in get_args(ErrorType)
    assert error in CONTEXTS or error == "value_error"
    _, _, broken = EXAMPLES[keyword]
    outcome = refusal(Judge(document(limited(keyword))).input({"it": broken}))
    assert outcome.status == 422
    assert json.dumps(error) in json.dumps(outcome.body)


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_emulator_samples_within_it(keyword: str) -> None:
    whole = document(limited(keyword))
    made = emulator_sample(whole, EXAMPLES[keyword][0])
    assert admits(read(whole), field_of(keyword).shape, made)


def test_rooms_that_know_only_some_keywords_name_known_ones() -> None:
    assert {*SHOWN_LIMITS} <= set(KEYWORDS)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("limits")


def takes(module: ModuleType, keyword: str, value: Json) -> bool:
    """Tell whether the generated request takes a value of the field with this limit."""
    try:
        return bool(module.Input.from_body({keyword: value}).body() == {keyword: value})
    except ValueError:
        return False


def test_emit_carries_every_limit_into_code_that_runs(package: Path) -> None:
    schemas: dict[str, Json] = {keyword: schema for keyword, (schema, _, _) in EXAMPLES.items()}
    whole = document(fields(**schemas))
    with imported(texts([whole]), package) as client:
        module = importlib.import_module(f"{client.__name__}.acme_painter")
        lost = [
            keyword
            for keyword, (_, kept, broken) in EXAMPLES.items()
            if not takes(module, keyword, kept) or takes(module, keyword, broken)
        ]
    assert lost == []
