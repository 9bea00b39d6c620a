"""Help and completion are quick: they load none of what does the work."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
from fal_codegen.cli.app import VERBS
from fal_codegen.cli.options import FAIL_ON
from fal_codegen.drift import FAIL_ON as LEVELS
from fal_codegen.project import EMULATOR, LIVE

COMPLETE = "_FAL_CODEGEN_COMPLETE"
PROJECT = """
[tool.fal-codegen]
endpoints = ["acme/painter", "acme/painter/retouch", "other/one"]
"""
LOAD = """
import json, sys
sys.argv[0] = "fal-codegen"
from fal_codegen.cli import main
code = main(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


def loaded(*arguments: str, **env: str) -> tuple[str, set[str]]:
    """Run the command; give what it printed and the modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD, *arguments],
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=True,
    )
    code, modules = json.loads(done.stderr)
    assert code == 0
    return done.stdout, set(modules)


def completed(root: Path, *words: str) -> list[str]:
    """Give what bash would offer for the last of these words."""
    line = ["fal-codegen", "--project", str(root), *words]
    shell = {COMPLETE: "bash_complete", "COMP_WORDS": " ".join(line)}
    printed, modules = loaded(**shell, COMP_CWORD=str(len(line) - 1))
    assert only_the_command(modules)
    return [item.partition(",")[2] for item in printed.splitlines() if item]


def only_the_command(modules: set[str]) -> bool:
    """Say whether our rooms and libraries stayed out, but for the command and click."""
    ours = {name for name in modules if name.startswith("fal_codegen.")}
    theirs = set("pydantic httpx rich jinja2 hypothesis jsonschema_rs starlette yaml".split())
    assert {name.split(".")[1] for name in ours} <= {"cli", "errors"}
    assert not modules & {*theirs, "asyncio", "tomlkit", "filelock", "cryptography"}
    return True


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(PROJECT, "utf-8")
    return tmp_path


def test_the_help_of_everything_loads_only_the_command() -> None:
    printed, modules = loaded("--help")
    assert all(verb in printed for verb in VERBS)
    assert only_the_command(modules)


def test_the_help_of_a_verb_loads_only_the_command() -> None:
    for verb in ("drift", "record", "serve"):
        assert only_the_command(loaded(verb, "--help")[1])


@pytest.mark.skipif(which("bash") is None, reason="there is no bash here")
def test_bash_offers_sources_by_name_beside_folders(project: Path) -> None:
    words = f"fal-codegen --project {project} drift --source e"
    script = f"""
compopt() {{ :; }}
eval "$({COMPLETE}=bash_source fal-codegen)"
COMP_WORDS=({words})
COMP_CWORD={len(words.split()) - 1}
_fal_codegen_completion fal-codegen e --source
echo "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(
        [which("bash") or "", "-c", script],
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "emulator\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_its_script(shell: str) -> None:
    printed, modules = loaded(**{COMPLETE: f"{shell}_source"})
    assert COMPLETE in printed
    assert only_the_command(modules)


def test_verbs_and_their_options_are_completed(project: Path) -> None:
    assert completed(project, "re") == ["remove", "report", "record"]
    assert completed(project, "drift", "--fail") == ["--fail-on"]
    assert completed(project, "drift", "--source", "l") == ["l", "live"]


def test_the_ids_of_the_project_are_completed_once_each(project: Path) -> None:
    assert completed(project, "fetch", "acme") == ["acme/painter", "acme/painter/retouch"]
    assert completed(project, "remove", "acme/painter", "a") == ["acme/painter/retouch"]


@pytest.mark.parametrize("text", ["", "][", "tool = 3", "[tool.fal-codegen]\nendpoints = 3"])
def test_a_project_that_cannot_be_read_completes_nothing(project: Path, text: str) -> None:
    (project / "pyproject.toml").write_text(text, "utf-8")
    assert completed(project, "fetch", "a") == []


def test_what_the_command_writes_of_its_own_is_what_the_rooms_say() -> None:
    assert FAIL_ON == LEVELS
    assert (EMULATOR, LIVE) == ("emulator", "live")


def test_the_package_runs_by_its_name() -> None:
    command = [sys.executable, "-m", "fal_codegen", "fech"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith("see `fal-codegen --help`\n")
