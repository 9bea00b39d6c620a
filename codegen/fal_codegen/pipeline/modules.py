"""The work for a few modules; runs wherever the executor is."""

from collections.abc import Sequence
from dataclasses import dataclass

from fal_codegen.contract import EndpointId, digest, parse
from fal_codegen.emit import Source, Templates, emit_modules
from fal_codegen.openapi import read_document


@dataclass(frozen=True, slots=True)
class ModuleTask:
    """An endpoint whose module is to be made: its name, and the text of the document."""

    id: EndpointId
    module: str
    document: bytes


def render_modules(
    pieces: Sequence[ModuleTask], templates: Templates
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
    return emit_modules(sources, templates), refused


def _source(piece: ModuleTask) -> Source | str:
    try:
        document = parse(piece.document)
    except ValueError as error:
        return str(error)
    reading = read_document(document)
    if reading.endpoint is None:
        return reading.refusal
    return Source(reading.endpoint, piece.module, digest(document))
