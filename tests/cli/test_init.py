import tomllib
from errno import ENOSPC
from pathlib import Path
from typing import NoReturn

import pytest
from fal_codegen.cli import main
from fal_codegen.project import load_project

from tests.cli.conftest import PAINT, RETOUCH, Desk, contents


def test_an_empty_folder_becomes_a_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "new/shop"
    assert main(["init", str(root), PAINT, RETOUCH]) == 0
    assert load_project(root).endpoints == (PAINT, RETOUCH)
    assert [*contents(root)] == ["pyproject.toml", "tests/test_fal.py"]
    assert f"fal-codegen --project {root} fetch" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([], "`--source emulator`, which has it."),
        ([PAINT], "`--source emulator`, which has none of these."),
        ([PAINT, "fal-ai/nano-banana"], "has fal-ai/nano-banana, and not the others."),
        (["fal-ai/nano-banana", "fal-ai/nano-banana-2"], "which has all of them."),
    ],
)
def test_the_ways_around_the_network_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ids: list[str], message: str
) -> None:
    assert main(["init", str(tmp_path / "new"), *ids]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert "`--source FOLDER`" in last
    assert last.endswith(message)


def test_a_project_may_begin_without_endpoints(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path)]) == 0
    assert load_project(tmp_path).endpoints == ()


def test_what_a_pyproject_says_already_stays(tmp_path: Path) -> None:
    before = '[project]\nname = "shop" # größer\n\n[tool.ruff]\nline-length = 99\n'
    (tmp_path / "pyproject.toml").write_text(before, "utf-8")
    assert main(["init", str(tmp_path), PAINT]) == 0
    after = (tmp_path / "pyproject.toml").read_text("utf-8")
    assert after.startswith(before)
    assert tomllib.loads(after)["tool"]["ruff"] == {"line-length": 99}
    assert load_project(tmp_path).endpoints == (PAINT,)


@pytest.mark.parametrize(
    "text",
    [
        "[tool.fal-codegen]\n",
        '[tool."fal-codegen"]\n',
        "[tool]\nfal-codegen = {endpoints = []}\n",
        '# ours\n[tool.fal-codegen]\nendpoints = ["acme/painter"]\nversion = "1.0" # kept\n',
    ],
)
def test_a_project_gets_what_it_lacks_and_keeps_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(text, "utf-8")
    assert main(["init", str(tmp_path), PAINT]) == 0
    assert f"{file}: wrote source" in capsys.readouterr().out
    assert load_project(tmp_path).endpoints == (PAINT,)
    assert tomllib.loads(file.read_text("utf-8"))["tool"]["fal-codegen"]["source"] == "live"
    kept = [line for line in text.splitlines() if "endpoints" not in line]
    assert [line for line in file.read_text("utf-8").splitlines() if line in kept] == kept
    after = file.read_bytes()
    assert main(["init", str(tmp_path), PAINT]) == 0
    assert f"{file}: nothing was missing." in capsys.readouterr().out
    assert file.read_bytes() == after


def test_a_table_that_is_wrong_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("[tool.fal-codegen.more]\n", "utf-8")
    assert main(["init", str(tmp_path), PAINT]) == 2
    assert f"error: {file}: more: not among source, " in capsys.readouterr().err
    assert file.read_text("utf-8") == "[tool.fal-codegen.more]\n"


def test_the_commands_it_ends_with_are_quoted_for_a_shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "my shop"), PAINT]) == 0
    said = capsys.readouterr().out
    assert f"  fal-codegen --project '{tmp_path}/my shop' fetch\n" in said
    assert main(["init", str(tmp_path / "empty")]) == 0
    assert f"  fal-codegen --project {tmp_path}/empty add fal-ai/" in capsys.readouterr().out


def test_a_project_that_has_its_documents_is_not_sent_to_fetch_them(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(desk.root)
    assert main(["init", "--ci", "github", root]) == 0
    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()[1:]] == [
        "generate",
        "check",
    ]
    assert main(["init", root, "fal-ai/nano-banana"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1].endswith(" fetch")
    assert said[-1].endswith("which has it.")


def test_a_comment_about_a_table_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("# no [tool.fal-codegen] yet\n", "utf-8")
    assert main(["init", str(tmp_path)]) == 0
    assert load_project(tmp_path).endpoints == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [(b"[project\n", "at line 1, column 9"), (b"# \xff\n", "can't decode byte 0xff")],
)
def test_a_pyproject_that_cannot_be_read_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: bytes, message: str
) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(text)
    assert main(["init", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: {file}: ")
    assert message in error
    assert contents(tmp_path) == {"pyproject.toml": text}


def test_an_id_that_is_none_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "shop"), "painter"]) == 2
    assert "'painter' is not an endpoint id" in capsys.readouterr().err
    assert not (tmp_path / "shop").exists()


def test_a_file_in_place_of_the_folder_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "shop").touch()
    assert main(["init", str(tmp_path / "shop")]) == 2
    assert capsys.readouterr().err == f"error: {tmp_path / 'shop'}: File exists\n"


@pytest.mark.parametrize("service", [[], ["--ci", "github"], ["--ci", "gitlab"]])
def test_what_a_full_disk_has_no_room_for_is_not_there_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, service: list[str]
) -> None:
    if service:
        assert main(["init", str(tmp_path)]) == 0
    before = contents(tmp_path)

    def no_room(file: Path, *_: object, **__: object) -> NoReturn:
        file.touch()
        raise OSError(ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(Path, "write_bytes", no_room)
        full.setattr(Path, "write_text", no_room)
        assert main(["init", str(tmp_path), *service]) == 2
    assert contents(tmp_path) == before
    assert main(["init", str(tmp_path), *service]) == 0
    assert len(contents(tmp_path)) == len(before) + 2


@pytest.mark.parametrize("before", ["# ours\r\n", "# ours\r\n[tool.fal-codegen]\r\n"])
def test_lines_end_as_they_did(tmp_path: Path, before: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(before.encode())
    for id_ in (PAINT, RETOUCH):
        assert main(["init", str(tmp_path), id_]) == 0
    after = file.read_bytes()
    assert after.count(b"\n") == after.count(b"\r\n") > before.count("\n")
    assert load_project(tmp_path).endpoints == (PAINT, RETOUCH)


def test_a_pyproject_keeps_its_mode_and_its_place_behind_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.touch(0o600)
    link = tmp_path / "shop/pyproject.toml"
    link.parent.mkdir()
    link.symlink_to(real)
    assert main(["init", str(link.parent), PAINT]) == 0
    assert link.is_symlink()
    assert load_project(link.parent).endpoints == (PAINT,)
    assert oct(real.stat().st_mode & 0o777) == "0o600"
    written = ["real.toml", "shop/pyproject.toml", "shop/tests/test_fal.py"]
    assert [*contents(tmp_path)] == written


def test_a_folder_that_is_named_twice_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--project", "shop", "init", "."]) == 2
    assert (
        "DIR says which folder, not --project: `fal-codegen init shop`" in capsys.readouterr().err
    )
    assert contents(tmp_path) == {}
