"""The work for a few modules; runs wherever the executor is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fal_codegen.contract import EndpointId, digest, parse
from fal_codegen.emit import Example, Source, Templates, emit_modules, example_of
from fal_codegen.openapi import read_document


@dataclass(frozen=True, slots=True)
class ModuleTask:
    """An endpoint whose module is to be made: its name, and the text of the document."""

    id: EndpointId
    module: str
    document: bytes


def render_modules(
    pieces: Sequence[ModuleTask], package: str, templates: Templates
) -> tuple[dict[str, str], dict[str, str]]:
    """Make modules: texts by path, and refusals by the name of the module."""
    sources: list[Source] = []
    refused: dict[str, str] = {}
    for piece in pieces:
        made = _source(piece)
        if isinstance(made, Source):
            sources.append(made)
        else:
            refused[piece.module] = f"{piece.id}: {made}"
    return emit_modules(sources, package, templates), refused


def first_example(pieces: Iterable[ModuleTask]) -> Example | None:
    """Give a request to the first endpoint that a body is known for, if there is one."""
    sources = (_source(piece) for piece in pieces)
    examples = (
        example_of(each.endpoint, each.module) for each in sources if isinstance(each, Source)
    )
    return next(filter(None, examples), None)


def _source(piece: ModuleTask) -> Source | str:
    try:
        document = parse(piece.document)
    except ValueError as error:
        return str(error)
    reading = read_document(document)
    if reading.endpoint is None:
        return reading.refusal
    return Source(reading.endpoint, piece.module, digest(document))
