"""Made pages are held to their documents as fal's own are."""

from pathlib import Path

import httpx
import pytest
from fal_codegen.check import check_docs
from fal_codegen.cli import main
from fal_codegen.contract import Document, EndpointId, Problem, pretty
from fal_codegen.emulator import running
from fal_codegen.judge import Judge
from fal_codegen.openapi import read_document
from fal_codegen.pages import Page, read_page
from fal_codegen.pipeline.serving.page_from_document import page_from_document
from fal_codegen.pipeline.serving.project_emulator import project_emulator
from fal_codegen.project import load_project

from tests.documents import PAINTER, corpus, document, family, fields, load


def page_of(source: Document) -> Page:
    """Make the page of a document and read it back."""
    page = read_page(page_from_document(source) or "", endpoint_id(source))
    assert isinstance(page, Page)
    return page


def endpoint_id(source: Document) -> EndpointId:
    endpoint = read_document(source).endpoint
    assert endpoint is not None
    return endpoint.id


def disagreements(source: Document) -> set[str]:
    """Give the rules by which page and document disagree.

    Left out is the document's own prose, which some documents do not keep to.
    """
    endpoint = read_document(source).endpoint
    assert endpoint is not None
    found = {finding.rule.id for finding in check_docs(page_of(source), endpoint, Judge(source))}
    return {rule for rule in found if not rule.startswith("page-")} - {"docs-prose-differs"}


@pytest.mark.parametrize("id_", family())
def test_a_made_page_and_its_document_are_in_no_disagreement(id_: str) -> None:
    assert disagreements(family()[id_]) == set()


@pytest.mark.deep
def test_every_real_document_has_a_page_that_tells_all_a_page_can() -> None:
    found: dict[str, set[str]] = {}
    untold: list[str] = []
    for file in sorted((corpus() / "catalogue-2026-05-12").rglob("*.json")):
        source = load(file)
        id_ = endpoint_id(source)
        if isinstance(read_page(page_from_document(source) or "", id_), Problem):
            untold.append(id_)
        elif rules := disagreements(source):
            found[id_] = rules
    assert untold == [  # their documents describe no field at all
        "openrouter/router/openai/v1/chat/completions",
        "openrouter/router/openai/v1/embeddings",
    ]
    assert found == {}


def test_examples_are_the_fields_own_and_their_defaults() -> None:
    given = fields(
        "prompt",
        prompt={"type": "string", "examples": ["a red boat"]},
        count={"type": "integer", "default": 2},
        seed={"type": "integer"},
    )
    page = page_of(document(given, fields("text", text={"type": "string"})))
    assert page.input_example == {"prompt": "a red boat", "count": 2}
    assert page.output_example is None


def test_of_what_cannot_be_read_no_page_is_made() -> None:
    assert page_from_document({"openapi": "3.0.4", "paths": {}}) is None


@pytest.mark.parametrize(("every_page", "status"), [(True, 200), (False, 404)])
def test_a_made_page_is_for_reading_and_not_for_fetching(
    tmp_path: Path, *, every_page: bool, status: int
) -> None:
    assert main(["init", str(tmp_path)]) == 0
    file = tmp_path / "contracts" / PAINTER / "openapi.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(pretty(document(fields(prompt={"type": "string"}))))
    with running(project_emulator(load_project(tmp_path), every_page=every_page)) as front:
        answer = httpx.get(f"{front}/fal.ai/models/{PAINTER}/llms.txt")
    assert (answer.status_code, "`prompt`" in answer.text) == (status, every_page)
