"""The nightly workflow as `init --ci github` writes it: its shell, run against a git remote."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from fal_codegen.cli import main

from tests.ci.workflow import Runner, steps_of
from tests.cli.conftest import PAINT, RETOUCH, Desk, changed, document, put

pytestmark = pytest.mark.deep

HERE = Path(__file__).parent
NIGHTLY = ".github/workflows/fal-codegen-nightly.yml"
BRANCH = "fal-codegen/drift"


def git(folder: Path, *words: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    command = ["git", *identity, "-c", "init.defaultBranch=main", *words]
    return subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@dataclass
class Night:
    """A repository on a remote, what its source serves, and GitHub's command beside it."""

    folder: Path
    documents: Path

    def run(self, inner: str = "") -> Runner:
        """Check the repository out and run the workflow in it; it must end well."""
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        git(self.folder, "clone", "--quiet", str(self.folder / "remote.git"), "work")
        shutil.rmtree(self.folder / "temp", ignore_errors=True)
        (self.folder / "temp").mkdir()
        runner = Runner(
            work / inner,
            self.folder / "temp",
            self.folder / "bin",
            {"github.event.repository.default_branch": "main", "github.token": "t"},
        )
        steps, environment = steps_of(work / NIGHTLY, "drift")
        code = runner.run(steps, {**environment, "GH_STATE": str(self.folder / "state")})
        assert code == 0
        return runner

    @property
    def open(self) -> str:
        file = self.folder / "state/open"
        return file.read_text().strip() if file.exists() else ""

    @property
    def body(self) -> str:
        return (self.folder / "state/body").read_text("utf-8")

    @property
    def calls(self) -> list[str]:
        lines = (self.folder / "state/calls").read_text().splitlines()
        return [" ".join(line.split()[:2]) for line in lines]

    def serves(self, **limits: int) -> None:
        """Have the source serve other limits of `num_images`."""
        whole = document(PAINT)
        for name, value in limits.items():
            whole = changed(whole, f"Ask/properties/num_images/{name}", value)
        put(self.documents, [(PAINT, whole)])

    def committed(self, branch: str) -> str:
        return git(self.folder / "remote.git", "show", f"{branch}:contracts/{PAINT}/openapi.json")


@pytest.fixture
def night(finished: Desk, tmp_path: Path) -> Night:
    for name in ("bin", "state"):
        (tmp_path / name).mkdir()
    shutil.copy(HERE / "gh", tmp_path / "bin/gh")
    (tmp_path / "bin/gh").chmod(0o755)
    shutil.copytree(finished.documents, tmp_path / "documents")
    project = tmp_path / "project"
    ignored = shutil.ignore_patterns("__pycache__", ".fal-codegen")
    shutil.copytree(finished.root, project, ignore=ignored)
    git(project, "init", "--quiet")
    assert main(["init", str(project), "--ci", "github"]) == 0
    config = project / "pyproject.toml"
    text = config.read_text("utf-8")
    config.write_text(
        text.replace('source = "live"', f'source = "{tmp_path / "documents"}"'), "utf-8"
    )
    assert str(tmp_path) in config.read_text("utf-8")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "a shop")
    git(tmp_path, "clone", "--quiet", "--bare", "project", "remote.git")
    return Night(tmp_path, tmp_path / "documents")


def test_one_pull_request_is_opened_then_updated_then_closed(night: Night) -> None:
    night.run()
    assert night.open == ""
    assert night.calls == ["pr list"]

    night.serves(maximum=2)
    night.run()
    assert night.open == "1"
    assert "maximum tightened from 4 to 2" in night.body
    assert '"maximum": 2' in night.committed(BRANCH)
    assert '"maximum": 4' in night.committed("main")
    files = git(night.folder / "remote.git", "diff", "--name-only", "main", BRANCH).splitlines()
    assert {file.split("/")[0] for file in files} == {"contracts", "generated"}

    before = git(night.folder / "remote.git", "rev-parse", BRANCH)
    night.run()  # the same again: nothing is pushed
    assert git(night.folder / "remote.git", "rev-parse", BRANCH) == before

    night.serves(maximum=3)
    night.run()
    assert night.open == "1"
    assert "maximum tightened from 4 to 3" in night.body
    assert '"maximum": 3' in night.committed(BRANCH)
    assert night.calls.count("pr create") == 1

    night.serves()
    night.run()
    assert night.open == ""
    assert BRANCH not in git(night.folder / "remote.git", "branch", "--list")
    assert night.calls[-1] == "pr close"


def test_what_is_said_once_and_taken_back_is_not_believed(night: Night) -> None:
    night.serves(maximum=2)
    real = Path(sys.executable).parent / "fal-codegen"
    back = night.folder / "documents.before"
    put(back, [(PAINT, document(PAINT)), (RETOUCH, document(RETOUCH))])
    flipping = night.folder / "bin/fal-codegen"
    flipping.write_text(
        f'#!/usr/bin/env bash\n"{real}" "$@" || exit\n'
        f'if [ "$1" = generate ]; then cp -r "{back}/." "{night.documents}"; fi\n'
    )
    flipping.chmod(0o755)
    night.run()
    assert night.open == ""
    assert not (night.folder / "state/calls").exists()


def test_a_service_that_cannot_be_asked_fails_the_job_and_touches_nothing(night: Night) -> None:
    night.serves(maximum=2)
    night.run()
    shutil.rmtree(night.documents)
    with pytest.raises(AssertionError):
        night.run()
    assert night.open == "1"
