"""Words of a document that JSON Schema does not know: they may be limits that nobody checks.

One of them, `nullable`, is OpenAPI 3.0's, and looks as if it were known.
"""

from collections.abc import Iterator
from dataclasses import replace

from fal_codegen.check import rules
from fal_codegen.check.findings import Finding
from fal_codegen.check.promises.schemas import is_unknown
from fal_codegen.contract import (
    Document,
    EndpointId,
    FilePlace,
    Json,
    Node,
    OperationSchemas,
    Problem,
    find_schemas,
    joined_pointer,
    pointer_of,
    resolve_pointer,
)
from fal_codegen.judge import Judge

_NAMED = frozenset("properties patternProperties $defs definitions dependentSchemas".split())
"""Keywords whose argument has schemas by names of its own."""
_ONE = frozenset(
    "items additionalItems additionalProperties contains contentSchema else if not propertyNames "
    "then unevaluatedItems unevaluatedProperties".split()
)
"""Keywords whose argument is a schema."""
_SEVERAL = frozenset("allOf anyOf oneOf prefixItems".split())
"""Keywords whose argument is a list of schemas."""


def check_words(
    endpoint: EndpointId, document: Document, judge: Judge, place: FilePlace
) -> Iterator[Finding]:
    """Give the places of a request and its answer that say something in words nobody knows."""
    found = find_schemas(document)
    if isinstance(found, Problem):
        return
    for pointer, schema in _schemas(document, found):
        where = replace(place, pointer=pointer)
        if words := sorted(word for word in schema if is_unknown(word)):
            yield Finding(rules.DOCUMENT_WORD, endpoint, where, ", ".join(words))
        if schema.get("nullable") is True and not judge.admits(pointer, None):
            yield Finding(rules.DOCUMENT_NULLABLE, endpoint, where)


def _schemas(document: Document, found: OperationSchemas) -> Iterator[tuple[str, Node]]:
    """Go through the schemas of both sides, each place once, and follow what they refer to."""
    waiting = [each for each in (found.output_pointer, found.input_pointer) if each]
    seen = set[str]()
    while waiting:
        pointer = waiting.pop()
        schema = resolve_pointer(document, pointer)
        if pointer in seen or not isinstance(schema, dict):
            continue
        seen.add(pointer)
        yield pointer, schema
        waiting += reversed([*_below(schema, pointer)])


def _below(schema: dict[str, Json], pointer: str) -> Iterator[str]:
    """Give the pointers to the schemas in a schema, and to the one that it refers to."""
    for word, argument in schema.items():
        here = pointer + joined_pointer([word])
        if word in _NAMED and isinstance(argument, dict):
            yield from (here + joined_pointer([name]) for name in argument)
        elif word == "$ref" and isinstance(argument, str):
            yield pointer_of(argument)
        elif word in _SEVERAL and isinstance(argument, list):
            yield from (here + joined_pointer([number]) for number in range(len(argument)))
        elif word in _ONE:
            yield here
