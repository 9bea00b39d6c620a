"""Every document, real and ours, in TypeScript: it compiles, is clean, and decides as the judge."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isinf
from pathlib import Path

import pytest
from fal_codegen.cases import boundary_cases
from fal_codegen.contract import (
    Document,
    Endpoint,
    EndpointId,
    Json,
    canonical,
    is_text,
    request_accepts,
)
from fal_codegen.emit import module_names
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document

from tests.documents import CORPUS, corpus, load
from tests.typescript.node import needs_node, tool
from tests.typescript.written import as_javascript_reads, taken, written

pytestmark = [needs_node, pytest.mark.deep]
SAMPLE = 40
"""Bodies of an endpoint that are asked about, evenly spread over its boundary cases."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Endpoints and their documents by the names of their modules, and the package of them."""

    endpoints: Mapping[str, Endpoint]
    documents: Mapping[str, Document]
    package: Path
    lost: frozenset[str] = frozenset()
    """Those of which reading told what it lost: their shapes alone say what is taken."""


def catalogue(root: Path, folder: Path) -> Catalogue:
    found = {
        EndpointId(file.relative_to(root).with_suffix("").as_posix()): load(file)
        for file in sorted(root.rglob("*.json"))
    }
    names = module_names(found)
    documents = {names[id_]: each for id_, each in found.items()}
    readings = {name: read_document(each).endpoint for name, each in documents.items()}
    endpoints = {name: each for name, each in readings.items() if each is not None}
    assert len(endpoints) == len(found)
    return Catalogue(endpoints, documents, written(endpoints, folder))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    root = corpus() / "catalogue-2026-05-12"
    return catalogue(root, tmp_path_factory.mktemp("catalogue"))


def agree(them: Catalogue) -> int:
    """Hold the client's verdicts to the judge's, of the values that JavaScript reads."""
    bodies = {name: [*sample(each)] for name, each in them.endpoints.items()}
    said = taken(them.package, {n: map(json.dumps, each) for n, each in bodies.items()})
    verdicts = iter(said)
    wrong = [
        (name, body, verdict)
        for name, each in bodies.items()
        for body, verdict in zip(each, verdicts, strict=False)
        if verdict is not wanted(them, name, body)
    ]
    assert wrong == []
    assert 0.1 < sum(said) / len(said) < 0.9
    return len(said)


def sample(endpoint: Endpoint) -> Iterator[Json]:
    bodies = [case.body for case in boundary_cases(endpoint)]
    yield from bodies[:: max(len(bodies) // SAMPLE, 1)]


def wanted(them: Catalogue, name: str, body: Json) -> bool:
    read = as_javascript_reads(body)
    if any(map(isinf, numbers(read))) or not is_text(canonical(read)):
        return False  # neither can be sent as JSON
    if not request_accepts(them.endpoints[name], read):
        return False
    return name in them.lost or not Judge(them.documents[name]).input(read)


def numbers(value: Json) -> Iterator[float]:
    match value:
        case float():
            yield value
        case list():
            for each in value:
                yield from numbers(each)
        case dict():
            yield from numbers([*value.values()])
        case _:
            return


def test_our_documents_decide_as_the_judge(tmp_path: Path) -> None:
    assert agree(catalogue(CORPUS, tmp_path)) > 300


def test_the_whole_catalogue_decides_as_the_judge(real: Catalogue) -> None:
    assert agree(real) > 10_000


def test_the_whole_catalogue_is_clean(real: Catalogue) -> None:
    assert tool("eslint", "src", cwd=real.package) == (0, "")
    code, said = tool("prettier", "--check", "src", cwd=real.package)
    assert code == 0, said
