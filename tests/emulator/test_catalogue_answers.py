"""Of every document, real and ours: what the emulator answers is valid by its own schema."""

import pytest
from fal_codegen.contract import (
    Document,
    Json,
    OperationSchemas,
    find_schemas,
    with_direct_references,
)
from fal_codegen.emulator.answers.model import Model
from fal_codegen.emulator.answers.samples import sample
from jsonschema_rs import Draft202012Validator

from tests.documents import load, of_all_kinds


def invalid(document: Document, output: Json, value: Json) -> str:
    """Say what the library finds wrong, asked without our judge; nothing where all is well."""
    assert isinstance(output, dict)
    whole = {**output, "components": with_direct_references(document)["components"]}
    errors = Draft202012Validator(whole, validate_formats=False).iter_errors(value)
    return "; ".join(error.message for error in errors)


@pytest.mark.deep
def test_every_document_gets_a_valid_answer() -> None:
    wrong: dict[str, str] = {}
    for file in of_all_kinds():
        name, document = str(file), load(file)
        places = find_schemas(document)
        assert isinstance(places, OperationSchemas)
        body = sample(document, places.input)
        outcome = Model(document).perform(body, "https://x")
        wrong[name] = invalid(document, places.output, outcome.body)
        if outcome.status != 200:
            wrong[name] = str(outcome.body)
    assert {name: why for name, why in wrong.items() if why} == {}
