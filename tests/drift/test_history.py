"""Versions of a document: what each step proves, and how few are asked who refused a body first."""

from itertools import pairwise
from math import ceil, log2

import pytest
from fal_codegen.contract import Json
from fal_codegen.drift import Step, changes, first_refusal
from fal_codegen.judge import Judge

from tests.documents import document, fields

from .test_rules import COUNT, ID, TEXT


def steps(*schemas: Json) -> list[Step]:
    documents = [document(fields(it=each)) for each in schemas]
    return [Step(changes(one, other, ID)) for one, other in pairwise(documents)]


def most(*bounds: int) -> list[Json]:
    return [{**COUNT, "maximum": bound} for bound in bounds]


def asked(schemas: list[Json], body: Json, *, foreseen: bool = True) -> tuple[int | None, int]:
    judges = [Judge(document(fields(it=each))) for each in schemas]
    found = first_refusal(
        steps(*schemas), lambda number: bool(judges[number].input(body)), foreseen=foreseen
    )
    return found.first, found.checks


def test_a_step_is_as_bad_as_its_worst_change() -> None:
    narrower, wider, same, other = (
        steps(*most(9, 5))[0],
        steps(*most(5, 9))[0],
        steps(*most(5, 5))[0],
        steps(TEXT, {**TEXT, "description": "More."})[0],
    )
    assert [each.level for each in (narrower, wider, same, other)] == [
        "breaking",
        "info",
        None,
        "info",
    ]
    assert (narrower.keeps_accepting, narrower.keeps_refusing) == (False, True)
    assert (wider.keeps_accepting, wider.keeps_refusing) == (True, False)
    assert (same.keeps_accepting, same.keeps_refusing) == (True, True)
    assert (other.keeps_accepting, other.keeps_refusing) == (True, True)


@pytest.mark.deep
@pytest.mark.parametrize("value", range(2, 33))
def test_of_versions_that_only_narrow_as_few_are_asked_as_halving_needs(value: int) -> None:
    schemas = most(*range(31, 0, -1))
    first, checks = asked(schemas, {"it": value})
    assert first == max(0, 32 - value)
    assert checks <= ceil(log2(len(schemas) + 1))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 9])
def test_halving_costs_one_check_more_only_where_the_first_two_versions_are_told_apart(
    count: int,
) -> None:
    schemas = most(*range(count, 0, -1))
    for value in range(1, count + 2):
        first, checks = asked(schemas, {"it": value})
        assert first == (None if value == 1 else count + 1 - value)
        early = first is not None and first <= 1
        assert checks <= (ceil(log2(count + 1)) if early else max(1, ceil(log2(count))))


def test_versions_that_change_nothing_for_requests_are_not_asked() -> None:
    worded: list[Json] = [{**TEXT, "description": f"Text {'a' * n}."} for n in range(20)]
    assert asked(worded, {"it": 3}) == (0, 1)
    assert asked(worded, {"it": "a"}) == (None, 1)


def test_versions_that_widen_and_narrow_again_are_told_apart() -> None:
    schemas = most(5, 9, 9, 4, 8, 3)
    judges = [Judge(document(fields(it=each))) for each in schemas]
    for value in range(1, 11):
        body: Json = {"it": value}
        first = next((n for n, judge in enumerate(judges) if judge.input(body)), None)
        assert asked(schemas, body)[0] == first


def test_a_body_that_no_proof_speaks_of_is_asked_of_every_version() -> None:
    shut: Json = {**fields(a=TEXT), "additionalProperties": False}
    schemas: list[Json] = [fields(a=TEXT), fields(a=TEXT), shut]
    body: Json = {"it": {"b": 1}}
    assert asked(schemas, body, foreseen=False) == (2, 3)
