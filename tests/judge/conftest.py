from collections.abc import Callable

import pytest
from fal_codegen.contract import Document, Json

from tests.documents import document

Build = Callable[..., Document]


@pytest.fixture
def build() -> Build:
    return build_document


def build_document(
    schema: Json, *, output: Json = None, parts: dict[str, Json] | None = None
) -> Document:
    """Give a document that would refuse everything if it were taken for a schema itself."""
    return {**document(schema, output or {}, parts), "not": {}}
