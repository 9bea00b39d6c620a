"""Every limit made wrong is noticed by some case."""

from pathlib import Path

import pytest
from fal_codegen.contract import Json

from tests.documents import CONTRACTS, CORPUS, corpus, document, fields

from .__main__ import makes_images
from .hard_fields import HARD, TREE
from .making import MOST_VALUES, mutants, pairs
from .score import score, score_of, table


def kinds(**properties: Json) -> list[str]:
    whole = document(
        {"type": "object", "properties": properties, "required": list[Json]([*properties][:1])}
    )
    steps = [
        *("paths", "/acme/painter", "post", "requestBody", "content", "application/json"),
        "schema",
    ]
    return sorted({each.kind for each in mutants(whole, steps)})


def test_every_kind_of_wrong_limit_is_made() -> None:
    whole = kinds(
        a={"type": "integer", "minimum": 1, "maximum": 4},
        b={"enum": ["One", "two"]},
        c={"type": "integer", "minimum": 2},
    )
    assert whole == [
        "another field's limit",
        "case ignored",
        "coercion allowed",
        "enum unchecked",
        "maximum moved",
        "maximum unchecked",
        "member added",
        "member dropped",
        "minimum moved",
        "minimum unchecked",
        "required lifted",
    ]


def test_pairs_of_long_enums_are_counted_as_not_tried() -> None:
    values: list[Json] = [str(number) for number in range(MOST_VALUES + 1)]
    whole = document(fields(a={"enum": values}, b={"enum": ["x", "y"]}, c={"type": "boolean"}))
    steps = [
        *("paths", "/acme/painter", "post", "requestBody", "content", "application/json"),
        "schema",
    ]
    together, too_many = pairs(whole, steps)
    assert (len(together), too_many) == (4, 1)


def test_what_no_case_notices_is_told() -> None:
    scored = score([CONTRACTS / "fal-ai/nano-banana/openapi.json"])
    scored.survivors.append("maximum moved: somewhere")
    assert [*table(scored)][-1] == "survivor: maximum moved: somewhere"


def test_the_source_of_mutants_knows_nothing_of_ours() -> None:
    text = Path(__file__).with_name("making.py").read_text("utf-8")
    assert "fal_codegen" not in text
    assert "tests" not in text


@pytest.mark.deep
def test_every_wrong_limit_of_the_six_is_noticed() -> None:
    scored = score(sorted(CONTRACTS.rglob("openapi.json")))
    assert scored.survivors == []
    assert scored.tried.total() > 2000


@pytest.mark.deep
def test_every_wrong_limit_of_our_corpus_is_noticed() -> None:
    assert score(sorted(CORPUS.rglob("*.json"))).survivors == []


@pytest.mark.deep
@pytest.mark.parametrize("name", HARD)
def test_every_wrong_limit_of_a_hard_field_is_noticed(name: str) -> None:
    whole = fields("prompt", prompt={"type": "string"}, it=HARD[name])
    scored = score_of(document(whole, parts={"Tree": TREE}))
    assert scored.survivors == []
    assert scored.tried


@pytest.mark.deep
def test_every_wrong_limit_of_real_endpoints_that_make_images_is_noticed() -> None:
    found = [file for file in sorted(corpus().rglob("*.json")) if makes_images(file)]
    assert score(found[::16]).survivors == []


def test_all_numbers_of_a_small_range_and_nothing_are_paired() -> None:
    small: Json = {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 8}, {"type": "null"}]}
    whole = document(fields(a=small, b={"enum": ["x", "y"]}))
    assert score_of(whole).tried["one pair refused"] == 9 * 2
    assert score_of(whole).noticed["one pair refused"] == 9 * 2
