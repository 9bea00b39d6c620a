"""A project that the version before wrote, whose package was called `codegen`, goes on to work.

`old_project` was made by it: `init`, `fetch` from a folder, `generate`, `record`, one page, and one
finding accepted. Code and configuration end in `.txt`, so that no tool takes them for ours.
"""

import json
import shutil
from pathlib import Path

import pytest
from fal_codegen.cli import main
from fal_codegen.cli.options import MIGRATED
from fal_codegen.project import FORMAT

OLD = Path(__file__).parent / "old_project"
PACKAGE = Path("generated/python/fal_endpoints")

Said = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    shutil.copytree(OLD, root)
    for file in [*root.rglob("*.txt")]:
        file.rename(file.with_suffix(""))
    return root


def run(project: Path, *arguments: str) -> int:
    return main(["--project", str(project), *arguments])


def test_an_old_project_is_read_as_it_stands(project: Path, capsys: Said) -> None:
    assert run(project, "cases") == 0
    assert "copies" in capsys.readouterr().out
    before = (project / "contracts/lock.json").read_bytes()
    assert run(project, "generate", "--check") == 1
    assert (project / "contracts/lock.json").read_bytes() == before


def test_generate_migrates_an_old_project_and_says_so_once(project: Path, capsys: Said) -> None:
    assert run(project, "generate") == 0
    assert capsys.readouterr().out.splitlines().count(MIGRATED) == 1
    assert json.loads((project / "contracts/lock.json").read_bytes())["format"] == FORMAT
    assert not (project / PACKAGE / "_patience.py").exists()
    assert run(project, "generate") == 0
    assert MIGRATED not in capsys.readouterr().out
    assert run(project, "generate", "--check") == 0


@pytest.mark.deep
def test_a_run_of_the_whole_pipeline_migrates_it_and_says_so_once(
    project: Path, capsys: Said
) -> None:
    assert run(project, "pipeline", "--source", "emulator") == 0
    assert capsys.readouterr().out.splitlines().count(MIGRATED) == 1


def test_a_fetch_before_that_leaves_the_migration_to_generate(project: Path, capsys: Said) -> None:
    assert run(project, "fetch", "--source", "emulator") == 0
    assert run(project, "generate") == 0
    assert MIGRATED in capsys.readouterr().out


@pytest.mark.deep
def test_its_cassettes_and_accepted_findings_hold_after_that(project: Path, capsys: Said) -> None:
    assert run(project, "generate") == 0
    capsys.readouterr()
    assert run(project, "check") == 0
    said = capsys.readouterr().out
    assert "(accepted: the page shows the default of the first press)" in said
    assert "0 findings" in said
    assert "8 cassettes checked" in said


def test_a_project_of_a_newer_version_is_refused(project: Path, capsys: Said) -> None:
    file = project / "contracts/lock.json"
    lock = json.loads(file.read_bytes())
    file.write_text(json.dumps({**lock, "format": FORMAT + 1}), "utf-8")
    assert run(project, "generate") == 2
    assert capsys.readouterr().err == (
        f"error: {file}: written by a newer fal-codegen; install that one\n"
    )
