"""Folders of two documents each, with what is to be said of them; read cases/README.md first."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fal_codegen.contract import Document, Json, escape, resolve_pointer
from fal_codegen.drift import WITHOUT_WITNESS, Change, changes
from fal_codegen.pipeline.comparing.client_classes import lost_classes

from tests.documents import load
from tests.second_validator import second_validator

from .test_rules import ID

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("folder", sorted(path.parent for path in CASES.glob("*/base.json")))
def test_each_pair_is_told_as_its_folder_says(folder: Path) -> None:
    base, revision = (load(folder / f"{name}.json") for name in ("base", "revision"))
    found = changes(base, revision, ID)
    found = (*found, *lost_classes(base, revision, ID, found))
    assert [*map(line_of, found)] == (folder / "expected.txt").read_text("utf-8").splitlines()
    for change in found:
        assert change.level != "unknown" or change.reason
        if change.level == "breaking" and change.rule.id not in WITHOUT_WITNESS:
            assert change.witness is not None
            assert set(confirmed(change, base, revision)) == {(True, False)}
        elif change.level == "breaking":
            assert change.shown is not None or change.witness is not None


def line_of(change: Change) -> str:
    """Say of a change what its folder says: level, rule, places, and what shows it."""
    shown: Json = change.witness.body if change.witness else change.shown
    words = [change.level, change.rule.id, *change.places]
    if shown is not None:
        words.append(json.dumps(shown, ensure_ascii=False))
    if change.reason:
        words.append(change.reason)
    elif shown is None and change.proven:
        words.append("proven")
    return " ".join(words)


def confirmed(change: Change, base: Document, revision: Document) -> Iterator[tuple[bool, bool]]:
    """Tell of a witness whether its side of before takes it, and the other, by another validator.

    What is sent was right before, and what comes back is right now.
    """
    assert change.witness is not None
    for pointer in _bodies(change, base):
        sides = (base, revision) if change.rule.side == "request" else (revision, base)
        one, other = (
            second_validator({**each, "$ref": f"#{pointer}"}).is_valid(change.witness.body)
            for each in sides
        )
        yield one, other


def _bodies(change: Change, document: Document) -> Iterator[str]:
    """Give where the document has the schema of the body that a change is about."""
    paths = document["paths"]
    assert isinstance(paths, dict)
    submit, result, *_ = (escape(path) for path in paths)
    match change.place.split("/"):
        case ["input", *_]:
            yield f"/paths/{submit}/post/requestBody/content/application~1json/schema"
        case ["output", *_]:
            yield f"/paths/{result}/get/responses/200/content/application~1json/schema"
        case _:
            pointer = change.pointer
            while not pointer.endswith("/schema"):
                pointer = pointer.rpartition("/")[0]
            assert resolve_pointer(document, pointer) is not None
            yield pointer
