"""Comparing in a process of its own: what one proof does to it spoils no other."""

import sys
from collections.abc import Iterator

import pytest
from fal_codegen.contract import EndpointId, Json
from fal_codegen.drift import changes
from fal_codegen.pipeline.proving import Prover

from tests.documents import PAINTER, document, fields

ID = EndpointId(PAINTER)
SHORT: Json = {"type": "string", "maxLength": 3}
LONG: Json = {"type": "string", "maxLength": 9}
TROUBLED = (sys.executable, "-m", "tests.pipeline.troubled_child")


@pytest.fixture
def prover() -> Iterator[Prover]:
    made = Prover()
    yield made
    made.close()


@pytest.fixture
def troubled() -> Iterator[Prover]:
    made = Prover(seconds=15.0, command=TROUBLED)
    yield made
    made.close()


def test_a_prover_tells_what_is_told_without_one(prover: Prover) -> None:
    before, after = document(fields(x=LONG)), document(fields(x=SHORT))
    assert prover.changes(before, after, ID) == changes(before, after, ID)
    assert prover.changes(after, before, ID) == changes(after, before, ID)
    assert prover.changes(before, before, ID) == ()


def test_what_cannot_be_judged_by_is_refused_with_the_reason(prover: Prover) -> None:
    before = document(fields(x=LONG))
    with pytest.raises(ValueError, match="is not of type"):
        prover.changes(before, document({"maximum": "many"}), ID)
    assert prover.changes(before, document(fields(x=SHORT)), ID)


@pytest.mark.parametrize("name", [pytest.param("endless", marks=pytest.mark.deep), "deadly"])
def test_a_proof_that_hangs_or_ends_the_process_is_undecided_and_the_others_are_told(
    troubled: Prover, name: str
) -> None:
    before = document(fields(a=LONG, b=LONG, **{name: LONG}))
    after = document(fields(a=SHORT, b=SHORT, **{name: SHORT}))
    by_place = {each.place: each for each in troubled.changes(before, after, ID)}
    assert by_place[f"input/{name}"].level == "unknown"
    assert by_place[f"input/{name}"].reason == "too long"
    assert {by_place["input/a"].level, by_place["input/b"].level} == {"breaking"}


def test_documents_that_end_the_process_before_any_proof_are_refused() -> None:
    broken = Prover(command=(sys.executable, "-c", ""))
    with pytest.raises(ValueError, match="ended the process"):
        broken.changes(document(fields(x=LONG)), document(fields(x=SHORT)), ID)
