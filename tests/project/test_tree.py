import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from fal_codegen.errors import WriteBroken
from fal_codegen.project import all_or_nothing, files_below, tree, update_tree

OLD = {"kept.txt": "kept", "changed.txt": "old", "removed.txt": "gone soon", "in/it.txt": "old"}
ONE = {**OLD, "changed.txt": "new"}
NEW = {"kept.txt": "kept", "changed.txt": "new", "in/it.txt": "new", "new/deep.txt": "new"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in the old state."""
    folder = tmp_path / "tree"
    for path, text in OLD.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def seen(folder: Path) -> dict[str, str]:
    return {path: file.read_text("utf-8") for path, file in files_below(folder).items()}


def test_files_are_written_removed_and_left_alone(folder: Path) -> None:
    changes = {
        "changed.txt": b"new",
        "in/it.txt": b"new",
        "new/deep.txt": b"new",
        "removed.txt": None,
    }
    assert update_tree(folder, changes)
    assert seen(folder) == NEW
    assert [path.name for path in folder.parent.iterdir()] == ["tree"]


def test_files_that_stay_are_the_very_same_files(folder: Path) -> None:
    before = (folder / "kept.txt").stat()
    update_tree(folder, {"changed.txt": b"new"})
    after = (folder / "kept.txt").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def everything(folder: Path) -> dict[str, tuple[str, str]]:
    """Give what is below a folder, of any kind: its mode, and where a link leads."""
    return {
        path.relative_to(folder).as_posix(): (
            oct(path.lstat().st_mode),
            str(path.readlink()) if path.is_symlink() else "",
        )
        for path in [folder, *folder.rglob("*")]
    }


@pytest.mark.parametrize(
    "changes",
    [{"changed.txt": b"new"}, {"changed.txt": b"new", "new/deep.txt": b"new"}],
    ids=["one", "several"],
)
def test_whatever_else_is_there_stays_as_it_was(
    folder: Path, changes: dict[str, bytes | None]
) -> None:
    (folder / "link.txt").symlink_to("kept.txt")
    (folder / "link").symlink_to("in")
    (folder / "broken").symlink_to("nowhere")
    (folder / "empty/deep").mkdir(parents=True)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__/it.pyc").touch()
    os.mkfifo(folder / "pipe")
    for path, mode in {"changed.txt": 0o640, "kept.txt": 0o755, "in": 0o750, ".": 0o711}.items():
        (folder / path).chmod(mode)
    before = everything(folder)
    assert update_tree(folder, changes)
    after = everything(folder)
    assert {path: after[path] for path in before} == before
    assert after.keys() - before.keys() <= {"new", "new/deep.txt"}
    assert (folder / "changed.txt").read_bytes() == b"new"


def test_a_folder_goes_with_its_last_file_and_one_that_was_empty_stays(folder: Path) -> None:
    (folder / "a/b/__pycache__").mkdir(parents=True)
    (folder / "a/b/it.txt").touch()
    (folder / "empty").mkdir()
    assert update_tree(folder, {"a/b/it.txt": None, "in/it.txt": None})
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["empty"]


def test_files_that_go_take_their_folder_along_and_never_the_tree(folder: Path) -> None:
    (folder / "in/more.txt").touch()
    assert update_tree(folder, {**dict.fromkeys(OLD), "in/more.txt": None})
    assert [*folder.iterdir()] == []


def test_a_file_system_without_hard_links_has_copies(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, _target: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    (folder / "kept.txt").chmod(0o600)
    (folder / "link").symlink_to("kept.txt")
    assert update_tree(folder, {"changed.txt": b"new", "removed.txt": None})
    assert (folder / "link").readlink() == Path("kept.txt")
    assert (folder / "kept.txt").stat().st_mode & 0o777 == 0o600
    assert (folder / "kept.txt").read_text("utf-8") == "kept"


@pytest.mark.skipif(sys.platform != "linux", reason="file systems elsewhere may not know how")
def test_two_folders_are_exchanged_in_one_step(folder: Path) -> None:
    other = folder.with_name("other")
    other.mkdir()
    assert vars(tree)["_exchange"](os.fsencode(folder), os.fsencode(other))
    assert (seen(other), seen(folder)) == (OLD, {})


def test_a_link_in_place_of_a_file_is_replaced_and_what_it_led_to_is_left_alone(
    folder: Path,
) -> None:
    (folder / "changed.txt").unlink()
    (folder / "changed.txt").symlink_to("kept.txt")
    assert update_tree(folder, {"changed.txt": b"new"})
    assert (seen(folder)["changed.txt"], seen(folder)["kept.txt"]) == ("new", "kept")
    assert not (folder / "changed.txt").is_symlink()


@pytest.mark.parametrize("beside", [{}, {"changed.txt": b"new"}], ids=["one", "several"])
def test_nothing_is_written_through_a_link_to_another_folder(
    folder: Path, beside: dict[str, bytes | None]
) -> None:
    elsewhere = folder.with_name("elsewhere")
    elsewhere.mkdir()
    (folder / "link").symlink_to(elsewhere)
    with pytest.raises(WriteBroken, match=r"link: a link in place of a folder; .* is as it was"):
        update_tree(folder, {"link/it.txt": b"new", **beside})
    assert [*elsewhere.iterdir()] == []
    assert seen(folder) == OLD


@pytest.mark.parametrize("name", ["__pycache__", ".mypy_cache"])
def test_a_project_may_lie_below_a_folder_that_is_called_like_a_cache(
    folder: Path, name: str
) -> None:
    inside = folder.parent / name / "project"
    inside.parent.mkdir()
    folder.rename(inside)
    assert seen(inside) == OLD
    assert update_tree(inside, {"changed.txt": b"new", "new/deep.txt": b"new"})
    assert seen(inside) == OLD | {"changed.txt": "new", "new/deep.txt": "new"}


def test_nothing_at_all_happens_where_nothing_differs(folder: Path) -> None:
    before = folder.stat(), folder.parent.stat()
    assert not update_tree(folder, {"changed.txt": b"old", "never.txt": None})
    after = folder.stat(), folder.parent.stat()
    assert [(each.st_ino, each.st_mtime_ns) for each in after] == [
        (each.st_ino, each.st_mtime_ns) for each in before
    ]


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    assert update_tree(tmp_path / "deep/tree", {"in/it.txt": b"new"})
    assert seen(tmp_path / "deep/tree") == {"in/it.txt": "new"}


def test_caches_of_tools_are_no_files_of_a_tree(folder: Path) -> None:
    (folder / "in/__pycache__").mkdir()
    (folder / "in/__pycache__/it.pyc").touch()
    (folder / "in/.ruff_cache").mkdir()
    (folder / "in/.ruff_cache/.gitignore").touch()
    assert seen(folder) == OLD


@pytest.mark.parametrize(("new", "steps"), [(NEW, 20), (ONE, 10)], ids=["several", "one"])
def test_a_process_killed_at_any_step_leaves_the_old_tree_or_the_new_one(
    folder: Path, new: dict[str, str], steps: int
) -> None:
    script = Path(__file__).with_name("killed.py")
    found = json.loads(
        subprocess.check_output(
            [sys.executable, script, folder, json.dumps(OLD), json.dumps(new)], timeout=60
        )
    )
    assert len(found) > steps
    assert found[0] == OLD
    assert found[-1] == new
    assert all(tree in (OLD, new) for tree in found)
    assert [path.name for path in folder.parent.iterdir()] == ["tree"]


def test_where_folders_cannot_be_exchanged_the_old_one_steps_aside(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "name", "another system")
    assert update_tree(folder, {"changed.txt": b"new", "removed.txt": None})
    assert seen(folder) == {"kept.txt": "kept", "changed.txt": "new", "in/it.txt": "old"}
    assert [path.name for path in folder.parent.iterdir()] == ["tree"]


def test_a_tree_left_aside_by_a_killed_run_is_taken_back(folder: Path) -> None:
    folder.rename(folder.with_name(".tree.old"))
    assert update_tree(folder, {"changed.txt": b"new"})
    assert seen(folder) == OLD | {"changed.txt": "new"}
    assert [path.name for path in folder.parent.iterdir()] == ["tree"]


def test_what_a_killed_run_left_is_cleared_away_even_where_nothing_differs(folder: Path) -> None:
    (folder.parent / ".tree.fresh/half").mkdir(parents=True)
    assert not update_tree(folder, {"changed.txt": b"old"})
    assert [path.name for path in folder.parent.iterdir()] == ["tree"]


@pytest.mark.parametrize(
    "path",
    ["kept.txt/below.txt", "in", f"{'n' * 300}.txt"],
    ids=["a file in place of a folder", "a folder in place of a file", "too long a name"],
)
def test_what_cannot_be_written_leaves_everything_as_it_was(folder: Path, path: str) -> None:
    with pytest.raises(WriteBroken, match=r": .*; .*tree is as it was"):
        update_tree(folder, {"changed.txt": b"new", path: b"new"})
    assert seen(folder) == OLD
    assert [path.name for path in folder.parent.iterdir()] == ["tree"]


def test_something_in_place_of_the_new_tree_leaves_everything_as_it_was(folder: Path) -> None:
    folder.with_name(".tree.fresh").symlink_to("nowhere")
    with pytest.raises(WriteBroken, match=r"\.tree\.fresh: File exists; .*tree is as it was"):
        update_tree(folder, {"changed.txt": b"new"})
    assert seen(folder) == OLD


@pytest.mark.parametrize("beside", ["", "'large.txt': bytes(100_000)"], ids=["one", "several"])
def test_a_disk_that_refuses_a_write_leaves_everything_as_it_was(folder: Path, beside: str) -> None:
    code = (
        "import sys; from pathlib import Path; from fal_codegen.project import update_tree\n"
        f"update_tree(Path(sys.argv[1]), {{'changed.txt': bytes(100_000), {beside}}})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, folder],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, f"ended by {signal.strsignal(-done.returncode)}"
    assert "WriteBroken" in done.stderr
    assert "File too large" in done.stderr
    assert seen(folder) == OLD
    assert [path.name for path in folder.parent.iterdir()] == ["tree"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_folder_that_may_not_be_written_is_left_as_it_was(folder: Path) -> None:
    folder.parent.chmod(0o500)
    try:
        with pytest.raises(WriteBroken, match="Permission denied"):
            update_tree(folder, {"changed.txt": b"new"})
    finally:
        folder.parent.chmod(0o700)
    assert seen(folder) == OLD


def test_several_changes_are_undone_where_one_of_them_fails(folder: Path) -> None:
    before, other = everything(folder), folder.with_name("other")

    def change() -> None:
        with all_or_nothing(folder, other):
            update_tree(folder, {"changed.txt": b"new", "removed.txt": None})
            update_tree(other, {"new.txt": b"new"})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change()
    assert everything(folder) == before
    assert [each.name for each in folder.parent.iterdir()] == [folder.name]
