"""Two files, folders or git revisions compared, and contracts that somebody edited."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fal_codegen.contract import Document

from tests.cli.conftest import PAINT, RETOUCH, Desk, changed, contents, document, put
from tests.cli.test_drift import ASK, Said

pytestmark = pytest.mark.deep

NARROWER = changed(document(PAINT), f"{ASK}/num_images/maximum", 2)


def git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    subprocess.run(["git", *named, *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S607 - a test's own


def commit(desk: Desk, message: str) -> None:
    git(desk.root, "add", "-A")
    git(desk.root, "commit", "-qm", message)


def file(folder: Path, name: str, whole: Document) -> Path:
    place = folder / name
    place.write_text(json.dumps(whole), "utf-8")
    return place


def edit(desk: Desk, whole: Document) -> None:
    (desk.root / "contracts" / PAINT / "openapi.json").write_text(json.dumps(whole), "utf-8")


def test_two_files_are_compared_without_a_project(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    one, other = file(tmp_path, "a.json", document(PAINT)), file(tmp_path, "b.json", NARROWER)
    desk = Desk(tmp_path, tmp_path)
    assert desk.run("drift", one, other) == 1
    first, _, base, revision, last = capsys.readouterr().out.splitlines()
    assert first.startswith(f"breaking {PAINT} input/num_images: maximum tightened from 4 to 2; ")
    assert base.startswith(f"base: {one}, written on 2")
    assert revision.startswith(f"revision: {other}, written on 2")
    assert last == "compared 1: 0 unchanged, 1 changed."
    assert desk.run("drift", other, one) == 0


def test_an_endpoint_that_only_the_base_has_is_gone_and_one_that_only_the_revision_has_is_new(
    tmp_path: Path, capsys: Said
) -> None:
    base = put(tmp_path / "base", [(PAINT, document(PAINT))])
    revision = put(tmp_path / "revision", [(RETOUCH, document(RETOUCH))])
    desk = Desk(tmp_path, tmp_path)
    assert desk.run("drift", base, revision) == 1
    gone, new, *_ = capsys.readouterr().out.splitlines()
    assert gone.startswith(f"breaking {PAINT} input: the endpoint is gone")
    assert new.startswith(f"info     {RETOUCH} input: the endpoint is new")
    assert desk.run("drift", base, revision, "--endpoint", RETOUCH) == 0


def test_an_endpoint_that_neither_has_is_an_error(desk: Desk, capsys: Said) -> None:
    folder = str(desk.documents)
    assert desk.run("drift", folder, folder, "--endpoint", "acme/nobody") == 2
    assert "acme/nobody: neither in " in capsys.readouterr().err


def test_what_cannot_be_read_is_told_and_the_rest_is_compared(desk: Desk, capsys: Said) -> None:
    revision = put(desk.root.parent / "revision", [(PAINT, NARROWER)])
    (revision / f"{RETOUCH}.json").parent.mkdir(parents=True, exist_ok=True)
    (revision / f"{RETOUCH}.json").write_text("{", "utf-8")
    assert desk.run("drift", desk.documents, revision) == 2
    said = capsys.readouterr()
    assert "request-limit-tightened" in said.out
    assert said.err.startswith(f"error: {RETOUCH}: in {revision}")
    assert "no drift" not in (said.out + said.err).lower()


def test_git_revisions_of_contracts_are_compared_and_nothing_is_written(
    desk: Desk, capsys: Said
) -> None:
    git(desk.root, "init", "-q", "-b", "main")
    commit(desk, "first")
    desk.serves(PAINT, NARROWER)
    assert desk.fetch(PAINT) == 0
    commit(desk, "second")
    before = contents(desk.root)
    capsys.readouterr()
    for names in (("HEAD~1..HEAD",), ("HEAD~1", "main"), ("HEAD~1...main",)):
        assert desk.run("drift", *names) == 1
        first, _, *_, base, revision, last, settle = capsys.readouterr().out.splitlines()
        assert "maximum tightened from 4 to 2" in first
        assert "--between 'HEAD~1' " in settle
        assert base.startswith("base: HEAD~1 (")
        assert ", committed 2" in base
        assert " (folder, 2" in revision
        assert last == "compared 2: 1 unchanged, 1 changed."
    assert desk.run("drift", "HEAD~1..HEAD", "--endpoint", RETOUCH) == 0
    assert contents(desk.root) == before


def test_a_base_alone_is_told_what_it_lacks(desk: Desk, capsys: Said, tmp_path: Path) -> None:
    folder = tmp_path / "only one"
    folder.mkdir()
    assert desk.run("drift", folder) == 2
    assert f"`fal-codegen drift '{folder}' REVISION`" in capsys.readouterr().err


@pytest.mark.parametrize("names", [("nowhere..HEAD",), ("--help..x",), ("HEAD~9", ".")])
def test_a_name_that_is_no_file_folder_or_revision_is_one_line(
    desk: Desk, capsys: Said, names: tuple[str, ...]
) -> None:
    git(desk.root, "init", "-q", "-b", "main")
    commit(desk, "first")
    assert desk.run("drift", "--", *names) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "no file, no folder" in line


def test_of_a_base_without_the_project_all_endpoints_are_new(desk: Desk, capsys: Said) -> None:
    git(desk.root, "init", "-q", "-b", "main")
    git(desk.root, "commit", "-qm", "nothing yet", "--allow-empty")
    commit(desk, "first")
    assert desk.run("drift", "HEAD~1..HEAD") == 0
    said = capsys.readouterr().out
    assert f"{PAINT} and 1 more input: the endpoint is new" in said
    assert ", without contracts/" in said
    assert desk.run("drift", "HEAD..HEAD~1") == 1
    assert desk.run("drift", "HEAD~1..HEAD~1") == 2
    assert "contracts: neither in " in capsys.readouterr().err


def test_contracts_that_were_moved_are_compared_with_where_they_lay(
    desk: Desk, capsys: Said
) -> None:
    git(desk.root.parent, "init", "-q", "-b", "main")
    commit(desk, "first")
    desk.serves(PAINT, NARROWER)
    assert desk.fetch(PAINT) == 0
    moved = Desk(desk.root.rename(desk.root.with_name("store")), desk.documents)
    git(moved.root.parent, "add", "-A")
    git(moved.root.parent, "commit", "-qm", "moved")
    capsys.readouterr()
    assert moved.run("drift", "HEAD~1..HEAD") == 1
    said = capsys.readouterr().out
    assert "maximum tightened from 4 to 2" in said
    assert f", in {desk.root.name}/contracts" in said
    assert "is new" not in said


@pytest.mark.skipif(sys.platform == "darwin", reason="names of files are UTF-8 there")
def test_contracts_that_were_renamed_are_compared_whatever_else_is_in_the_repository(
    desk: Desk, capsys: Said
) -> None:
    git(desk.root, "init", "-q", "-b", "main")
    Path(os.fsdecode(os.fsencode(desk.root) + b"/caf\xe9.txt")).touch()
    commit(desk, "first")
    desk.serves(PAINT, NARROWER)
    assert desk.fetch(PAINT) == 0
    (desk.root / "contracts").rename(desk.root / "specs")
    with (desk.root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('contracts = "specs"\n')
    capsys.readouterr()
    assert desk.run("drift", "HEAD", str(desk.root / "specs")) == 1
    assert "maximum tightened from 4 to 2" in capsys.readouterr().out


def test_a_project_below_a_folder_called_contracts_is_compared(desk: Desk, capsys: Said) -> None:
    outside = desk.root.parent
    (outside / "contracts").mkdir()
    below = Desk(desk.root.rename(outside / "contracts" / "shop"), desk.documents)
    git(outside, "init", "-q", "-b", "main")
    commit(below, "first")
    below.serves(PAINT, NARROWER)
    assert below.fetch(PAINT) == 0
    capsys.readouterr()
    assert below.run("drift", "HEAD", str(below.root / "contracts")) == 1
    assert "maximum tightened from 4 to 2" in capsys.readouterr().out


def test_what_is_wrong_at_a_revision_is_named_as_git_names_it(desk: Desk, capsys: Said) -> None:
    git(desk.root, "init", "-q", "-b", "main")
    lock = desk.root / "contracts/lock.json"
    right = lock.read_bytes()
    lock.write_bytes(right + b"\n<<<<<<< HEAD\n")
    commit(desk, "first")
    lock.write_bytes(right)
    assert desk.run("drift", "HEAD", "contracts") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert re.match(r"error: [0-9a-f]{12}:contracts/lock\.json: in a merge conflict; ", line)


def test_a_shallow_clone_is_told_how_the_rest_comes(
    desk: Desk, capsys: Said, tmp_path: Path
) -> None:
    git(desk.root, "init", "-q", "-b", "main")
    commit(desk, "first")
    git(desk.root, "commit", "-qm", "second", "--allow-empty")
    git(desk.root, "checkout", "-qb", "work")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", desk.root.as_uri(), str(clone))
    assert Desk(clone, desk.documents).run("drift", "origin/main..HEAD") == 2
    (line,) = capsys.readouterr().err.splitlines()
    command = line.partition("`")[2].partition("`")[0].replace("'", "").split()
    git(clone, *command[1:])
    assert Desk(clone, desk.documents).run("drift", "origin/main..HEAD") == 0


def test_an_edited_contract_is_no_news_from_the_service(desk: Desk, capsys: Said) -> None:
    edit(desk, NARROWER)
    assert desk.run("drift", "--source", desk.documents) == 2
    said = capsys.readouterr()
    assert "request-limit" not in said.out
    assert f"{PAINT}: contracts/{PAINT}/openapi.json was edited since it was fetched" in said.err
    assert "the source says the same still" in said.err
    assert f"`fal-codegen fetch {PAINT} --source FOLDER` undoes it" in said.err
    assert "no drift" not in (said.out + said.err).lower()
    assert desk.run("check") == 1
    assert "not the document that was fetched" in capsys.readouterr().out


def test_what_changed_at_an_edited_contract_is_told_with_that_doubt(
    desk: Desk, capsys: Said
) -> None:
    edit(desk, NARROWER)
    desk.serves(PAINT, changed(document(PAINT), f"{ASK}/num_images/maximum", 3))
    assert desk.run("drift", "--source", desk.documents) == 2
    said = capsys.readouterr()
    assert "maximum loosened from 2 to 3" in said.out
    assert "what changed may be the edit" in said.err


def test_the_pipeline_compares_before_it_writes(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    before = contents(desk.root)
    desk.serves(PAINT, NARROWER)
    monkeypatch.setattr("fal_codegen.pipeline.stages.run.drifted", broken)
    assert desk.run("pipeline", "--source", desk.documents) != 0
    assert contents(desk.root) == before
    assert capsys.readouterr().out == ""


def test_two_files_are_crossed_with_the_project_around(
    desk: Desk, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.root)
    (desk.root / "app").mkdir()
    source = (
        "from fal_endpoints import acme_painter as painter\n"
        'painter.Input(prompt="a", num_images=3)\n'
    )
    (desk.root / "app" / "draw.py").write_text(source, "utf-8")
    configured = desk.root / "pyproject.toml"
    table = '\n[tool.fal-codegen.drift]\nuses = ["app"]\n'
    configured.write_text(f"{configured.read_text('utf-8')}{table}", "utf-8")
    one, other = file(tmp_path, "a.json", document(PAINT)), file(tmp_path, "b.json", NARROWER)
    assert desk.run("drift", one, other, "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    (change,) = found["changes"]
    assert [(each["file"], each["line"]) for each in found["concerns"]] == [("app/draw.py", 2)]
    assert all(each["places"] == ["input/num_images"] for each in found["recorded"])
    assert found["recorded"]
    assert found["advice"]["bump"] == "major"
    desk.serves(PAINT, NARROWER)
    wanted = ("accept", change["fingerprint"], "--reason", "fine", "--source", desk.documents)
    assert desk.run(*wanted) == 0
    assert desk.run("drift", one, other) == 0
    capsys.readouterr()
    assert desk.run("drift", other, one) == 0
    assert "holds no more" not in capsys.readouterr().out, "that is for the contracts to decide"
