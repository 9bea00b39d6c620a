"""Documents as folders of `tests/openapi/cases`: what each shows, and what is read of it."""

from pathlib import Path
from random import Random

import pytest
from fal_codegen.cases import boundary_cases
from fal_codegen.contract import Document, Endpoint, Json, admits, digest, pretty
from fal_codegen.judge import Judge
from fal_codegen.openapi import Reading, read_document
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.contract.shapes import ENDPOINTS, NAMES, VALUES, spelled
from tests.documents import (
    CORPUS,
    corpus,
    document,
    family,
    load,
    of_all_kinds,
    places,
    read,
    replaced,
    shuffled,
    steady,
)
from tests.openapi.readable import readable

CASES = sorted((Path(__file__).parent / "cases").iterdir())
DOCUMENTS = {case.name: load(case / "document.json") for case in CASES} | family()

every_document = pytest.mark.parametrize("name", DOCUMENTS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_document_is_read_as_expected(case: Path) -> None:
    reading = read_document(DOCUMENTS[case.name])
    assert pretty(readable(reading)).decode() == (case / "expected.json").read_text("utf-8")


@every_document
def test_the_order_of_keys_changes_nothing_that_is_read(name: str) -> None:
    reading = read_document(DOCUMENTS[name])
    for seed in range(10):
        assert read_document(shuffled(DOCUMENTS[name], Random(seed))) == reading


@every_document
def test_reading_leaves_the_document_as_it_was(name: str) -> None:
    before = digest(DOCUMENTS[name])
    read_document(DOCUMENTS[name])
    assert digest(DOCUMENTS[name]) == before


BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES)


@steady()
@given(ENDPOINTS, st.lists(BODIES, min_size=2, max_size=4))
def test_what_is_read_admits_what_the_document_admits(
    promised: Endpoint, bodies: list[Json]
) -> None:
    parts = {part.name: spelled(part.shape) for part in promised.parts}
    whole = document(spelled(promised.input), parts={**parts})
    reading = read_document(whole)
    judge = Judge(whole)
    assume(reading.problems == ())  # a hole is told, and may admit more
    assert reading.endpoint is not None
    for body in bodies:
        verdict = judge.input(body) == ()
        assert admits(reading.endpoint, reading.endpoint.input, body) == verdict


@steady(300)
@given(st.sampled_from([*DOCUMENTS]), st.integers(0), VALUES)
def test_junk_anywhere_in_a_document_is_read_or_told_and_never_raises(
    name: str, place: int, junk: Json
) -> None:
    spots = [*places(DOCUMENTS[name])]
    reading = read_document(replaced(DOCUMENTS[name], spots[place % len(spots)], junk))
    assert usable(reading) or any(problem.fatal for problem in reading.problems)


def usable(reading: Reading) -> bool:
    return reading.endpoint is not None and len(boundary_cases(reading.endpoint)) >= 0


@pytest.mark.deep
def test_every_real_document_is_read_with_hardly_a_hole() -> None:
    readings = {file: read_document(load(file)) for file in sorted(corpus().rglob("*.json"))}
    assert len(readings) > 600
    assert [file for file, reading in readings.items() if reading.endpoint is None] == []
    told_of = {problem.message for each in readings.values() for problem in each.problems}
    assert told_of == {
        "the output schema is empty",
        "$ref '#/components/schemas/Video-Output' leads nowhere",
    }


def test_our_documents_of_all_kinds_are_read_but_for_two() -> None:
    readings = {file.stem: read_document(load(file)) for file in CORPUS.rglob("*.json")}
    assert len(readings) > 15
    assert {name for name, reading in readings.items() if reading.problems} == {"broken", "silent"}


def test_every_document_is_read_alike_in_any_order_of_keys() -> None:
    for file in of_all_kinds(real=40):
        whole: Document = load(file)
        assert read_document(shuffled(whole, Random(1))) == read_document(whole)


def test_the_committed_documents_have_no_holes() -> None:
    assert [read(whole).id for whole in family().values()] == [*family()]
