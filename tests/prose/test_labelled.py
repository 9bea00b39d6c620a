"""How much of what descriptions say is found, and how much of what is found was said.

The set is labelled by hand, in sentences of our own after real kinds. What it expects is what a
careful reader would call a limit, a default or a list of values, whether or not the patterns find
it; so neither figure is 1, and neither may fall.
"""

import json
from pathlib import Path
from typing import Any

from fal_codegen.contract import Array, Enum, Json, Scalar, Shape, canonical
from fal_codegen.prose import named, stated, stated_default

LABELLED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "labelled.json").read_text("utf-8")
)
PRECISION, RECALL = 0.98, 0.96


def shape_of(row: dict[str, Any]) -> Shape:
    match row["shape"]:
        case "enum":
            return Enum(tuple(row["values"]))
        case "list":
            return Array(Scalar("string"))
        case name:
            return Scalar(name)


def found(row: dict[str, Any]) -> set[str]:
    place, shape, text = f"input/{row['field']}", shape_of(row), row["text"]
    claims = (*stated(text, place, shape), *named(text, place, shape))
    claims += stated_default(text, place, shape)
    return {spelled(each.place[len(place) :] + each.keyword, each.value) for each in claims}


def said(row: dict[str, Any]) -> set[str]:
    return {spelled(keyword, value) for keyword, value in row["claims"]}


def spelled(keyword: str, value: Json) -> str:
    return canonical([keyword, value])


def test_what_is_claimed_was_said_and_little_that_was_said_is_missed() -> None:
    right = sum(len(found(row) & said(row)) for row in LABELLED)
    wrong = {row["text"]: found(row) - said(row) for row in LABELLED if found(row) - said(row)}
    missed = {row["text"]: said(row) - found(row) for row in LABELLED if said(row) - found(row)}
    precision = right / (right + sum(map(len, wrong.values())))
    recall = right / (right + sum(map(len, missed.values())))
    assert precision >= PRECISION, wrong
    assert recall >= RECALL, missed


def test_the_set_has_enough_of_both_kinds() -> None:
    assert sum(len(row["claims"]) for row in LABELLED) > 100
    assert sum(not row["claims"] for row in LABELLED) > 30
