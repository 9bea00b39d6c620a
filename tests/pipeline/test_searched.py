"""Recordings are searched for secrets once, until they or what is looked for change."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import fal_codegen.check
import pytest
from fal_codegen.check import rules
from fal_codegen.pipeline.recording.cassettes import load_cassettes
from fal_codegen.pipeline.recording.searched import Searched
from fal_codegen.project import Project, load_project

NOTES = ("one.txt", "two.txt")
"""Files beside recordings; whatever lies there is searched."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "pyproject.toml").write_text("[tool.fal-codegen]\n", "utf-8")
    folder = tmp_path / "cassettes"
    folder.mkdir()
    for name in NOTES:
        (folder / name).write_text(f"{name} says that the key is a-lantern-of-9-panes", "utf-8")
    return load_project(tmp_path)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was searched, by name."""
    found: list[str] = []
    search: Any = fal_codegen.check.check_secrets

    def noted(endpoint: Any, file: Any, *more: Any) -> Any:  # noqa: ANN401 - passed on
        found.append(Path(file.path).name)
        return search(endpoint, file, *more)

    monkeypatch.setattr(fal_codegen.check, "check_secrets", noted)
    return found


def found_in(project: Project, *keys: str) -> Collection[Any]:
    """Read the recordings as `check` does; give the rules of what is wrong."""
    searched = Searched(project, keys)
    _, findings = load_cassettes(project, (), searched)
    searched.save()
    return [each.rule for each in findings]


def test_what_has_not_changed_is_not_searched_again(project: Project, searches: list[str]) -> None:
    assert [found_in(project), found_in(project)] == [[], []]
    assert searches == [*NOTES]
    (project.cassettes / NOTES[1]).write_text("the lantern is red", "utf-8")
    assert found_in(project) == []
    assert searches == [*NOTES, NOTES[1]]


def test_another_key_is_looked_for_in_everything(project: Project, searches: list[str]) -> None:
    assert found_in(project) == []
    assert found_in(project, "a-lantern-of-9-panes") == [rules.CASSETTE_SECRET] * 2
    assert searches == [*NOTES, *NOTES]


def test_a_file_with_a_secret_is_found_again_and_again(project: Project) -> None:
    (project.cassettes / NOTES[0]).write_text("Authorization: Key abcd1234:efgh5678ij", "utf-8")
    assert found_in(project) == found_in(project) == [rules.CASSETTE_SECRET]


@pytest.mark.parametrize("damaged", ["", "{", "[1, null]", "7", '"text"'])
def test_what_was_kept_and_is_damaged_costs_a_search(
    project: Project, searches: list[str], damaged: str
) -> None:
    assert found_in(project) == []
    (project.root / ".fal-codegen" / "searched.json").write_text(damaged, "utf-8")
    assert found_in(project) == []
    assert searches == [*NOTES, *NOTES]


def test_no_key_is_kept(project: Project) -> None:
    assert found_in(project, "a-key-of-somebody") == []
    kept = (project.root / ".fal-codegen" / "searched.json").read_text("utf-8")
    assert "somebody" not in kept
