"""init --ci: files ready to commit, pinned, and nobody's own file written over."""

import re
from pathlib import Path

import pytest
import yaml
from fal_codegen import __version__
from fal_codegen.cli import main

ROOT = Path(__file__).parents[2]
GITHUB = [".github/workflows/fal-codegen.yml", ".github/workflows/fal-codegen-nightly.yml"]
GITLAB = [".gitlab/fal-codegen.yml", ".gitlab-ci.yml"]


@pytest.mark.parametrize(("service", "files"), [("github", GITHUB), ("gitlab", GITLAB)])
def test_files_are_written_whole_and_pinned(
    service: str, files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path), "--ci", service]) == 0
    said = capsys.readouterr().out
    for name in files:
        text = (tmp_path / name).read_text("utf-8")
        assert name in said
        assert "@PROJECT@" not in text
        assert "@VERSION@" not in text
        assert yaml.safe_load(text)
    text = (tmp_path / files[0]).read_text("utf-8")
    assert f"fal-codegen=={__version__}" in text


@pytest.mark.parametrize("service", ["github", "gitlab"])
def test_what_is_there_is_left_alone(service: str, tmp_path: Path) -> None:
    kept = tmp_path / (GITHUB if service == "github" else GITLAB)[1]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("mine: true\n", "utf-8")
    assert main(["init", str(tmp_path), "--ci", service]) == 0
    assert kept.read_text("utf-8") == "mine: true\n"


def test_in_a_folder_of_a_repository_the_files_lie_at_its_root(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / 'a "shop"'
    assert main(["init", str(inner), "--ci", "github"]) == 0
    data = yaml.safe_load((tmp_path / GITHUB[0]).read_text("utf-8"))
    assert data["defaults"]["run"]["working-directory"] == 'a "shop"'


@pytest.mark.parametrize("name", [*GITHUB, "action.yml"])
def test_actions_are_named_by_commit_and_no_expression_is_in_a_shell(
    name: str, tmp_path: Path
) -> None:
    main(["init", str(tmp_path), "--ci", "github"])
    text = ((ROOT if name == "action.yml" else tmp_path) / name).read_text("utf-8")
    for used in re.findall(r"uses: (.*)", text):
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v[\d.]+", used)
    for script in re.findall(r"run: \|\n((?: {8,}.*\n|\n)+)", text):
        assert "${{" not in script
    assert "FAL_KEY" not in text
    assert "secrets." not in text.replace("import secrets; print(secrets.token_hex(16))", "")


def test_hooks_run_verbs_that_there_are(tmp_path: Path) -> None:
    main(["init", str(tmp_path)])
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")):
        program, verb, *options = hook["entry"].split()
        assert program == "fal-codegen"
        assert main([verb, *options, "--help"]) == 0
        assert hook["language"] == "python"
