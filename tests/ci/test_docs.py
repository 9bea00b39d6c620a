"""docs/ci.md is run as it stands."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.ci.workflow import Runner
from tests.cli.conftest import Desk

DOCS = (Path(__file__).parents[2] / "docs/ci.md").read_text("utf-8")
COPIED, HOOKS = re.findall(r"```yaml\n(.*?)```", DOCS, re.DOTALL)[:2]
KEY = "sk-canary-0123456789abcdef0123456789abcdef"

pytestmark = pytest.mark.deep


def run_copied(desk: Desk, tmp_path: Path) -> int:
    (tmp_path / "temp").mkdir(exist_ok=True)
    runner = Runner(desk.root, tmp_path / "temp", tmp_path)
    (job,) = yaml.safe_load(COPIED)["jobs"].values()
    steps = [step for step in job["steps"] if not step.get("run", "").startswith("pip ")]
    return runner.run(steps, {})


def test_what_is_copied_has_fifteen_lines_and_passes_where_all_is_well(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len([line for line in COPIED.splitlines() if not line.startswith("#")]) <= 15
    assert run_copied(desk, tmp_path) == 0
    assert "files are what the contracts say" in capsys.readouterr().out


def test_what_is_copied_fails_where_something_is_found(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    next((desk.root / "cassettes").rglob("sync.yaml")).unlink()
    assert run_copied(desk, tmp_path) == 1
    assert "::warning file=" in capsys.readouterr().out


def test_the_hooks_pass_and_fail(desk: Desk, tmp_path: Path) -> None:
    hooks = yaml.safe_load(HOOKS)["repos"][0]["hooks"]
    entries = [hook["entry"].split()[1:] for hook in hooks]
    assert [desk.run(*entry) for entry in entries] == [0, 0]
    tape = next((desk.root / "cassettes").rglob("sync.yaml"))
    tape.write_text(tape.read_text("utf-8") + f"# authorization: Key {KEY}\n", "utf-8")
    client = next((desk.root / "generated").rglob("*.py"))
    client.write_text(client.read_text("utf-8") + "\n", "utf-8")
    assert [desk.run(*entry) for entry in entries] == [1, 1]
    shutil.rmtree(tmp_path / "project")
