"""The way of a new user with the service's own documents and traffic."""

import json
from pathlib import Path

import pytest
from fal_codegen.cli import main
from fal_codegen.sources import Folder

from tests.cli.conftest import Desk

Said = pytest.CaptureFixture[str]
CATALOGUE = [
    "fal-ai/nano-banana",
    "fal-ai/nano-banana/edit",
    "fal-ai/nano-banana-pro",
    "fal-ai/nano-banana-pro/edit",
    "fal-ai/nano-banana-2",
    "fal-ai/nano-banana-2/edit",
]
SERVED = {
    "catalogue-2026-05-12": CATALOGUE,
    "as-served/latest": ["fal-ai/nano-banana/edit", "fal-ai/nano-banana-pro/edit"],
}
RECORDED = ["nano-banana", "nano-banana-edit", "nano-banana-pro"]


def project(root: Path, documents: Path, ids: list[str], *options: str) -> Desk:
    assert main(["init", str(root), *ids]) == 0
    desk = Desk(root, documents)
    assert desk.fetch(*options) == 0
    assert desk.run("generate") == 0
    return desk


@pytest.mark.deep
@pytest.mark.parametrize("folder", SERVED)
def test_real_documents_become_a_client_with_nothing_found(
    corpus: Path, tmp_path: Path, capsys: Said, folder: str
) -> None:
    desk = project(tmp_path / "project", corpus / folder, SERVED[folder])
    assert desk.run("generate", "--check") == 0
    capsys.readouterr()
    assert desk.run("check", "--format", "json") == 0
    assert {each["severity"] for each in json.loads(capsys.readouterr().out)} == {"note"}


@pytest.mark.deep
def test_nothing_is_found_by_bodies_drawn_for_every_eighth_document_of_the_catalogue(
    corpus: Path, tmp_path: Path, capsys: Said
) -> None:
    documents = corpus / "catalogue-2026-05-12"
    ids: list[str] = sorted(Folder(documents).ids())
    desk = project(tmp_path / "project", documents, ids[3::8], "--lenient")
    capsys.readouterr()
    assert desk.run("check", "--format", "json") == 0
    assert {each["severity"] for each in json.loads(capsys.readouterr().out)} == {"note"}


@pytest.mark.deep
def test_a_client_made_from_real_documents_replays_real_traffic(
    corpus: Path, tmp_path: Path, capsys: Said
) -> None:
    desk = project(tmp_path / "project", corpus / "catalogue-2026-05-12", CATALOGUE)
    files = [corpus.parent / f"traffic/{name}.har" for name in RECORDED]
    hars = [argument for file in files for argument in ("--har", str(file))]
    assert desk.run("record", *hars) == 0
    assert "3 cassettes from HAR files, 3 new." in capsys.readouterr().out
    assert desk.run("check", "--format", "json") == 0
    assert {each["severity"] for each in json.loads(capsys.readouterr().out)} == {"note"}
