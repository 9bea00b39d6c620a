"""An endpoint over time: commits of contracts/, dated documents, and the emulator as it was."""

import json
import subprocess
from pathlib import Path
from shutil import copytree
from unittest.mock import Mock

import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.drift import Version
from fal_codegen.errors import ProjectBroken
from fal_codegen.pipeline import revisions
from fal_codegen.pipeline.comparing.versions import Versions
from fal_codegen.pipeline.reporting import timeline as timelines
from fal_codegen.pipeline.revisions import find_revision
from fal_codegen.pipeline.serving.project_emulator import servable
from fal_codegen.project import DOCUMENT, LOCK, load_project

from tests.cli.conftest import PAINT, Desk, changed, document
from tests.cli.test_drift import ASK, Said
from tests.cli.test_drift_between import commit, git

MOST = (9, 6, 3)


@pytest.fixture
def aged(desk: Desk, capsys: Said) -> Desk:
    """A project whose first contract was changed in three commits."""
    git(desk.root, "init", "-q", "-b", "main")
    for most in MOST:
        desk.serves(PAINT, changed(document(PAINT), f"{ASK}/num_images/maximum", most))
        assert desk.fetch(PAINT) == 0
        commit(desk, f"at most {most}")
    capsys.readouterr()
    return desk


def body(folder: Path, count: int) -> Path:
    file = folder / "body.json"
    file.write_text(json.dumps({"prompt": "a red door", "num_images": count}), "utf-8")
    return file


def test_every_commit_that_changed_a_contract_is_a_version_with_a_verdict(
    aged: Desk, capsys: Said
) -> None:
    assert aged.run("history", PAINT) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith(": the first that is known")
    assert [line.split(": ")[1] for line in lines if line[0] == "2"] == [
        "the first that is known",
        "1 breaking",
        "1 breaking",
    ]
    assert "maximum tightened from 9 to 6" in lines[2]


def test_the_version_that_refused_a_body_first_is_found(aged: Desk, capsys: Said) -> None:
    assert aged.run("history", PAINT, "--body", body(aged.root, 5)) == 1
    last, why = capsys.readouterr().out.splitlines()[-2:]
    assert last.endswith(" refused the body first (2 checks of 3 versions)")
    assert why == "  input/num_images: maximum 3 refuses 5"
    assert aged.run("history", PAINT, "--body", body(aged.root, 2)) == 0
    assert "every version takes the body" in capsys.readouterr().out


def moved(desk: Desk, before: str, now: str) -> None:
    """Move a project's contracts/ to another name, without a commit."""
    (desk.root / before).rename(desk.root / now)
    file = desk.root / "pyproject.toml"
    lines = [each for each in file.read_text("utf-8").splitlines() if "contracts =" not in each]
    file.write_text("\n".join([*lines, f'contracts = "{now}"', ""]), "utf-8")


def test_versions_are_followed_to_where_contracts_lay_before_they_were_moved(
    aged: Desk, capsys: Said
) -> None:
    moved(aged, "contracts", "specs")
    commit(aged, "moved")
    aged.serves(PAINT, changed(document(PAINT), f"{ASK}/num_images/maximum", 8))
    assert aged.fetch(PAINT) == 0
    commit(aged, "at most 8")
    moved(aged, "specs", "promises")
    capsys.readouterr()
    assert aged.run("history", PAINT, "--body", body(aged.root, 5)) == 1
    said = capsys.readouterr().out
    assert said.count("1 breaking") == 2
    assert said.splitlines()[-2].endswith(" of 4 versions)")


def test_what_was_committed_where_contracts_lay_for_a_while_is_a_version(
    aged: Desk, capsys: Said
) -> None:
    moved(aged, "contracts", "specs")
    aged.serves(PAINT, changed(document(PAINT), f"{ASK}/num_images/maximum", 8))
    assert aged.fetch(PAINT) == 0
    commit(aged, "away, at most 8")
    moved(aged, "specs", "contracts")
    commit(aged, "back")
    capsys.readouterr()
    assert aged.run("history", PAINT) == 0
    verdicts = [line for line in capsys.readouterr().out.splitlines() if line[0] == "2"]
    assert len(verdicts) == 4
    away = find_revision(aged.root, "HEAD~1")
    assert away
    assert f" {away.short}: " in verdicts[-1]


def test_that_an_endpoint_was_removed_and_added_again_is_said(aged: Desk, capsys: Said) -> None:
    file = aged.root / "contracts" / PAINT / "openapi.json"
    last = file.read_bytes()
    file.unlink()
    commit(aged, "gone")
    assert aged.run("history", PAINT) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(": removed")
    file.write_bytes(last)
    commit(aged, "again")
    assert aged.run("history", PAINT) == 0
    gone, again = capsys.readouterr().out.splitlines()[-2:]
    assert gone.endswith(": removed")
    assert again.endswith(": added again, no drift")


def test_what_lies_before_the_first_that_is_known_is_not_spoken_for(
    aged: Desk, capsys: Said, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", aged.root.as_uri(), str(clone))
    assert Desk(clone, aged.documents).run("history", PAINT, "--body", body(clone, 2)) == 0
    said = capsys.readouterr().out
    assert "older versions are not known: this clone is shallow: `git fetch --unshallow " in said
    assert "every version that is known takes the body (1 check of 1 version)" in said


def test_where_contracts_may_have_lain_in_two_places_is_told(aged: Desk, capsys: Said) -> None:
    git(aged.root, "mv", "contracts", "one")
    git(aged.root, "commit", "-qm", "one")
    copy = aged.root / "two"
    copytree(aged.root / "one", copy)
    commit(aged, "two of them")
    git(aged.root, "rm", "-rq", "two")
    moved(aged, "one", "specs")
    commit(aged, "moved")
    assert aged.run("history", PAINT) == 0
    assert " one or two may be meant; " in capsys.readouterr().out


def test_what_is_on_disk_and_not_committed_is_the_last_version(aged: Desk, capsys: Said) -> None:
    aged.serves(PAINT, changed(document(PAINT), f"{ASK}/num_images/maximum", 1))
    assert aged.fetch(PAINT) == 0
    assert aged.run("history", PAINT) == 0
    assert "now: 1 breaking" in capsys.readouterr().out


def test_changes_of_one_level_are_counted_in_words(desk: Desk, capsys: Said) -> None:
    defaults = {"2026-01-02": ("auto", 1), "2026-03-04": ("2:1", 2)}
    for date, (ratio, count) in defaults.items():
        file = desk.root / "kept" / date / f"{PAINT}.json"
        file.parent.mkdir(parents=True)
        whole = changed(document(PAINT), f"{ASK}/ratio/default", ratio)
        file.write_text(json.dumps(changed(whole, f"{ASK}/num_images/default", count)), "utf-8")
    assert desk.run("history", PAINT, "--in", desk.root / "kept") == 0
    assert "2026-03-04 " in (said := capsys.readouterr().out)
    assert ": 2 warnings\n" in said


def test_documents_with_dates_in_their_paths_are_versions(desk: Desk, capsys: Said) -> None:
    for date, most in zip(("2026-01-02", "2026-03-04"), MOST, strict=False):
        file = desk.root / "kept" / date / f"{PAINT}.json"
        file.parent.mkdir(parents=True)
        whole = changed(document(PAINT), f"{ASK}/num_images/maximum", most)
        file.write_text(json.dumps(whole), "utf-8")
    assert desk.run("history", PAINT, "--in", desk.root / "kept") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["2026-01-02", "2026-03-04", "breaking"]


def test_an_endpoint_without_versions_is_one_line(desk: Desk, capsys: Said) -> None:
    git(desk.root, "init", "-q", "-b", "main")
    commit(desk, "first")
    assert desk.run("history", "acme/nobody") == 2
    assert "acme/nobody: no version in the git history of " in capsys.readouterr().err


def test_an_emulator_can_serve_the_contracts_of_an_earlier_revision(aged: Desk) -> None:
    project = load_project(aged.root)
    for revision, most in (("HEAD~2", 9), ("HEAD~1", 6), ("", 3)):
        served = servable(project, revision).readable[PAINT].document
        assert served == changed(document(PAINT), f"{ASK}/num_images/maximum", most)


def test_an_emulator_finds_contracts_where_they_lay(aged: Desk) -> None:
    (aged.root / "contracts").rename(aged.root / "specs")
    with (aged.root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('contracts = "specs"\n')
    served = servable(load_project(aged.root), "HEAD~1").readable[PAINT].document
    assert served == changed(document(PAINT), f"{ASK}/num_images/maximum", MOST[1])
    git(aged.root, "rm", "-rq", "--cached", "contracts")
    git(aged.root, "commit", "-qm", "none")
    with pytest.raises(ProjectBroken, match="specs: not there at "):
        servable(load_project(aged.root), "HEAD")


def test_a_revision_that_there_is_not_is_one_line(aged: Desk, capsys: Said) -> None:
    assert aged.run("serve", "--port", "0", "--as-of", "nowhere") == 2
    assert "nowhere: no git revision of " in capsys.readouterr().err


def test_dated_documents_need_no_project_around(tmp_path: Path, capsys: Said) -> None:
    folder = tmp_path / "dated"
    folder.mkdir()
    for most, day in zip(MOST, ("2026-01-01", "2026-02-01", "2026-03-01"), strict=True):
        whole = changed(document(PAINT), f"{ASK}/num_images/maximum", most)
        name = f"{PAINT.replace('/', '__')}@{day}.json"
        (folder / name).write_text(json.dumps(whole), "utf-8")
    away = Desk(tmp_path, tmp_path)
    assert away.run("history", PAINT, "--in", folder) == 0
    assert capsys.readouterr().out.count("1 breaking") == 2
    assert away.run("history", PAINT) == 2
    assert "no such file" in capsys.readouterr().err


def test_git_is_asked_once_at_which_versions_a_contract_was_not_there(
    aged: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = Mock(wraps=subprocess.run)
    monkeypatch.setattr(subprocess, "run", spy)
    found = revisions.places_of(
        aged.root / "contracts", file=DOCUMENT, lock=LOCK, below=f"{PAINT}/{DOCUMENT}"
    )
    assert found == (["contracts"], "")
    asked = [each.args[0][2] for each in spy.call_args_list]
    assert asked.count("cat-file") == 1
    assert asked.count("show") <= 1


def test_that_a_contract_was_removed_is_told_of_the_next_version_that_can_be_read(
    aged: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Version("one", "2026-01-02", document(PAINT))
    lost = Version("lost", "2026-01-04", {}, "2026-01-03 gone")
    other = Version("other", "2026-01-05", document(PAINT))
    read = Versions([lost, one, lost, other, one], [])
    monkeypatch.setattr(timelines, "read_versions", Mock(return_value=read))
    found = timelines.timeline(load_project(aged.root), EndpointId(PAINT)).versions
    assert [each.removed for each in found] == ["", "2026-01-03 gone", ""]
