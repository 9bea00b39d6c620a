"""Where in a document that lies which keeps its module from being written or imported."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from fal_codegen.contract import (
    Endpoint,
    Json,
    Object,
    OperationSchemas,
    escape,
    find_schemas,
    locate,
    resolve_pointer,
)
from fal_codegen.emit import ModuleSpec
from fal_codegen.openapi import read_document

_FIELDS = 60
"""Fields of a side that are left out in turn."""


def place_of_fault(document: Json, works: Callable[[Sequence[ModuleSpec]], Collection[str]]) -> str:
    """Give the pointer of the one field without which a document's module works.

    That of the whole request or answer, where it is not one field. `works` names the modules that
    do, of those that it is given.
    """
    endpoint, places = read_document(document).endpoint, find_schemas(document)
    if endpoint is None or not isinstance(places, OperationSchemas):
        return "/paths"
    sides = [_followed(document, each) for each in (places.input_pointer, places.output_pointer)]
    trials = [*_trials(endpoint, *sides)]
    names = {f"trial_{number}": pointer for number, (pointer, _) in enumerate(trials)}
    specs = [ModuleSpec(trial, name, "") for name, (_, trial) in zip(names, trials, strict=True)]
    well = works(specs)
    return next((names[name] for name in names if name in well), sides[0])


def _followed(document: Json, pointer: str | None) -> str:
    """Give the place that a reference at this place leads to, or the place itself."""
    node = None if pointer is None else resolve_pointer(document, pointer)
    ref = node.get("$ref") if isinstance(node, dict) else None
    target = locate(document, pointer or "", ref) if isinstance(ref, str) else None
    return target or pointer or "/paths"


def _trials(endpoint: Endpoint, asked: str, answered: str) -> Iterator[tuple[str, Endpoint]]:
    """Leave out one field of the request or the answer, then all of one side."""
    for field in endpoint.input.fields[:_FIELDS]:
        rest = tuple(each for each in endpoint.input.fields if each != field)
        pointer = f"{asked}/properties/{escape(field.name)}"
        yield pointer, replace(endpoint, input=replace(endpoint.input, fields=rest))
    output = endpoint.resolve(endpoint.output)
    if isinstance(output, Object):
        for field in output.fields[:_FIELDS]:
            rest = tuple(each for each in output.fields if each != field)
            pointer = f"{answered}/properties/{escape(field.name)}"
            yield pointer, replace(endpoint, output=replace(output, fields=rest))
    yield asked, replace(endpoint, input=Object())
    yield answered, replace(endpoint, output=Object())
