"""The one library that judges and proves says of each body what python-jsonschema says.

Where the two differ on purpose stands in `DELIBERATE`, and nothing else may differ.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fal_codegen.cases import boundary_cases
from fal_codegen.contract import Document, Json, canonical, is_text
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document

from tests.documents import corpus, family, load, of_all_kinds
from tests.second_validator import DELIBERATE, second_validator

from .conftest import build_document
from .test_against_another_judge import root_of
from .test_proofs import proofs

_STEP = 160
"""Of the real documents, one in so many is looked at in every run."""


@pytest.mark.parametrize("name", DELIBERATE)
def test_each_deliberate_difference_is_one_and_the_only_one_of_its_example(name: str) -> None:
    row = DELIBERATE[name]
    document = build_document(row.schema)
    ours = Judge(document).input(row.value) == ()
    assert second_validator(row.schema, deliberate=()).is_valid(row.value) != ours
    assert second_validator(row.schema, deliberate=(name,)).is_valid(row.value) == ours
    assert len(row.reason) > 20


def bodies(source: Document) -> list[Json]:
    """Give the bodies of a document's cases that the library can read."""
    endpoint = read_document(source).endpoint
    found = () if endpoint is None else boundary_cases(endpoint)
    return [case.body for case in found if is_text(canonical(case.body))]


def agreed(source: Document) -> Counter[str]:
    """Ask judge, proof and both forms of python-jsonschema about each body of a document.

    Counts bodies, and those of them on which python-jsonschema as it is differs.
    """
    judge, asked = Judge(source), proofs(source, source)
    root = root_of(source)
    plain, put_right = second_validator(root, deliberate=()), second_validator(root)
    count = Counter[str]()
    for body in bodies(source):
        valid = put_right.is_valid(body)
        assert (judge.input(body) == ()) == valid, json.dumps(body)
        assert asked.proven({"const": body}, asked.taken) == valid, json.dumps(body)
        count.update(["bodies", "valid" if valid else "refused"])
        count["deliberate"] += plain.is_valid(body) != valid
    return count


def total(files: Iterator[Document]) -> Counter[str]:
    """Add up."""
    return sum(map(agreed, files), Counter[str]())


def test_judge_and_proof_agree_with_another_validator_on_each_case_of_ours() -> None:
    count = total(iter(family().values()))
    assert count["bodies"] > 900
    assert min(count["valid"], count["refused"]) > 200


def test_judge_and_proof_agree_with_another_validator_on_each_case_of_a_few_real_documents() -> (
    None
):
    files = real_documents()[_STEP // 2 :: _STEP]
    assert total(map(load, files))["bodies"] > 300


@pytest.mark.deep
def test_judge_and_proof_agree_with_another_validator_on_each_case_of_a_third_of_them() -> None:
    count = total(map(load, real_documents()[::3]))
    assert count["bodies"] > 30_000
    assert min(count["valid"], count["refused"]) > 6_500


@pytest.mark.deep
def test_no_body_is_proven_to_be_taken_that_another_validator_refuses() -> None:
    """Documents of all kinds, with keywords that are beyond a proof."""
    count = 0
    for source in map(load, of_all_kinds(real=10)):
        asked, other, judge = (
            proofs(source, source),
            second_validator(root_of(source)),
            Judge(source),
        )
        for body in bodies(source):
            valid = other.is_valid(body)
            assert (judge.input(body) == ()) == valid, json.dumps(body)
            if asked.proven({"const": body}, asked.taken):
                assert valid, json.dumps(body)
                count += 1
    assert count > 1_500


def real_documents() -> list[Path]:
    """Give the files of the catalogue and of documents as they were served, if they are here."""
    return sorted(
        file
        for folder in ("catalogue-2026-05-12", "as-served")
        for file in (corpus() / folder).rglob("*.json")
    )
