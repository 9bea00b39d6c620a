"""What the README shows is run as it stands."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fal_codegen.cli import main
from fal_codegen.cli.app import VERBS
from fal_codegen.contract import EndpointId
from fal_codegen.drift import DERIVATION, EFFECTS
from fal_codegen.emulator import emulator, running
from fal_codegen.pipeline import fetch, generate, load_project
from fal_codegen.project import load_contracts, start_project

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAINT = EndpointId("fal-ai/nano-banana-2")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def run_example(number: int, folder: Path, front: str) -> str:
    example = re.findall(r"```python\n(.*?)```", README, re.DOTALL)[number]
    (folder / "example.py").write_text(example, "utf-8")
    (folder / "day.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    package = str(ROOT / "generated/python")
    done = subprocess.run(
        [sys.executable, "example.py"],
        cwd=folder,
        env=os.environ | {"FAL_GATEWAY": front, "FAL_KEY": "any", "PYTHONPATH": package},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def front() -> Iterator[str]:
    contracts = load_contracts(ROOT / "contracts")
    app = emulator({id_: contract.document for id_, contract in contracts.items()})
    with running(app) as front:
        yield front


def test_the_first_example_runs_as_it_stands(tmp_path: Path, front: str) -> None:
    urls = run_example(0, tmp_path, front).split()
    assert len(urls) == 2
    assert all(url.startswith(f"{front}/v3.fal.media/") for url in urls)


def test_the_clients_example_runs_as_it_stands(tmp_path: Path, front: str) -> None:
    told = [line.split()[0] for line in run_example(1, tmp_path, front).splitlines()]
    assert told == ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]


def test_the_nightly_job_runs_as_it_stands(tmp_path: Path, front: str) -> None:
    documents, shop = tmp_path / "documents", tmp_path / "shop"
    file = documents / f"{PAINT}.json"
    file.parent.mkdir(parents=True)
    file.write_bytes((ROOT / f"contracts/{PAINT}/openapi.json").read_bytes())
    start_project(shop, [PAINT])
    config = shop / "pyproject.toml"
    config.write_text(config.read_text("utf-8").replace('"live"', f'"{documents}"'), "utf-8")
    project = load_project(shop)
    fetch(project)
    generate(project)
    text = file.read_text("utf-8")
    file.write_text(text.replace('"maximum": 4', '"maximum": 3'), "utf-8")
    first, *others = run_example(2, tmp_path, front).splitlines()
    assert first == f"breaking {PAINT} request-limit-tightened"
    assert [line for line in others if line.endswith("files changed")] != []


def test_the_table_is_what_the_pipeline_ends_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--project", str(ROOT), "pipeline"]) == 0
    shown = re.findall(r"```text\n(.*?)```", README, re.DOTALL)[0]
    assert capsys.readouterr().out.startswith(shown)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"])
def test_every_command_a_text_shows_exists(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    assert set(re.findall(r"[$`]\s?make ([a-z-]+)", text)) <= TARGETS
    assert set(re.findall(r"fal-codegen ([a-z]+)", text)) <= set(VERBS)


def test_the_readme_tells_of_every_verb() -> None:
    assert {verb for verb in VERBS if f"| `{verb}" in README} == set(VERBS)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"])
def test_every_file_a_text_links_to_exists(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (ROOT / link).exists(), link


def test_the_levels_of_drift_are_those_that_follow() -> None:
    section = README.partition("## How drift is told")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    told = {row[0].split(":")[0]: tuple(row[1:]) for row in rows[2:]}
    assert told == {
        effect: (DERIVATION[effect, "request"], DERIVATION[effect, "answer"]) for effect in EFFECTS
    }
