"""The composite action and GitLab's job: their shell is run here."""

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from fal_codegen.cli import main

from tests.ci.workflow import BASH, Runner
from tests.cli.conftest import PAINT, Desk, changed, document

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.deep


def act(desk: Desk, tmp_path: Path, **inputs: str) -> tuple[int, Runner]:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    given = {name: str(each["default"]) for name, each in action["inputs"].items()}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    known = {f"inputs.{name}": value for name, value in given.items()}
    (tmp_path / "temp").mkdir()
    runner = Runner(desk.root, tmp_path / "temp", tmp_path, known)
    steps = [step for step in action["runs"]["steps"] if step["name"] != "Install fal-codegen"]
    return runner.run(steps, {}), runner


def test_the_action_says_what_it_found_and_fails_with_it(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.serves(PAINT, changed(document(PAINT), "Ask/properties/num_images/maximum", 2))
    code, runner = act(desk, tmp_path, source=str(desk.documents))
    assert code == 1
    outputs = {name.rpartition(".")[2]: value for name, value in runner.known.items()}
    assert outputs["level"] == "breaking"
    assert json.loads(outputs["counts"])["breaking"] == 1
    assert outputs["headline"] == "1 breaking, 4 notes in 2 endpoints"
    assert (desk.root / outputs["sarif"]).is_file()
    assert runner.summary.startswith("**fal-codegen:** 1 breaking")
    assert "::error file=" in capsys.readouterr().out
    ends = {file.suffix for file in (desk.root / "fal-codegen-report").iterdir()}
    assert ends >= {".html", ".json", ".md", ".sarif", ".xml"}


def test_the_action_passes_what_it_is_told_to_pass(desk: Desk, tmp_path: Path) -> None:
    desk.serves(PAINT, changed(document(PAINT), "Ask/properties/num_images/maximum", 2))
    code, runner = act(desk, tmp_path, source=str(desk.documents), fail_on="never")
    assert code == 0
    assert runner.known["steps.report.outputs.level"] == "breaking"


def test_what_is_broken_is_told_and_is_no_command(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = act(desk, tmp_path, source="/nowhere\n::error::planted")
    assert code == 2
    lines = capsys.readouterr().out.splitlines()
    stopped = next(n for n, line in enumerate(lines) if line.startswith("::stop-commands::"))
    end = f"::{lines[stopped].rpartition('::')[2]}::"
    assert any(line.startswith("error: ") for line in lines[stopped : lines.index(end)])
    assert not any("planted" in line for line in lines[:stopped])


@pytest.mark.parametrize("broken", [False, True])
def test_gitlabs_job_leaves_a_report_and_ends_as_check_does(
    desk: Desk, tmp_path: Path, *, broken: bool
) -> None:
    assert main(["init", str(desk.root), "--ci", "gitlab"]) == 0
    if broken:
        next((desk.root / "cassettes").rglob("sync.yaml")).unlink()
    job = yaml.safe_load((desk.root / ".gitlab/fal-codegen.yml").read_text("utf-8"))["fal-codegen"]
    script = "\n".join(line for line in job["script"] if not line.startswith("pip "))
    runner = Runner(desk.root, tmp_path, tmp_path)
    assert runner.run([{"run": script}], {}) == int(broken)
    assert (desk.root / job["artifacts"]["reports"]["junit"]).is_file()


def test_every_shell_can_be_read(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path), "--ci", "github"]) == 0
    for file in [*tmp_path.rglob("fal-codegen*.yml"), ROOT / "action.yml"]:
        data = yaml.safe_load(file.read_text("utf-8"))
        places = [*data.get("jobs", {}).values()] or [data["runs"]]
        for step in (step for place in places for step in place["steps"] if "run" in step):
            subprocess.run([BASH, "-n", "-c", step["run"]], check=True)
