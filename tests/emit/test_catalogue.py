"""Every document, real and ours: the generated client decides as jsonschema does on the raw one.

The exceptions, and there is no other: unlisted fields are refused, and so is 2.0 where an integer
is asked (both in `fal_codegen.contract.request_accepts`).
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.cases import boundary_cases
from fal_codegen.cases.strategies import answers, bodies
from fal_codegen.contract import (
    Document,
    Endpoint,
    EndpointId,
    OperationSchemas,
    find_schemas,
    request_accepts,
    with_direct_references,
)
from fal_codegen.emit import module_names
from fal_codegen.openapi import read_document
from fal_codegen.sources import Folder
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError
from referencing.jsonschema import EMPTY_REGISTRY

from tests.documents import CORPUS, steady
from tests.emit.conftest import imported, texts
from tests.second_validator import second_validator

Catalogue = dict[EndpointId, Document]

REAL = os.environ.get("FAL_CODEGEN_CORPUS")
CATALOGUE = Path(REAL or "nowhere") / "catalogue-2026-05-12"
needs_the_real = pytest.mark.skipif(
    not REAL, reason="FAL_CODEGEN_CORPUS names no folder of real documents"
)
SHARES = 16
"""Into how many tests the catalogue is dealt, for as many processes as there are."""
EXAMPLES, FEW = 200, 20


def read_catalogue(root: Path) -> Catalogue:
    folder = Folder(root)
    return {id_: json.loads(folder.document(id_)) for id_ in folder.ids()}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue(CATALOGUE)


@pytest.fixture(scope="module")
def built(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("catalogue")
    with imported(texts(catalogue.values()), root):
        yield root / "python"


@pytest.mark.deep
def test_requests_and_answers_of_our_documents_agree_with_jsonschema(tmp_path: Path) -> None:
    ours = read_catalogue(CORPUS)
    modules = module_names(ours)
    with imported(texts(ours.values()), tmp_path):
        for id_, document in ours.items():
            endpoint = read_document(document).endpoint
            assert endpoint is not None
            agree(endpoint, document, import_module(f"fal_endpoints.{modules[id_]}"), FEW)


def validator(document: Document, side: str) -> Any:  # noqa: ANN401 - jsonschema has no types
    places = find_schemas(document)
    assert isinstance(places, OperationSchemas)
    schema: Any = getattr(places, side)
    whole = {**schema, "components": with_direct_references(document)["components"]}
    return second_validator(whole, registry=EMPTY_REGISTRY)


def agree(endpoint: Endpoint, document: Document, module: Any, examples: int) -> None:  # noqa: ANN401 - generated
    """Raise if request and answer decide otherwise than jsonschema on any body."""
    given_, answered = validator(document, "input"), validator(document, "output")

    def check(body: Any) -> None:  # noqa: ANN401 - a body
        wanted = given_.is_valid(body) and request_accepts(endpoint, body)
        try:
            back = module.Input.from_body(body).body()
        except ValidationError:
            back = None
        assert (back is not None) == wanted, (endpoint.id, body)
        assert back is None or back == body, (endpoint.id, body, back)

    for case in boundary_cases(endpoint):
        assert case.valid == given_.is_valid(case.body), case
        check(case.body)

    @settings(
        steady(examples),
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.filter_too_much,
            HealthCheck.data_too_large,
        ],
    )
    @given(bodies(endpoint), answers(endpoint))
    def any_body_and_answer(body: Any, answer: Any) -> None:  # noqa: ANN401 - as above
        check(body)
        assert answered.is_valid(answer), (endpoint.id, answer)
        read = module.Output.model_validate_json(json.dumps(answer))
        assert read.model_dump(mode="json", by_alias=True, exclude_unset=True) == answer

    any_body_and_answer()


@pytest.mark.deep
@needs_the_real
@pytest.mark.parametrize("share", range(SHARES))
def test_requests_and_answers_agree_with_jsonschema(
    share: int, catalogue: Catalogue, built: Path
) -> None:
    assert built
    modules = module_names(catalogue)
    for id_ in sorted(catalogue)[share::SHARES]:
        endpoint = read_document(catalogue[id_]).endpoint
        assert endpoint is not None
        agree(endpoint, catalogue[id_], import_module(f"fal_endpoints.{modules[id_]}"), EXAMPLES)


@pytest.mark.deep
@needs_the_real
@pytest.mark.parametrize(
    "command",
    [
        ["mypy", "--strict", "--no-incremental"],
        ["pyright", "--pythonpath", sys.executable],
        ["ruff", "check", "--no-cache"],
        ["ruff", "format", "--no-cache", "--check"],
    ],
    ids=["mypy", "pyright", "ruff", "format"],
)
def test_the_whole_catalogue_is_clean(command: list[str], built: Path) -> None:
    pytest.importorskip(command[0])
    (built / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", *command, "fal_endpoints"],
        cwd=built,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.deep
@needs_the_real
def test_only_the_known_documents_have_holes(catalogue: Catalogue) -> None:
    holes = {
        id_: problem.message
        for id_, document in catalogue.items()
        for problem in read_document(document).problems
    }
    assert sum("output schema is empty" in message for message in holes.values()) == 9
    assert sum("leads nowhere" in message for message in holes.values()) == 1
    assert len(holes) == 10
