import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fal_codegen.contract import Json, json_equal, resolve_pointer

from tests.shipped_contracts.family import KNOWN_CHANGES, Fields, Schema
from tests.shipped_contracts.test_documents import (
    CONTRACTS,
    bare,
    dictionary,
    load,
    properties,
    schemas,
)


def facts(document: Schema) -> dict[str, Fields]:
    """Give each component's fields without prose; a field knows whether it is required."""
    components = dictionary(dictionary(document["components"])["schemas"])
    return {name: _facts(dictionary(schema)) for name, schema in components.items()}


def _facts(schema: Schema) -> Fields:
    required = schema["required"]
    assert isinstance(required, list)
    fields = bare(properties(schema))
    return {name: {**node, "required": name in required} for name, node in fields.items()}


def ordered(document: Schema, component: str) -> list[Json]:
    names = resolve_pointer(document, f"/components/schemas/{component}/x-fal-order-properties")
    return names if isinstance(names, list) else []


@pytest.mark.parametrize(("folder", "id_"), KNOWN_CHANGES)
def test_our_document_agrees_with_the_real_one_but_for_known_changes(
    corpus: Path, folder: str, id_: str
) -> None:
    real = facts(json.loads((corpus / folder / f"{id_}.json").read_text("utf-8")))
    ours = facts(load(id_))
    assert set(real) == set(ours)
    differing = {
        field
        for name in ours
        for field in real[name].keys() | ours[name].keys()
        if not json_equal(real[name].get(field, {}), ours[name].get(field, {}))
    }
    assert differing == set(KNOWN_CHANGES[folder, id_])


@pytest.mark.parametrize(("folder", "id_"), KNOWN_CHANGES)
def test_our_fields_stand_in_the_real_order(corpus: Path, folder: str, id_: str) -> None:
    real = json.loads((corpus / folder / f"{id_}.json").read_text("utf-8"))
    for component in schemas(id_):
        listed = ordered(real, component)
        ours = ordered(load(id_), component)
        assert [name for name in ours if name in listed] == listed


def test_no_sentence_of_ours_is_one_of_the_real_documents(corpus: Path) -> None:
    family = [path for path in corpus.rglob("*.json") if "nano-banana" in path.as_posix()]
    assert family
    assert not said(family) & said(CONTRACTS.rglob("*.json"))


def test_no_sentence_of_ours_is_on_a_real_page(corpus: Path) -> None:
    pages = [path.read_text("utf-8").lower() for path in (corpus.parent / "docs").iterdir()]
    assert pages
    for sentence in said(CONTRACTS.rglob("openapi.json")):
        assert not any(sentence in page for page in pages), sentence


def said(paths: Iterable[Path]) -> set[str]:
    return {part for path in paths for part in sentences(json.loads(path.read_text("utf-8")))}


def sentences(value: Json, key: str = "") -> Iterator[str]:
    """Walk the sentences of all descriptions, examples and abouts."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from sentences(child, name)
    elif isinstance(value, list):
        for child in value:
            yield from sentences(child, key)
    elif isinstance(value, str) and " " in value and key != "title":
        yield from (part.strip().lower() for part in re.split(r"(?<=[.!?])\s+", value))
