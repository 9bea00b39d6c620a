import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fal_codegen.contract import Document, Json

Build = Callable[..., Document]


@pytest.fixture
def build() -> Build:
    return build_document


def build_document(
    schema: Json, *, output: Json = None, parts: dict[str, Json] | None = None
) -> Document:
    result: Json = {"200": {"content": {"application/json": {"schema": output or {}}}}}
    return {
        "openapi": "3.0.4",
        "not": {},
        "components": {"schemas": parts or {}},
        "paths": {
            "/acme/painter": {
                "post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}
            },
            "/acme/painter/requests/{request_id}": {"get": {"responses": result}},
        },
    }


@pytest.fixture(scope="session")
def corpus() -> Path:
    folder = os.environ.get("FAL_CODEGEN_CORPUS")
    if not folder:
        pytest.skip("FAL_CODEGEN_CORPUS names no folder of real documents")
    return Path(folder)
