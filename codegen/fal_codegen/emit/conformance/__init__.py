"""The conformance kit: what clients in other languages are held to, as data."""

import json
from collections.abc import Iterable, Sequence

from fal_codegen.contract import Json
from fal_codegen.emit.conformance.answers import answer_vectors, sample_answer
from fal_codegen.emit.conformance.contracts import contract_of
from fal_codegen.emit.conformance.requests import request_vectors
from fal_codegen.emit.layout import KIT, ModuleSpec, Package, Templates, kit_paths
from fal_codegen.emit.package import below

FORMAT = 1
"""The version of the kit's files; another number means that readers must be changed."""


def emit_kit(sources: Iterable[ModuleSpec], package: str, _templates: Templates) -> dict[str, str]:
    """Give contract and vectors of endpoints, by their paths below `generated/`."""
    files: dict[str, str] = {}
    for source in sources:
        endpoint = source.endpoint
        about: dict[str, Json] = {"format": FORMAT, "endpoint": endpoint.id}
        contract, requests, answers = kit_paths(endpoint.id, source.module, package)
        promised = {**about, "document": source.digest, **contract_of(endpoint)}
        files[contract] = json.dumps(promised, indent=2) + "\n"
        files[requests] = _listed(about, request_vectors(endpoint))
        whole = sample_answer(endpoint)
        files[answers] = _listed({**about, "sample": whole}, answer_vectors(endpoint, whole))
    return files


def kit_frame(_package: Package, templates: Templates) -> dict[str, str]:
    """Give what is the same for all endpoints: scripts, schemas and their description, as is."""
    return dict(below(f"{KIT}/", templates))


def _listed(about: dict[str, Json], vectors: Sequence[Json]) -> str:
    """Spell a file of vectors in ASCII, one in a line."""
    head = json.dumps(about)[1:-1]
    lines = ",\n".join(map(json.dumps, vectors))
    return f'{{{head}, "vectors": [\n{lines}\n]}}\n'
